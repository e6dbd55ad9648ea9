import { expect, it } from 'vitest'
import { lowestMinima } from '../src/internal/lowest-minima.js'

const row = (...values: readonly number[]) => values.map((rss) => ({ rss }))
const found = (rows: readonly (readonly { readonly rss: number }[])[], most = 9): number[] =>
  lowestMinima(rows, most).map(({ rss }) => rss)

it('finds the minima of a row, its ends among them, lowest first', () => {
  expect(found([row(3, 5, 2, 4, 1)])).toEqual([1, 2, 3])
  expect(found([row(3, 5, 2, 4, 1)], 2)).toEqual([1, 2])
})

it('asks all eight neighbours of a grid', () => {
  expect(found([row(9, 9, 9), row(9, 5, 9), row(9, 9, 4)])).toEqual([4])
  expect(found([row(1, 7, 9), row(8, 9, 7), row(9, 8, 4)])).toEqual([1, 4])
})

it('takes cells without a value for none', () => {
  expect(found([row(Infinity, Infinity)])).toEqual([])
  expect(found([])).toEqual([])
})
