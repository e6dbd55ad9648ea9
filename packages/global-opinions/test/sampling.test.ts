import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { drawBinomial, drawShares } from '../src/internal/multinomial.js'
import {
  correctedDivergence,
  jensenShannonDivergence,
  samplingCeiling,
  similarity,
  skillScore,
  surveyStandardError,
} from '../src/index.js'

const draws = 20_000

function simulate(
  truth: readonly number[],
  n: number,
  of: (shares: readonly number[]) => number,
): { mean: number; sd: number } {
  const p = Float64Array.from(truth)
  const out = new Float64Array(p.length)
  const values = Array.from({ length: draws }, (_, k) => {
    drawShares(createRandom(11, k), n, p, 0, p.length, out)
    return of(Array.from(out))
  })
  const mean = values.reduce((sum, value) => sum + value, 0) / draws
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1)) }
}

describe('binomial draws', () => {
  it.each([
    [10, 0.3],
    [100, 0.05],
    [1000, 0.4],
    [1000, 0.9],
    [50, 1],
    [50, 0],
    [0, 0.5],
  ])('n %s, p %s have their mean and variance', (n, p) => {
    const random = createRandom(3)
    const values = Array.from({ length: draws }, () => drawBinomial(random, n, p))
    const mean = values.reduce((sum, value) => sum + value, 0) / draws
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws
    const spread = n * p * (1 - p)
    expect(Math.abs(mean - n * p)).toBeLessThanOrEqual(5 * Math.sqrt(spread / draws))
    expect(Math.abs(variance - spread)).toBeLessThanOrEqual(0.05 * spread)
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= n)).toBe(true)
  })
})

describe('the ceiling', () => {
  it('by exact sum and by simulation agree', () => {
    const truth = [0.2, 0.3, 0.3, 0.2]
    const exact = samplingCeiling(truth, { modelSamples: 20 })
    const simulated = simulate(truth, 20, (shares) => similarity(shares, truth))
    expect(exact.method).toBe('exact')
    expect(Math.abs(exact.ceiling - simulated.mean)).toBeLessThan((5 * simulated.sd) / Math.sqrt(draws))
    expect(Math.abs(exact.deviation - simulated.sd)).toBeLessThan(0.02 * simulated.sd)
    const long = samplingCeiling(truth, { modelSamples: 400 })
    expect(long.method).toBe('simulation')
    expect(long.interval!.lower).toBeLessThan(long.ceiling)
  })

  it('rises with the sample and is lower for two samples', () => {
    const one = [5, 50, 500].map((n) => samplingCeiling([0.5, 0.5], { modelSamples: n }).ceiling)
    expect(one).toEqual(one.toSorted((a, b) => a - b))
    expect(samplingCeiling([0.5, 0.5], { modelSamples: 50, surveySamples: 50 }).ceiling).toBeLessThan(one[1]!)
    expect(samplingCeiling([1, 0, 0], { modelSamples: 3 }).ceiling).toBe(1)
    expect(samplingCeiling([0.5, 0.5], { surveySamples: 50 }).ceiling).toBe(one[1])
    const both = samplingCeiling([0.4, 0.3, 0.3], { modelSamples: 300, surveySamples: 900 })
    expect(both.method).toBe('simulation')
  })

  it('refuses what is no sample size', () => {
    expect(() => samplingCeiling([1], {})).toThrow(RangeError)
    expect(() => samplingCeiling([1], { modelSamples: 0 })).toThrow(RangeError)
  })
})

describe('bias of n samples', () => {
  const [truth, other] = [
    [0.1, 0.2, 0.3, 0.4],
    [0.4, 0.3, 0.2, 0.1],
  ]
  const exact = jensenShannonDivergence(truth, other)
  it.each(['miller-madow', 'jackknife'] as const)('%s takes most of it out', (method) => {
    const n = 40
    const plain = simulate(truth, n, (shares) => jensenShannonDivergence(shares, other))
    const corrected = simulate(truth, n, (shares) => {
      const { plugIn, bias } = correctedDivergence(shares, other, { modelSamples: n, method })
      return plugIn - bias
    })
    expect(Math.abs(corrected.mean - exact)).toBeLessThan(0.15 * Math.abs(plain.mean - exact))
  })

  it('corrects for both samples, cuts at 0, and refuses bad sizes', () => {
    const both = correctedDivergence(truth, other, { modelSamples: 40, surveySamples: 1000 })
    expect(both.bias).toBeGreaterThan(correctedDivergence(truth, other, { modelSamples: 40 }).bias)
    const same = correctedDivergence([0.5, 0.5], [0.5, 0.5], { modelSamples: 10 })
    expect(same).toMatchObject({ cut: true, divergence: 0, similarity: 1 })
    expect(() => correctedDivergence([0.5, 0.5], [0.5, 0.5], { modelSamples: 1 })).toThrow(RangeError)
    expect(() => correctedDivergence([0.55, 0.45], [0.5, 0.5], { modelSamples: 3, method: 'jackknife' })).toThrow(
      RangeError,
    )
  })
})

describe('error of the survey', () => {
  it.each([
    [[0.5, 0.3, 0.2], [0.2, 0.3, 0.5], 400],
    [[0.9, 0.1], [0.6, 0.4], 1000],
    [[0.25, 0.25, 0.5, 0], [0.1, 0.4, 0.4, 0.1], 800],
  ])('%j v. %j at n %s is that of repeated surveys', (model, survey, n) => {
    const { sd } = simulate(survey, n, (shares) => similarity(model, shares))
    expect(Math.abs(surveyStandardError(model, survey, n)! - sd)).toBeLessThan(0.05 * sd)
  })

  it('is unknown at the kink, and needs a sample', () => {
    expect(surveyStandardError([0.5, 0.5], [0.5, 0.5], 100)).toBeNull()
    expect(() => surveyStandardError([1], [1], 0)).toThrow(RangeError)
  })
})

it('skill needs room between floor and ceiling', () => {
  expect(skillScore(0.8, 0.6, 1)).toBeCloseTo(0.5, 12)
  expect(skillScore(0.8, 1, 1)).toBeNull()
  expect(() => skillScore(NaN, 0, 1)).toThrow(RangeError)
})
