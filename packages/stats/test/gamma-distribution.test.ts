import { describe, expect, it } from 'vitest'
import {
  gammaCdf,
  gammaDensity,
  gammaLogCdf,
  gammaLogDensity,
  gammaLogSurvival,
  gammaQuantile,
  gammaSurvival,
  gammaSurvivalQuantile,
} from '../src/index.js'
import { RELATIVE, disagreements, relativeError, type Faces, type Grid } from './oracle-grid.js'
import grid1 from './oracles/gamma-distribution-1.json' with { type: 'json' }
import grid2 from './oracles/gamma-distribution-2.json' with { type: 'json' }

const grid: Grid = { ...grid1, ...grid2 }
const faces: Faces = [
  gammaDensity,
  gammaLogDensity,
  gammaCdf,
  gammaSurvival,
  gammaLogCdf,
  gammaLogSurvival,
  gammaQuantile,
  gammaSurvivalQuantile,
]

describe('agreement with mpmath', () => {
  it.each(Object.keys(grid))('%s', (regime) => {
    const { compared, wrong } = disagreements(grid[regime]!, 1, faces)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(80)
  })
})

describe('gamma distribution', () => {
  it.each([
    [-1, 0, 1, -Infinity, 0],
    [0, 0, 1, -Infinity, 0],
    [Infinity, 1, 0, 0, -Infinity],
  ])('at %d', (x, cdf, survival, logCdf, logSurvival) => {
    expect([gammaCdf(x, 2), gammaSurvival(x, 2), gammaLogCdf(x, 2), gammaLogSurvival(x, 2)]).toEqual([
      cdf,
      survival,
      logCdf,
      logSurvival,
    ])
    expect(gammaDensity(x, 2)).toBe(0)
    expect(gammaLogDensity(x, 2)).toBe(-Infinity)
  })

  it('has the density of its shape at 0', () => {
    expect([0.5, 2].map((shape) => gammaDensity(0, shape, 3))).toEqual([Infinity, 0])
    expect(gammaDensity(0, 1, 3)).toBeCloseTo(3, 14)
    expect(gammaLogDensity(0, 1, 3)).toBe(Math.log(3))
  })

  it('is exponential for shape 1', () => {
    for (const x of [1e-300, 1e-5, 0.7, 40, 650]) {
      expect(relativeError(gammaSurvival(x, 1), Math.exp(-x))).toBeLessThan(RELATIVE)
      expect(relativeError(gammaCdf(x, 1), -Math.expm1(-x))).toBeLessThan(RELATIVE)
      expect(relativeError(gammaLogSurvival(x, 1), -x)).toBeLessThan(RELATIVE)
    }
    expect(relativeError(gammaLogSurvival(1e8, 1), -1e8)).toBeLessThan(RELATIVE)
  })

  it('scales by the rate', () => {
    expect(gammaCdf(3, 2.5, 4)).toBe(gammaCdf(12, 2.5))
    expect(gammaDensity(3, 2.5, 4)).toBe(4 * gammaDensity(12, 2.5))
    expect(gammaQuantile(0.3, 2.5, 4)).toBe(gammaQuantile(0.3, 2.5) / 4)
    expect(gammaLogDensity(3, 2.5, 4)).toBeCloseTo(Math.log(gammaDensity(3, 2.5, 4)), 13)
  })

  it('has quantiles at the ends, and 0 where the quantile underflows', () => {
    expect([0, 1].map((p) => gammaQuantile(p, 2))).toEqual([0, Infinity])
    expect([0, 1].map((p) => gammaSurvivalQuantile(p, 2))).toEqual([Infinity, 0])
    expect(gammaQuantile(0.1, 1e-3)).toBe(0)
  })

  it.each([
    [() => gammaCdf(NaN, 3), 'gammaCdf: x must be a number, got NaN'],
    [() => gammaDensity(0, 0), 'gammaDensity: shape must be positive and finite, got 0'],
    [() => gammaSurvival(0, 1, Infinity), 'gammaSurvival: rate must be positive and finite, got Infinity'],
    [() => gammaQuantile(2, 3), 'gammaQuantile: p must be in [0, 1], got 2'],
    [() => gammaQuantile(0.5, -1), 'gammaQuantile: shape must be positive and finite, got -1'],
    [() => gammaSurvivalQuantile(0.5, 1, NaN), 'gammaSurvivalQuantile: rate must be positive and finite, got NaN'],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
