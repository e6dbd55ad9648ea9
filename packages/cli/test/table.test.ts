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

it('breaks prose, and only prose, so that a table fits', () => {
  const rows = [
    [
      'the first commitment of several',
      'true',
      'because of a reason that takes more than a few words to say in full',
      '0.123456',
    ],
    ['second', 'unknown', 'no', '1'],
  ]
  const lines = renderTable({ header: ['name', 'met', 'because', 'share'], rows }, plain, 70).split('\n')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(70)
  expect(lines[0]).toMatch(/^name +met +because +share$/)
  expect(lines.find((line) => line.includes('0.123456'))).toContain('because of a reason')
  expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('few words')
  expect(lines.at(-1)).toMatch(/^second +unknown +no +1$/)
})

it('leaves wide tables of numbers as they are', () => {
  const row = Array.from({ length: 30 }, (_, column) => `${column}.25`)
  const text = renderTable({ header: row.map((_cell, column) => `c${column}`), rows: [row] }, plain, 40)
  expect(text.split('\n')).toHaveLength(2)
})

it('never makes prose narrower than it can be read', () => {
  const text = renderTable(
    { header: ['name', 'why', 'number'], rows: [['n', 'some words that are quite a few in number', '1'.repeat(40)]] },
    plain,
    40,
  )
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBe(4 + 2 + 20 + 2 + 40)
})
