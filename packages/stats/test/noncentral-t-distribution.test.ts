import { describe, expect, it } from 'vitest'
import {
  noncentralTCdf,
  noncentralTSurvival,
  normalCdf,
  normalSurvival,
  studentTCdf,
  studentTSurvival,
} from '../src/index.js'
import { RELATIVE, relativeError } from './oracle-grid.js'
import rOracle from './oracles/noncentral-t-distribution-r.json' with { type: 'json' }
import rows from './oracles/noncentral-t-distribution.json' with { type: 'json' }

/** R prints 12 digits and its algorithm is good to about 1e-12. */
const rError = 1e-11

describe('noncentral t distribution', () => {
  it('agrees with mpmath in both tails, to their last digits', () => {
    expect(rows.length).toBeGreaterThan(300)
    const wrong = rows.filter(([t, df, shift, cdf, survival]) => {
      const off = (got: number, want: number | null | undefined): boolean =>
        want == null ? got > 1e-299 : relativeError(got, want) > RELATIVE
      return off(noncentralTCdf(t!, df!, shift!), cdf) || off(noncentralTSurvival(t!, df!, shift!), survival)
    })
    expect(wrong).toEqual([])
  })

  it('agrees with R', () => {
    for (const { t, df, ncp, p } of rOracle) expect(Math.abs(noncentralTCdf(t, df, ncp) - p)).toBeLessThan(rError)
  })

  it('has complementary tails that mirror each other', () => {
    for (const [t, df, shift] of [
      [2, 3, 1],
      [-0.7, 40, 2.5],
      [5, 0.4, -1],
      [30, 1e6, 31],
    ] as const) {
      expect(noncentralTCdf(t, df, shift) + noncentralTSurvival(t, df, shift)).toBeCloseTo(1, 13)
      expect(noncentralTCdf(-t, df, -shift)).toBe(noncentralTSurvival(t, df, shift))
    }
  })

  it("is Student's t without noncentrality, and joins it", () => {
    for (const t of [-3, 0, 1.2, 8]) {
      expect(noncentralTCdf(t, 7, 0)).toBe(studentTCdf(t, 7))
      expect(noncentralTSurvival(t, 7, 0)).toBe(studentTSurvival(t, 7))
      expect(noncentralTSurvival(t, 7, 1e-14)).toBeCloseTo(studentTSurvival(t, 7), 12)
    }
  })

  it('is the normal distribution about the noncentrality for infinitely many degrees of freedom', () => {
    expect(noncentralTCdf(1.5, Infinity, 2)).toBe(normalCdf(-0.5))
    expect(noncentralTSurvival(1.5, Infinity, 2)).toBe(normalSurvival(-0.5))
    expect(noncentralTSurvival(1.5, 1e13, 2)).toBeCloseTo(normalSurvival(-0.5), 12)
  })

  it('at 0 and at the ends', () => {
    expect(noncentralTCdf(0, 4, 1.3)).toBe(normalCdf(-1.3))
    expect([noncentralTCdf(Infinity, 4, 1), noncentralTSurvival(Infinity, 4, 1)]).toEqual([1, 0])
    expect([noncentralTCdf(-Infinity, 4, 1), noncentralTSurvival(-Infinity, 4, 1)]).toEqual([0, 1])
    expect([noncentralTSurvival(2, 5, 1e6), noncentralTCdf(2, 5, 1e6)]).toEqual([1, 0])
    expect(noncentralTSurvival(1e300, 3, 2)).toBeGreaterThanOrEqual(0)
  })

  it.each([
    [() => noncentralTCdf(NaN, 3, 1), 'noncentralTCdf: t must be a number, got NaN'],
    [() => noncentralTSurvival(1, 0, 1), 'noncentralTSurvival: df must be positive, got 0'],
    [() => noncentralTSurvival(1, 3, Infinity), 'noncentralTSurvival: noncentrality must be finite, got Infinity'],
  ])('refuses what is outside its domain: %#', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
