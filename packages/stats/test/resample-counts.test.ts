import { expect, it } from 'vitest'
import { createRandom, resampleCounts } from '../src/index.js'

it('counts the same draws as one by one', () => {
  const counts = resampleCounts(createRandom(3, 9), 500, new Float64Array(40))
  const random = createRandom(3, 9)
  const expected = new Float64Array(40)
  for (let draw = 0; draw < 500; draw += 1) {
    const index = random.integer(40)
    expected[index] = expected[index]! + 1
  }
  expect(counts).toEqual(expected)
})

it('overwrites what was there, and returns the same array', () => {
  const counts = new Float64Array(7).fill(99)
  expect(resampleCounts(createRandom(1), 7, counts)).toBe(counts)
  expect(counts.reduce((total, count) => total + count, 0)).toBe(7)
  expect(resampleCounts(createRandom(1), 0, counts)).toEqual(new Float64Array(7))
})

it('rejects the draws beyond the last whole cell, as integer does', () => {
  const words = [2 ** 32 - 1, 0, 2 ** 32 - 1, 2 ** 31]
  const random = { ...createRandom(1), uint32: () => words.shift()! }
  // 2^32 = 3 x 1431655765 + 1: the largest word belongs to none of the three cells.
  expect(resampleCounts(random, 2, new Float64Array(3))).toEqual(Float64Array.of(1, 1, 0))
})

it('is multinomial: mean and variance of one count', () => {
  const n = 20
  const replicates = 20_000
  const counts = new Float64Array(n)
  let total = 0
  let squares = 0
  for (let k = 0; k < replicates; k += 1) {
    resampleCounts(createRandom(5, k), n, counts)
    total += counts[3]!
    squares += (counts[3]! - 1) ** 2
  }
  // Variance of Binomial(20, 1/20) is 0.95, its fourth central moment 3.4.
  expect(Math.abs(total / replicates - 1)).toBeLessThan(4 * Math.sqrt(0.95 / replicates))
  expect(Math.abs(squares / replicates - 0.95)).toBeLessThan(4 * Math.sqrt((3.4 - 0.95 ** 2) / replicates))
})

it.each([-1, 1.5, NaN])('refuses %d draws', (draws) => {
  expect(() => resampleCounts(createRandom(1), draws, new Float64Array(2))).toThrow(
    `resampleCounts: draws must be an integer >= 0, got ${draws}`,
  )
})

it('refuses no cases', () => {
  expect(() => resampleCounts(createRandom(1), 1, new Float64Array(0))).toThrow(
    'resampleCounts: counts must not be empty',
  )
})
