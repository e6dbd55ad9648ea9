import { describe, expect, it } from 'vitest'
import {
  normalCdf,
  normalDensity,
  normalLogDensity,
  normalQuantile,
  studentTCdf,
  studentTDensity,
  studentTLogCdf,
  studentTLogDensity,
  studentTLogSurvival,
  studentTQuantile,
  studentTSurvival,
  studentTSurvivalQuantile,
} from '../src/index.js'
import { RELATIVE, disagreements, relativeError, type Faces, type Grid } from './oracle-grid.js'
import grid1 from './oracles/student-t-distribution-1.json' with { type: 'json' }

const grid: Grid = { ...grid1 }
const faces: Faces = [
  studentTDensity,
  studentTLogDensity,
  studentTCdf,
  studentTSurvival,
  studentTLogCdf,
  studentTLogSurvival,
  studentTQuantile,
  studentTSurvivalQuantile,
]

describe('agreement with mpmath', () => {
  it.each(Object.keys(grid))('%s', (regime) => {
    const { compared, wrong } = disagreements(grid[regime]!, 1, faces)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(80)
  })
})

describe("Student's t distribution", () => {
  it.each(faces.slice(2, 6).map((face, i) => [i, face] as const))(
    'face %i is the mirror image of its other tail',
    (i, face) => {
      const mirrored = faces[2 + (i ^ 1)]!
      for (const t of [0, 0.3, 1.7, 12, 1e9, 1e120, 1e250, Infinity]) {
        expect(face(-t, 3.5)).toBe(mirrored(t, 3.5))
      }
    },
  )

  it.each([
    [-Infinity, 0, 1, -Infinity, 0],
    [Infinity, 1, 0, 0, -Infinity],
    [0, 0.5, 0.5, -Math.LN2, -Math.LN2],
  ])('at %d', (t, cdf, survival, logCdf, logSurvival) => {
    expect([studentTCdf(t, 5), studentTSurvival(t, 5)]).toEqual([cdf, survival])
    expect(studentTLogCdf(t, 5)).toBeCloseTo(logCdf, 15)
    expect(studentTLogSurvival(t, 5)).toBeCloseTo(logSurvival, 15)
    expect(studentTDensity(t, 5)).toBe(t === 0 ? studentTDensity(-0, 5) : 0)
  })

  it('is the Cauchy distribution for df = 1', () => {
    for (const t of [1e-9, 0.2, 1, 30, 1e160, 1e300]) {
      expect(relativeError(studentTSurvival(t, 1), Math.atan2(1, t) / Math.PI)).toBeLessThan(RELATIVE)
      expect(relativeError(studentTDensity(t, 1), 1 / (Math.PI * t) / (t + 1 / t))).toBeLessThan(RELATIVE)
    }
    expect(relativeError(studentTSurvivalQuantile(1e-300, 1), 1e300 / Math.PI)).toBeLessThan(RELATIVE)
  })

  it('is the normal distribution for infinitely many degrees of freedom', () => {
    for (const t of [-30, -1, 0, 2.5]) {
      expect(studentTCdf(t, Infinity)).toBe(normalCdf(t))
      expect(studentTDensity(t, Infinity)).toBe(normalDensity(t))
      expect(studentTLogDensity(t, Infinity)).toBe(normalLogDensity(t))
    }
    expect(studentTQuantile(0.975, Infinity)).toBe(normalQuantile(0.975))
    expect(studentTQuantile(1e-300, 1e22)).toBeCloseTo(normalQuantile(1e-300), 13)
  })

  it('has quantiles at the ends', () => {
    expect([0, 0.5, 1].map((p) => studentTQuantile(p, 4))).toEqual([-Infinity, -0, Infinity])
    expect([0, 0.5, 1].map((p) => studentTSurvivalQuantile(p, 4))).toEqual([Infinity, 0, -Infinity])
  })

  it('keeps its density in the log where it underflows', () => {
    expect(studentTDensity(1e200, 30)).toBe(0)
    // -(df + 1) log t + (df / 2) log df - log B(df / 2, 1 / 2) from exact logarithms.
    expect(relativeError(studentTLogDensity(1e200, 30), -14224.236287472699)).toBeLessThan(1e-12)
    expect(studentTLogDensity(-Infinity, 30)).toBe(-Infinity)
    expect(studentTLogDensity(1e101, 1e200)).toBeCloseTo(normalLogDensity(1e101), 0)
  })

  it.each([
    [() => studentTCdf(NaN, 3), 'studentTCdf: t must be a number, got NaN'],
    [() => studentTDensity(0, 0), 'studentTDensity: df must be positive, got 0'],
    [() => studentTSurvival(0, NaN), 'studentTSurvival: df must be positive, got NaN'],
    [() => studentTQuantile(2, 3), 'studentTQuantile: p must be in [0, 1], got 2'],
    [() => studentTQuantile(0.5, -1), 'studentTQuantile: df must be positive, got -1'],
    [() => studentTSurvivalQuantile(NaN, 3), 'studentTSurvivalQuantile: p must be in [0, 1], got NaN'],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
