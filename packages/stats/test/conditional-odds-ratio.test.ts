import fc from 'fast-check'
import { expect, it } from 'vitest'
import { conditionalOddsRatio, fisherExactTest, type FourfoldTable } from '../src/index.js'
import oracle from './oracles/conditional-odds-ratio.json' with { type: 'json' }

/** Both sides search a root to about 1e-14 of its logarithm; the sums lose a few more digits. */
const tolerance = 1e-9

const tableOf = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): FourfoldTable => [
  [a, b],
  [c, d],
]

it.each(oracle.cases)(
  'of $table at $level, by an independent search in R',
  ({ table, level, oddsRatio, lower, upper }) => {
    const found = conditionalOddsRatio(tableOf(table), { level })
    const close = (ours: number, theirs: number | null): void => {
      if (theirs === null) expect(ours).toBe(Infinity)
      else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(tolerance * theirs)
    }
    close(found.oddsRatio!, oddsRatio)
    close(found.interval!.lower, lower)
    close(found.interval!.upper, upper)
  },
)

const counts = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 })

it('turns over with the rows, and excludes 1 only where both one-sided tests would', () => {
  fc.assert(
    fc.property(counts, ([a = 0, b = 0, c = 0, d = 0]) => {
      const found = conditionalOddsRatio(tableOf([a, b, c, d]))
      const turned = conditionalOddsRatio(tableOf([c, d, a, b]))
      if (found.oddsRatio === null) {
        expect(turned).toEqual({ oddsRatio: null, interval: null })
        return
      }
      expect(1 / turned.interval!.lower).toBeCloseTo(found.interval!.upper, 6)
      expect(found.oddsRatio).toBeGreaterThanOrEqual(found.interval!.lower)
      expect(found.oddsRatio).toBeLessThanOrEqual(found.interval!.upper)
      const greater = fisherExactTest(tableOf([a, b, c, d]), { alternative: 'greater' })
      if (Math.abs(greater - 0.025) > 1e-6) expect(found.interval!.lower > 1).toBe(greater < 0.025)
    }),
    { numRuns: 100 },
  )
})

it('has none where a row or column is empty, and refuses what is no count', () => {
  expect(conditionalOddsRatio(tableOf([0, 5, 0, 5]))).toEqual({ oddsRatio: null, interval: null })
  expect(conditionalOddsRatio(tableOf([5, 0, 0, 5])).oddsRatio).toBe(Infinity)
  expect(conditionalOddsRatio(tableOf([0, 5, 5, 0])).oddsRatio).toBe(0)
  expect(() => conditionalOddsRatio(tableOf([1.5, 0, 1, 1]))).toThrow('conditionalOddsRatio: a must be an integer >= 0')
  expect(() => conditionalOddsRatio(tableOf([1, 1, 1, 1]), { level: 1 })).toThrow('level must be between 0 and 1')
})
