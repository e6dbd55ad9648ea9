import { expect, it } from 'vitest'
import { styleFor } from '../src/io/style.js'
import { renderTable } from '../src/text/table.js'
import { memoryIo } from './memory-io.js'

const plain = styleFor(memoryIo().stdout, {})

it('aligns the first column to the left and the others to the right, by characters', () => {
  const text = renderTable(
    {
      header: ['α', 'value'],
      rows: [
        ['name', '1'],
        ['β', '−1.50'],
      ],
    },
    plain,
  )
  expect(text.split('\n')).toEqual(['α     value', 'name      1', 'β     −1.50'])
})

it('keeps rows that lack cells, and tables that lack rows', () => {
  expect(renderTable({ header: ['a', 'b'], rows: [['x']] }, plain)).toBe('a  b\nx')
  expect(renderTable({ header: ['a', 'b'], rows: [] }, plain)).toBe('a  b')
})
