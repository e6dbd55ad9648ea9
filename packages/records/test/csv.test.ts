import { expect, it } from 'vitest'
import { numberCell, parseCsv, rowSchema, textCell } from '../src/index.js'

it('reads quoted cells', () => {
  const schema = rowSchema({ a: textCell(), b: numberCell() })
  expect(parseCsv('\uFEFFx,a,b\r\n1,"a, ""b""\r\nc\r",2\r\n\r\n3,d,4', { schema })).toEqual([
    { a: 'a, "b"\r\nc\r', b: 2 },
    { a: 'd', b: 4 },
  ])
})
