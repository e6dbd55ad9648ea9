import { expect, it } from 'vitest'
import { segmentedLine } from '../src/internal/segmented-line.js'

const x = Float64Array.from({ length: 41 }, (_, k) => k / 4)
const ones = new Float64Array(x.length).fill(1)
const broken = (...at: readonly number[]): Float64Array =>
  x.map((value) => at.reduce((total, place, k) => total + (k % 2 === 0 ? -2 : 3) * Math.max(0, value - place), value))

it.each([[[3.1]], [[2.2, 7.4]], [[1.6, 3.9, 6.3, 8.2]]])('finds the breaks %j of a broken line', (places) => {
  const found = segmentedLine(x, broken(...places), ones, places.length)!
  for (const [k, place] of places.entries()) expect(found[k]).toBeCloseTo(place, 8)
})

it('sees neither order nor points without weight', () => {
  const y = broken(4.3)
  const reversed = segmentedLine(x.toReversed(), y.toReversed(), ones, 1)!
  expect(reversed[0]).toBeCloseTo(4.3, 8)
  const spoiled = y.slice()
  spoiled[5] = 100
  const weights = ones.slice()
  weights[5] = 0
  expect(segmentedLine(x, spoiled, weights, 1)![0]).toBeCloseTo(4.3, 8)
})

it('has no breaks where there are too few points for a line in every segment', () => {
  expect(segmentedLine(x.slice(0, 5), x.slice(0, 5), ones.slice(0, 5), 2)).toBeNull()
})
