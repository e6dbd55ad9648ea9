import { expect, it } from 'vitest'
import { nonnegativeLine, weightedLine } from '../src/internal/weighted-line.js'

const x = Float64Array.of(1, 2, 3, 4)
const ones = new Float64Array(4).fill(1)

it('is the line of least squares', () => {
  // numpy.polyfit([1, 2, 3, 4], [1, 3, 2, 5], 1): slope 1.1, intercept 0, squares 2.7.
  const line = weightedLine(x, Float64Array.of(1, 3, 2, 5), ones)
  expect(line.slope).toBeCloseTo(1.1, 12)
  expect(line.intercept).toBeCloseTo(0, 12)
  expect(line.rss).toBeCloseTo(2.7, 12)
})

it('takes a weight of two for a point twice, and of zero for none', () => {
  const twice = weightedLine(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 3, 3, 5), ones)
  const weighted = weightedLine(x, Float64Array.of(1, 3, 99, 5), Float64Array.of(1, 2, 0, 1))
  expect(weighted.slope).toBeCloseTo(twice.slope, 12)
  expect(weighted.rss).toBeCloseTo(twice.rss, 12)
})

it('goes through the origin where the intercept would be negative, and is level where the slope would', () => {
  const steep = nonnegativeLine(x, Float64Array.of(0, 2, 4, 6), ones)
  expect(steep.intercept).toBe(0)
  // Sum of x y over sum of x x: 40 / 30.
  expect(steep.slope).toBeCloseTo(4 / 3, 12)
  const falling = nonnegativeLine(x, Float64Array.of(8, 6, 4, 2), ones)
  expect(falling).toEqual({ intercept: 5, slope: 0, rss: 20 })
  const free = nonnegativeLine(x, Float64Array.of(2, 3, 4, 5), ones)
  expect([free.intercept, free.slope]).toEqual([1, 1])
})
