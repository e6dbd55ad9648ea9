import { describe, expect, it } from 'vitest'
import {
  chiSquaredCdf,
  chiSquaredDensity,
  chiSquaredLogCdf,
  chiSquaredLogDensity,
  chiSquaredLogSurvival,
  chiSquaredQuantile,
  chiSquaredSurvival,
  chiSquaredSurvivalQuantile,
  normalSurvival,
} from '../src/index.js'
import { RELATIVE, disagreements, relativeError, type Faces, type Grid } from './oracle-grid.js'
import grid1 from './oracles/chi-squared-distribution-1.json' with { type: 'json' }

const grid: Grid = { ...grid1 }
const faces: Faces = [
  chiSquaredDensity,
  chiSquaredLogDensity,
  chiSquaredCdf,
  chiSquaredSurvival,
  chiSquaredLogCdf,
  chiSquaredLogSurvival,
  chiSquaredQuantile,
  chiSquaredSurvivalQuantile,
]

describe('agreement with mpmath', () => {
  it.each(Object.keys(grid))('%s', (regime) => {
    const { compared, wrong } = disagreements(grid[regime]!, 1, faces)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(80)
  })
})

describe('chi-squared distribution', () => {
  it.each([
    [-1, 0, 1, -Infinity, 0],
    [0, 0, 1, -Infinity, 0],
    [Infinity, 1, 0, 0, -Infinity],
  ])('at %d', (x, cdf, survival, logCdf, logSurvival) => {
    expect([
      chiSquaredCdf(x, 4),
      chiSquaredSurvival(x, 4),
      chiSquaredLogCdf(x, 4),
      chiSquaredLogSurvival(x, 4),
    ]).toEqual([cdf, survival, logCdf, logSurvival])
    expect(chiSquaredDensity(x, 4)).toBe(0)
  })

  it('has the density of its degrees of freedom at 0', () => {
    expect(chiSquaredDensity(0, 1)).toBe(Infinity)
    expect(chiSquaredDensity(0, 2)).toBeCloseTo(0.5, 15)
    expect(chiSquaredLogDensity(0, 3)).toBe(-Infinity)
  })

  it('is the square of a standard normal for one degree of freedom', () => {
    for (const z of [1e-100, 0.01, 1.3, 7, 30]) {
      expect(relativeError(chiSquaredSurvival(z * z, 1), 2 * normalSurvival(z))).toBeLessThan(4 * RELATIVE)
    }
  })

  it('has quantiles at the ends', () => {
    expect([0, 1].map((p) => chiSquaredQuantile(p, 2))).toEqual([0, Infinity])
    expect([0, 1].map((p) => chiSquaredSurvivalQuantile(p, 2))).toEqual([Infinity, 0])
    expect(relativeError(chiSquaredSurvivalQuantile(1e-300, 2), 600 * Math.LN10)).toBeLessThan(RELATIVE)
  })

  it.each([
    [() => chiSquaredCdf(NaN, 3), 'chiSquaredCdf: x must be a number, got NaN'],
    [() => chiSquaredLogDensity(0, 0), 'chiSquaredLogDensity: df must be positive and finite, got 0'],
    [() => chiSquaredSurvival(0, Infinity), 'chiSquaredSurvival: df must be positive and finite, got Infinity'],
    [() => chiSquaredQuantile(2, 3), 'chiSquaredQuantile: p must be in [0, 1], got 2'],
    [() => chiSquaredSurvivalQuantile(0.5, -1), 'chiSquaredSurvivalQuantile: df must be positive and finite, got -1'],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
