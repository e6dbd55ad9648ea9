import { expect, it } from 'vitest'
import { separateStarts, type StartCell } from '../src/internal/separate-starts.js'

const cell = (index: readonly number[], rss: number, usable = true): StartCell => ({
  index,
  rss,
  theta: () => (usable ? Float64Array.from(index) : null),
})
const chosen = (cells: readonly StartCell[], most: number): number[][] =>
  separateStarts(cells, most).map((theta) => [...theta])

it('takes the lowest cells and passes over their neighbours', () => {
  const cells = [cell([0, 0], 3), cell([0, 1], 1), cell([1, 2], 2), cell([0, 3], 4), cell([5, 1], 5)]
  expect(chosen(cells, 9)).toEqual([
    [0, 1],
    [0, 3],
    [5, 1],
  ])
  expect(chosen(cells, 2)).toEqual([
    [0, 1],
    [0, 3],
  ])
})

it('takes the neighbour of a cell that is no start', () => {
  expect(chosen([cell([4], 1, false), cell([5], 2)], 3)).toEqual([[5]])
  expect(chosen([], 3)).toEqual([])
})
