import { describe, expect, it } from 'vitest'
import { toCsv } from '../src/index.js'

describe('toCsv', () => {
  it('takes all keys in order of appearance, or the columns that are asked for', () => {
    const rows = [
      { a: 1, b: 2 },
      { c: 3, a: 4 },
    ]
    expect(toCsv(rows)).toBe('a,b,c\n1,2,\n4,,3\n')
    expect(toCsv(rows, ['c', 'a', 'missing'])).toBe('c,a,missing\n,1,\n3,4,\n')
  })

  it.each<[unknown, string]>([
    [null, ''],
    [undefined, ''],
    ['', ''],
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "a"', '"say ""a"""'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    [' a', '" a"'],
    ['=1+1', '=1+1'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1e+21'],
    [-0, '0'],
    [Infinity, 'Infinity'],
    [true, 'true'],
    [12n, '12'],
    [[1, 2], '"[1,2]"'],
    [{ a: 'x' }, '"{""a"":""x""}"'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), ''],
  ])('%s', (value, cell) => {
    expect(toCsv([{ first: 'x', value }])).toBe(`first,value\nx,${cell}\n`)
  })

  it('quotes names of columns', () => {
    expect(toCsv([{ 'a,b': 1 }])).toBe('"a,b"\n1\n')
  })

  it('writes a header where there are no rows', () => {
    expect(toCsv([], ['a', 'b'])).toBe('a,b\n')
  })

  it('reads own properties only', () => {
    expect(toCsv([{ a: 1 }], ['a', 'toString'])).toBe('a,toString\n1,\n')
  })
})
