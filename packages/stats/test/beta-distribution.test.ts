import { describe, expect, it } from 'vitest'
import {
  betaCdf,
  betaDensity,
  betaLogCdf,
  betaLogDensity,
  betaLogSurvival,
  betaQuantile,
  betaSurvival,
  betaSurvivalQuantile,
} from '../src/index.js'
import { RELATIVE, disagreements, relativeError, type Faces, type Grid } from './oracle-grid.js'
import grid1 from './oracles/beta-distribution-1.json' with { type: 'json' }
import grid2 from './oracles/beta-distribution-2.json' with { type: 'json' }

const grid: Grid = { ...grid1, ...grid2 }
const faces: Faces = [
  betaDensity,
  betaLogDensity,
  betaCdf,
  betaSurvival,
  betaLogCdf,
  betaLogSurvival,
  betaQuantile,
  betaSurvivalQuantile,
]

describe('agreement with mpmath', () => {
  it.each(Object.keys(grid))('%s', (regime) => {
    const { compared, wrong } = disagreements(grid[regime]!, 2, faces)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(80)
  })
})

describe('beta distribution', () => {
  it.each([
    [-1, 0, 1, -Infinity, 0],
    [0, 0, 1, -Infinity, 0],
    [1, 1, 0, 0, -Infinity],
    [Infinity, 1, 0, 0, -Infinity],
  ])('at %d', (x, cdf, survival, logCdf, logSurvival) => {
    expect([betaCdf(x, 2, 3), betaSurvival(x, 2, 3), betaLogCdf(x, 2, 3), betaLogSurvival(x, 2, 3)]).toEqual([
      cdf,
      survival,
      logCdf,
      logSurvival,
    ])
    expect(betaDensity(x, 2, 3)).toBe(0)
    expect(betaLogDensity(x, 2, 3)).toBe(-Infinity)
  })

  it('has the density of its shapes at 0 and 1', () => {
    expect(betaDensity(0, 0.5, 2)).toBe(Infinity)
    expect(betaDensity(1, 2, 0.5)).toBe(Infinity)
    expect(betaDensity(0, 1, 4)).toBeCloseTo(4, 13)
    expect(betaDensity(1, 4, 1)).toBeCloseTo(4, 13)
  })

  it('is a power for b = 1', () => {
    for (const a of [1e-3, 0.7, 3, 1e4]) {
      expect(relativeError(betaCdf(0.9, a, 1), 0.9 ** a)).toBeLessThan(RELATIVE)
      expect(relativeError(betaSurvival(0.9, a, 1), -Math.expm1(a * Math.log(0.9)))).toBeLessThan(RELATIVE)
      expect(relativeError(betaLogCdf(1e-300, a, 1), a * Math.log(1e-300))).toBeLessThan(RELATIVE)
    }
  })

  it('has quantiles at the ends', () => {
    expect([0, 1].map((p) => betaQuantile(p, 2, 3))).toEqual([0, 1])
    expect([0, 1].map((p) => betaSurvivalQuantile(p, 2, 3))).toEqual([1, 0])
  })

  it.each([
    [() => betaCdf(NaN, 3, 1), 'betaCdf: x must be a number, got NaN'],
    [() => betaDensity(0, 0, 1), 'betaDensity: a must be positive and finite, got 0'],
    [() => betaSurvival(0, 1, Infinity), 'betaSurvival: b must be positive and finite, got Infinity'],
    [() => betaQuantile(2, 3, 1), 'betaQuantile: p must be in [0, 1], got 2'],
    [() => betaSurvivalQuantile(0.5, -1, 1), 'betaSurvivalQuantile: a must be positive and finite, got -1'],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
