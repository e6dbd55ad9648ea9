import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  combineDoublingTimes,
  hoAlgorithmicProgress,
  progressDoublingTimes,
  type ProgressExponents,
} from '../src/index.js'

describe('progressDoublingTimes', () => {
  const exponents: ProgressExponents = { params: 0.08, paramsYear: 0.02, data: 0.04, dataYear: 0.03 }

  /** Lowest log perplexity of model 7 at compute c = 6 N D in a year, by golden section over log N. */
  const best = (c: number, year: number): number => {
    const loss = (logN: number): number => {
      const logD = Math.log(c / 6) - logN
      const { params, paramsYear, data, dataYear } = exponents
      return Math.exp(1 - paramsYear * year - params * logN) + Math.exp(1.5 - dataYear * year - data * logD)
    }
    let [low, high] = [0, Math.log(c / 6)]
    for (let i = 0; i < 100; i += 1) {
      const [a, b] = [low + 0.381966 * (high - low), low + 0.618034 * (high - low)]
      if (loss(a) < loss(b)) high = b
      else low = a
    }
    return loss((low + high) / 2)
  }

  it.each([1e20, 1e25])('is the time after which %s FLOP do what twice as much did', (c) => {
    const years = progressDoublingTimes(exponents).computeMonths! / 12
    // The optimum is flat, so golden section knows the loss to full precision.
    expect(Math.abs(best(c, years) / best(2 * c, 0) - 1)).toBeLessThan(1e-12)
  })

  it('combines as T_C = (1 / T_N + 1 / T_D)^-1', () => {
    const positive = fc.double({ min: 1e-3, max: 2, noNaN: true })
    fc.assert(
      fc.property(positive, positive, positive, positive, (params, paramsYear, data, dataYear) => {
        const times = progressDoublingTimes({ params, paramsYear, data, dataYear })
        expect(combineDoublingTimes(times.paramsMonths, times.dataMonths)! / times.computeMonths!).toBeCloseTo(1, 12)
        expect(times.computeMonths).toBeLessThan(Math.min(times.paramsMonths!, times.dataMonths!))
        expect(12 / times.computeDoublingsPerYear / times.computeMonths!).toBeCloseTo(1, 12)
      }),
    )
  })

  it('has no doubling time without progress, and lets regress count against it', () => {
    expect(progressDoublingTimes({ ...exponents, paramsYear: 0, dataYear: -0.01 })).toMatchObject({
      paramsMonths: null,
      dataMonths: null,
      computeMonths: null,
    })
    const mixed = progressDoublingTimes({ ...exponents, paramsYear: -0.01 })
    expect(mixed.paramsMonths).toBeNull()
    expect(mixed.computeMonths).toBeGreaterThan(mixed.dataMonths!)
  })

  it.each([
    [{ params: 0 }, 'params must be > 0'],
    [{ data: -1 }, 'data must be > 0'],
    [{ paramsYear: NaN }, 'paramsYear must be finite'],
    [{ dataYear: Infinity }, 'dataYear must be finite'],
  ])('refuses %o', (change, message) => {
    expect(() => progressDoublingTimes({ ...exponents, ...change })).toThrow(message)
  })
})

it('combines doubling times, one of which may be missing', () => {
  expect(combineDoublingTimes(9, null)).toBe(9)
  expect(() => combineDoublingTimes(0, 1)).toThrow('params must be > 0')
  expect(() => combineDoublingTimes(1, NaN)).toThrow('data must be > 0')
})

it('keeps the published number with its interval and source', () => {
  const { estimate, interval } = hoAlgorithmicProgress.doublingMonths
  expect(interval!.lower < estimate! && estimate! < interval!.upper).toBe(true)
  expect(hoAlgorithmicProgress.source).toContain('2403.05812')
})
