import { expect, it } from 'vitest'
import { absoluteCell } from '../src/internal/absolute-cell.js'

const x = Float64Array.of(-1.5, -0.5, 0, 0.5, 1.5)
const ones = new Float64Array(5).fill(1)
const law = (B: number, E: number, c: number): Float64Array => x.map((value) => E + B * Math.exp(-c * value))

it('finds a law that meets all points but one, which counts by its weight', () => {
  const level = law(0.6, 0.4, 0.3)
  level[2]! *= 1.5
  const weights = Float64Array.of(1, 1, 0.5, 1, 1)
  const { B, E, rss } = absoluteCell(x, level, weights, 0.3)
  expect([B, E]).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.4, 12)])
  expect(rss).toBeCloseTo(0.5 * Math.log(1.5), 12)
})

it('has no offset where one would be negative, and meets no point of weight zero', () => {
  const level = law(1, -0.1, 0.2)
  const { E } = absoluteCell(x, level, ones, 0.2)
  expect(E).toBeGreaterThanOrEqual(0)
  const left = law(0.6, 0.4, 0.3)
  left[0] = 9
  expect(absoluteCell(x, left, Float64Array.of(0, 1, 1, 1, 1), 0.3).rss).toBeCloseTo(0, 12)
})

it('meets the middle one of points that only a power without offset falls through', () => {
  // By exp(-x): the multiples that would meet each point are 3, 1, 2; the middle one leaves log(3 / 2) + log(2).
  const places = Float64Array.of(0, 1, 2)
  const level = Float64Array.of(3, Math.exp(-1), 2 * Math.exp(-2))
  const { B, E, rss } = absoluteCell(places, level, new Float64Array(3).fill(1), 1)
  expect(E).toBe(0)
  expect(B).toBeCloseTo(2, 12)
  expect(rss).toBeCloseTo(Math.log(1.5) + Math.log(2), 12)
})
