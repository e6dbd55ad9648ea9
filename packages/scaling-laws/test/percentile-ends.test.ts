import fc from 'fast-check'
import { normalQuantile } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { biasCorrectedEnds, percentileEnds } from '../src/internal/percentile-ends.js'

const replicates = (shift = 0) => Array.from({ length: 9999 }, (_, i) => shift + normalQuantile((i + 1) / 10_000))

describe('biasCorrectedEnds', () => {
  it('is the percentile interval where the estimate is the median of the replicates', () => {
    const sorted = replicates()
    const { lower, upper } = biasCorrectedEnds(sorted, 0.05, 0)
    const plain = percentileEnds(sorted, 0.05)
    expect(lower).toBeCloseTo(plain.lower, 3)
    expect(upper).toBeCloseTo(plain.upper, 3)
    expect(upper).toBeCloseTo(1.6448536269514722, 2)
  })

  it('of normal replicates about another centre is the normal interval about the reflected one', () => {
    // z0 = Phi^-1(P(replicate < 0)) = -0.3: ends at 0.3 + 2 z0 -+ z (Efron and Tibshirani 1993, equation 14.10 with no acceleration).
    const { lower, upper } = biasCorrectedEnds(replicates(0.3), 0.05, 0)
    expect(lower).toBeCloseTo(-0.3 - 1.6448536269514722, 2)
    expect(upper).toBeCloseTo(-0.3 + 1.6448536269514722, 2)
  })

  it('follows every rising transformation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 3, maxLength: 60 }),
        fc.integer({ min: -30, max: 30 }),
        (values, estimate) => {
          const sorted = values.toSorted((left, right) => left - right)
          const ends = biasCorrectedEnds(sorted, 0.05, estimate)
          const doubled = biasCorrectedEnds(
            sorted.map((value) => 2 * value + 1),
            0.05,
            2 * estimate + 1,
          )
          expect(doubled.lower).toBeCloseTo(2 * ends.lower + 1, 9)
          expect(doubled.upper).toBeCloseTo(2 * ends.upper + 1, 9)
          expect(ends.lower).toBeLessThanOrEqual(ends.upper)
          expect(ends.lower).toBeGreaterThanOrEqual(sorted[0]!)
          expect(ends.upper).toBeLessThanOrEqual(sorted.at(-1)!)
        },
      ),
    )
  })

  it('is finite where all replicates lie on one side, and a point where all are the estimate', () => {
    expect(biasCorrectedEnds([1, 2, 3], 0.05, 0).lower).toBeGreaterThanOrEqual(1)
    expect(biasCorrectedEnds([1, 2, 3], 0.05, 9).upper).toBeLessThanOrEqual(3)
    expect(biasCorrectedEnds([2, 2, 2], 0.05, 2)).toEqual({ lower: 2, upper: 2 })
  })
})
