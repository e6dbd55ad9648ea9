import { describe, expect, it } from 'vitest'
import {
  normalCdf,
  normalDensity,
  normalLogCdf,
  normalLogDensity,
  normalLogQuantile,
  normalLogSurvival,
  normalQuantile,
  normalSurvival,
  normalSurvivalQuantile,
} from '../src/index.js'
import { RELATIVE, disagreements, relativeError, type Faces, type Grid } from './oracle-grid.js'
import grid1 from './oracles/normal-distribution-1.json' with { type: 'json' }

const grid: Grid = { ...grid1 }
const faces: Faces = [
  normalDensity,
  normalLogDensity,
  normalCdf,
  normalSurvival,
  normalLogCdf,
  normalLogSurvival,
  normalQuantile,
  normalSurvivalQuantile,
]

describe('agreement with mpmath', () => {
  it.each(Object.keys(grid))('%s', (regime) => {
    const { compared, wrong } = disagreements(grid[regime]!, 0, faces)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(80)
  })
})

describe('normal distribution', () => {
  it.each([
    [-Infinity, 0, 1, -Infinity, 0],
    [Infinity, 1, 0, 0, -Infinity],
    [0, 0.5, 0.5, Math.log(0.5), Math.log(0.5)],
    [-40.5, 0, 1, -824.745849244038, 0],
  ])('at %d', (x, cdf, survival, logCdf, logSurvival) => {
    expect(normalCdf(x)).toBe(cdf)
    expect(normalSurvival(x)).toBe(survival)
    expect(relativeError(normalLogCdf(x), logCdf)).toBeLessThan(1e-9)
    expect(relativeError(normalLogSurvival(x), logSurvival)).toBeLessThan(1e-9)
  })

  it('has quantiles at the ends', () => {
    expect([0, 1].map((p) => normalQuantile(p))).toEqual([-Infinity, Infinity])
    expect([0, 1].map((p) => normalSurvivalQuantile(p))).toEqual([Infinity, -Infinity])
    expect(normalQuantile(0.5)).toBe(0)
  })

  it('scales by mean and standard deviation', () => {
    expect(normalCdf(13, 10, 2)).toBe(normalCdf(1.5))
    expect(normalDensity(13, 10, 2)).toBe(normalDensity(1.5) / 2)
    expect(normalQuantile(0.2, 10, 2)).toBe(10 + 2 * normalQuantile(0.2))
    expect(normalSurvivalQuantile(0.2, 10, 2)).toBe(10 - 2 * normalQuantile(0.2))
    expect(normalLogDensity(13, 10, 2)).toBeCloseTo(Math.log(normalDensity(13, 10, 2)), 14)
  })

  it.each([-1e-300, -1e-10, -0.1, -0.5, -1, -2.5, -2.7, -30, -700, -5e3, -1e10, -1e100])(
    'inverts log cdf %d',
    (logP) => {
      const x = normalLogQuantile(logP)
      expect(relativeError(normalLogCdf(x), logP)).toBeLessThan(RELATIVE)
    },
  )

  it('inverts log probabilities at the ends', () => {
    expect(normalLogQuantile(0)).toBe(Infinity)
    expect(normalLogQuantile(-Infinity)).toBe(-Infinity)
    expect(normalLogQuantile(-Number.MAX_VALUE)).toBe(-Math.SQRT2 * Math.sqrt(Number.MAX_VALUE))
    expect(normalLogQuantile(Math.log(0.3), 10, 2)).toBeCloseTo(normalQuantile(0.3, 10, 2), 12)
  })

  it.each([
    [() => normalCdf(NaN), 'normalCdf: x must be a number, got NaN'],
    [() => normalSurvival(0, NaN), 'normalSurvival: mean must be finite, got NaN'],
    [() => normalLogCdf(0, Infinity), 'normalLogCdf: mean must be finite, got Infinity'],
    [() => normalDensity(0, 0, 0), 'normalDensity: sd must be positive and finite, got 0'],
    [() => normalQuantile(-0.1), 'normalQuantile: p must be in [0, 1], got -0.1'],
    [() => normalQuantile(NaN), 'normalQuantile: p must be in [0, 1], got NaN'],
    [() => normalSurvivalQuantile(1.1), 'normalSurvivalQuantile: p must be in [0, 1], got 1.1'],
    [() => normalLogQuantile(0.1), 'normalLogQuantile: logP must be <= 0, got 0.1'],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
