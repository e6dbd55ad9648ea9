import { DataError, parseCsv } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { parseRuns, runSchema } from '../src/index.js'

it.each([
  [
    { params: 1e9, tokens: 2e10, loss: 2.5 },
    { params: 1e9, tokens: 2e10, loss: 2.5 },
  ],
  [
    { params: '1e9', compute: '1.2e20', loss: '2.5' },
    { params: 1e9, tokens: 2e10, loss: 2.5, compute: 1.2e20 },
  ],
  [
    { tokens: 2e10, compute: 1.2e20, loss: 2.5 },
    { params: 1e9, tokens: 2e10, loss: 2.5, compute: 1.2e20 },
  ],
  [
    { params: 1e9, tokens: 2e10, compute: 1.5e20, loss: 2.5, extra: 'kept out' },
    { params: 1e9, tokens: 2e10, loss: 2.5, compute: 1.5e20 },
  ],
  [
    { params: '1e9', tokens: '2e10', compute: '', loss: 2.5 },
    { params: 1e9, tokens: 2e10, loss: 2.5 },
  ],
])('reads %j', (row, run) => {
  expect(parseRuns([row])).toEqual([run])
})

it.each([
  [{ params: 1e9, loss: 2.5 }, 'two of params, tokens and compute'],
  [{ params: 1e9, tokens: 2e10 }, 'loss'],
  [{ params: 0, tokens: 2e10, loss: 2.5 }, 'params'],
  [{ params: 1e9, tokens: -1, loss: 2.5 }, 'tokens'],
  [{ params: 1e9, tokens: 2e10, loss: Number.NaN }, 'loss'],
  [{ params: 1e9, tokens: Infinity, loss: 2.5 }, 'tokens'],
  [{ params: '12abc', tokens: 2e10, loss: 2.5 }, 'params'],
  ['not a row', 'object'],
])('refuses %j', (row, word) => {
  expect(() => parseRuns([row])).toThrow(word)
})

it('reports every bad row at once', () => {
  const rows = [{ params: 1e9, tokens: 1, loss: 0 }, { params: 1e9, tokens: 2e10, loss: 2.5 }, { loss: 2 }]
  let error: unknown
  try {
    parseRuns(rows)
  } catch (caught) {
    error = caught
  }
  expect(error).toBeInstanceOf(DataError)
  expect((error as DataError).issues.map((issue) => issue.path[0])).toEqual([1, 3])
})

it('reads a CSV file whose columns are named otherwise', () => {
  const text = 'Model Size,Training FLOP,loss\n1e9,6e18,3.1\n'
  const columns = { params: 'Model Size', compute: 'Training FLOP', loss: 'loss' }
  expect(parseCsv(text, { schema: runSchema, columns })).toEqual([
    { params: 1e9, tokens: 1e9, loss: 3.1, compute: 6e18 },
  ])
})
