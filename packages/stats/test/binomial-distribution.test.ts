import { describe, expect, it } from 'vitest'
import {
  binomialCdf,
  binomialDensity,
  binomialLogCdf,
  binomialLogDensity,
  binomialLogSurvival,
  binomialQuantile,
  binomialSurvival,
  binomialSurvivalQuantile,
} from '../src/index.js'
import { disagreements, type Faces, type Grid } from './oracle-grid.js'
import grid1 from './oracles/binomial-distribution-1.json' with { type: 'json' }

const grid: Grid = { ...grid1 }
const faces: Faces = [
  binomialDensity,
  binomialLogDensity,
  binomialCdf,
  binomialSurvival,
  binomialLogCdf,
  binomialLogSurvival,
]

describe('agreement with mpmath', () => {
  it.each(Object.keys(grid))('%s', (regime) => {
    const { compared, wrong } = disagreements(grid[regime]!, 2, faces)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(80)
  })
})

describe('binomial distribution', () => {
  it.each([
    [-1, 0, 1, -Infinity, 0],
    [-0.5, 0, 1, -Infinity, 0],
    [10, 1, 0, 0, -Infinity],
    [11, 1, 0, 0, -Infinity],
    [Infinity, 1, 0, 0, -Infinity],
    [-Infinity, 0, 1, -Infinity, 0],
  ])('at %d of 10', (k, cdf, survival, logCdf, logSurvival) => {
    expect([
      binomialCdf(k, 10, 0.3),
      binomialSurvival(k, 10, 0.3),
      binomialLogCdf(k, 10, 0.3),
      binomialLogSurvival(k, 10, 0.3),
    ]).toEqual([cdf, survival, logCdf, logSurvival])
  })

  it('steps at whole numbers', () => {
    expect(binomialCdf(3.7, 10, 0.3)).toBe(binomialCdf(3, 10, 0.3))
    expect(binomialDensity(3.7, 10, 0.3)).toBe(0)
    expect(binomialLogDensity(11, 10, 0.3)).toBe(-Infinity)
  })

  it.each([
    [0, [1, 0, 0]],
    [1, [0, 0, 1]],
  ])('is certain for probability %d', (probability, mass) => {
    expect([0, 1, 2].map((k) => binomialDensity(k, 2, probability))).toEqual(mass)
    expect([0, 1, 2].map((k) => binomialCdf(k, 2, probability))).toEqual(probability === 0 ? [1, 1, 1] : [0, 0, 1])
    expect([0, 0.5, 1].map((p) => binomialQuantile(p, 2, probability))).toEqual(
      probability === 0 ? [0, 0, 0] : [2, 2, 2],
    )
    expect(binomialSurvivalQuantile(0, 2, probability)).toBe(probability * 2)
  })

  it('allows no trials at all', () => {
    expect(binomialDensity(0, 0, 0.3)).toBe(1)
    expect(binomialCdf(0, 0, 0.3)).toBe(1)
    expect(binomialQuantile(0.4, 0, 0.3)).toBe(0)
  })

  it.each([
    [1, 0.5],
    [7, 0.31],
    [50, 0.5],
    [200, 1e-3],
    [3000, 0.7],
  ])('quantiles of %d trials at %d undo the distribution function', (n, p) => {
    for (let k = 0; k <= n; k += Math.ceil(n / 37)) {
      const cdf = binomialCdf(k, n, p)
      const survival = binomialSurvival(k, n, p)
      // Where the mass at k is within the rounding of the tail, the tail no longer says which k it came from.
      const mass = binomialDensity(k, n, p)
      if (cdf > 0 && cdf < 1 && mass > 1e-12 * cdf) expect(binomialQuantile(cdf, n, p)).toBe(k)
      if (survival > 0 && survival < 1 && mass > 1e-12 * survival)
        expect(binomialSurvivalQuantile(survival, n, p)).toBe(k)
    }
  })

  it('takes exact probabilities as reached', () => {
    expect(binomialQuantile(0.5, 1, 0.5)).toBe(0)
    expect(binomialQuantile(0.5000001, 1, 0.5)).toBe(1)
    expect(binomialQuantile(0.6875, 4, 0.5)).toBe(2)
    expect(binomialQuantile(0, 4, 0.5)).toBe(0)
    expect(binomialQuantile(1, 4, 0.5)).toBe(4)
  })

  it.each([
    [() => binomialCdf(NaN, 3, 0.5), 'binomialCdf: k must be a number, got NaN'],
    [() => binomialDensity(0, 1.5, 0.5), 'binomialDensity: trials must be a whole number >= 0, got 1.5'],
    [() => binomialSurvival(0, -1, 0.5), 'binomialSurvival: trials must be a whole number >= 0, got -1'],
    [() => binomialLogCdf(0, 3, 1.01), 'binomialLogCdf: probability must be in [0, 1], got 1.01'],
    [() => binomialQuantile(NaN, 3, 0.5), 'binomialQuantile: p must be in [0, 1], got NaN'],
    [
      () => binomialSurvivalQuantile(0.5, Infinity, 0.5),
      'binomialSurvivalQuantile: trials must be a whole number >= 0, got Infinity',
    ],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
