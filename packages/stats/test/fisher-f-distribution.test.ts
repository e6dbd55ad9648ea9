import { describe, expect, it } from 'vitest'
import {
  fisherFCdf,
  fisherFDensity,
  fisherFLogCdf,
  fisherFLogDensity,
  fisherFLogSurvival,
  fisherFQuantile,
  fisherFSurvival,
  fisherFSurvivalQuantile,
  studentTSurvival,
} from '../src/index.js'
import { RELATIVE, disagreements, relativeError, type Faces, type Grid } from './oracle-grid.js'
import grid1 from './oracles/fisher-f-distribution-1.json' with { type: 'json' }

const grid: Grid = { ...grid1 }
const faces: Faces = [
  fisherFDensity,
  fisherFLogDensity,
  fisherFCdf,
  fisherFSurvival,
  fisherFLogCdf,
  fisherFLogSurvival,
  fisherFQuantile,
  fisherFSurvivalQuantile,
]

describe('agreement with mpmath', () => {
  it.each(Object.keys(grid))('%s', (regime) => {
    const { compared, wrong } = disagreements(grid[regime]!, 2, faces)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(80)
  })
})

describe("Fisher's F distribution", () => {
  it.each([
    [-1, 0, 1, -Infinity, 0],
    [0, 0, 1, -Infinity, 0],
    [Infinity, 1, 0, 0, -Infinity],
  ])('at %d', (f, cdf, survival, logCdf, logSurvival) => {
    expect([
      fisherFCdf(f, 4, 5),
      fisherFSurvival(f, 4, 5),
      fisherFLogCdf(f, 4, 5),
      fisherFLogSurvival(f, 4, 5),
    ]).toEqual([cdf, survival, logCdf, logSurvival])
    expect(fisherFDensity(f, 4, 5)).toBe(0)
    expect(fisherFLogDensity(f, 4, 5)).toBe(-Infinity)
  })

  it('has the density of its degrees of freedom at 0', () => {
    expect([1, 2, 3].map((df1) => fisherFDensity(0, df1, 5))).toEqual([Infinity, 1, 0])
  })

  it('is the square of t for one numerator degree of freedom', () => {
    for (const t of [1e-3, 0.5, 2, 40, 1e5]) {
      expect(relativeError(fisherFSurvival(t * t, 1, 7), 2 * studentTSurvival(t, 7))).toBeLessThan(2 * RELATIVE)
    }
  })

  it('has quantiles at the ends', () => {
    expect([0, 1].map((p) => fisherFQuantile(p, 2, 3))).toEqual([0, Infinity])
    expect([0, 1].map((p) => fisherFSurvivalQuantile(p, 2, 3))).toEqual([Infinity, 0])
  })

  it.each([
    [() => fisherFCdf(NaN, 3, 1), 'fisherFCdf: f must be a number, got NaN'],
    [() => fisherFDensity(0, 0, 1), 'fisherFDensity: df1 must be positive and finite, got 0'],
    [() => fisherFSurvival(0, 1, Infinity), 'fisherFSurvival: df2 must be positive and finite, got Infinity'],
    [() => fisherFQuantile(2, 3, 1), 'fisherFQuantile: p must be in [0, 1], got 2'],
    [() => fisherFSurvivalQuantile(0.5, -1, 1), 'fisherFSurvivalQuantile: df1 must be positive and finite, got -1'],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
