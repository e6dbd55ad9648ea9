import { describe, expect, it } from 'vitest'
import { bootstrap, createRandom, pairedBootstrap, weightedMean } from '../src/index.js'

/** Two models on the same 60 items: difficulty is shared, the second is better by 0.3. */
const random = createRandom(12)
const difficulty = Array.from({ length: 60 }, () => 3 * random.normal())
const first = difficulty.map((value) => value + 0.3 + 0.5 * random.normal())
const second = difficulty.map((value) => value + 0.5 * random.normal())

it('is the bootstrap of the differences', () => {
  const differences = first.map((value, i) => value - second[i]!)
  const paired = pairedBootstrap(first, second, { seed: 5, method: 'bca' })
  const direct = bootstrap(60, (w) => weightedMean(differences, w), { seed: 5, method: 'bca' })
  expect(paired).toEqual(direct)
})

it('cancels what the samples share', () => {
  const paired = pairedBootstrap(first, second, { seed: 5 })
  const alone = bootstrap(60, (w) => weightedMean(first, w), { seed: 5 })
  expect(paired.interval!.lower).toBeLessThan(0.3)
  expect(paired.interval!.upper).toBeGreaterThan(0.3)
  expect(alone.standardError! / paired.standardError!).toBeGreaterThan(3)
})

it('takes any statistic, and says the same of the default given by hand', () => {
  const byHand = pairedBootstrap(first, second, { seed: 5, statistic: weightedMean })
  const byDefault = pairedBootstrap(first, second, { seed: 5 })
  expect(byHand.estimate).toBeCloseTo(byDefault.estimate!, 12)
  expect(byHand.interval!.lower).toBeCloseTo(byDefault.interval!.lower, 12)
  expect(byHand.interval!.upper).toBeCloseTo(byDefault.interval!.upper, 12)
})

it('changes sign with the order', () => {
  const there = pairedBootstrap(first, second, { seed: 5 })
  const back = pairedBootstrap(second, first, { seed: 5 })
  expect(back.estimate).toBe(-there.estimate!)
  expect(back.interval!.lower).toBeCloseTo(-there.interval!.upper, 12)
})

it('resamples clusters', () => {
  const clusters = first.map((_, i) => Math.floor(i / 4))
  expect(pairedBootstrap(first, second, { seed: 5, clusters }).clusters).toBe(15)
})

it('shows no uncertainty of 0 where all differences are equal', () => {
  const shifted = first.map((value) => value + 1)
  const rounded = pairedBootstrap(
    shifted.map((value) => Math.round(value * 8) / 8),
    shifted.map((value) => Math.round(value * 8) / 8 - 0.25),
    { seed: 1 },
  )
  expect(rounded).toMatchObject({ estimate: 0.25, interval: null, standardError: null })
})

describe('refuses', () => {
  it.each([
    [[], [], 'first must not be empty'],
    [[1], [NaN], 'second must be finite, got NaN at index 0'],
    [[1, 2], [1], 'got 2 values in first and 1 in second'],
  ])('%j and %j', (a, b, message) => {
    expect(() => pairedBootstrap(a, b, { seed: 1 })).toThrow(new RangeError(`pairedBootstrap: ${message}`))
  })
})
