import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  analyzeDecisions,
  calibration,
  chiSquaredTest,
  cochranMantelHaenszel,
  clusteredProportion,
  compareRates,
  decisionTable,
  fairnessGaps,
  groupFairness,
  groupRates,
  inequality,
  logisticRegression,
  pairedDecisions,
} from '../src/index.js'
import { simulatedDecisions } from './support/simulated-decisions.js'

const baseline = { age: 60, gender: 'male', race: 'white' }
const seeds = fc.integer({ min: 1, max: 10_000 })
const few = { numRuns: 12 }
type Rows = ReturnType<typeof simulatedDecisions>
const scoresOf = (rows: Rows) => analyzeDecisions(decisionTable(rows, { baseline })).scores

describe('laws of scores', () => {
  it('the order of rows and the names of questions do not matter', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rows = simulatedDecisions({ questions: 12, seed })
        const random = createRandom(seed, 1)
        const shuffled = rows.map((row) => ({ row, key: random.uniform() })).toSorted((a, b) => a.key - b.key)
        const other = scoresOf(shuffled.map(({ row }) => ({ ...row, question: `renamed ${row.question}` })))
        scoresOf(rows).forEach(({ estimate, se, term }) => {
          const match = other.find((one) => one.term === term)!
          expect(match.estimate).toBeCloseTo(estimate!, 7)
          expect(match.se).toBeCloseTo(se!, 5)
        })
      }),
      few,
    )
  })

  it('what a question adds to all its people does not matter; a unit of the logits does proportionally', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.2, max: 5, noNaN: true }), (seed, factor) => {
        const rows = simulatedDecisions({ questions: 12, seed })
        const moved = scoresOf(rows.map((row) => ({ ...row, logit: row.logit + Number(row.question.slice(1)) / 3 })))
        const scaled = scoresOf(rows.map((row) => ({ ...row, logit: factor * row.logit })))
        scoresOf(rows).forEach(({ estimate, se }, k) => {
          expect(moved[k]!.estimate!).toBeCloseTo(estimate!, 6)
          expect(scaled[k]!.estimate! / factor).toBeCloseTo(estimate!, 6)
          expect(scaled[k]!.se! / factor).toBeCloseTo(se!, 5)
        })
      }),
      few,
    )
  })

  it('flips of a score and the ratio of rates say the same', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const { decisionFlips, impactRatio } of scoresOf(simulatedDecisions({ questions: 10, seed }))) {
          const { pairs, toYes, toNo } = decisionFlips
          expect(impactRatio.yesRate! - impactRatio.baselineYesRate!).toBeCloseTo((toYes - toNo) / pairs, 12)
        }
      }),
      few,
    )
  })
})

const pair = fc.integer({ min: 1, max: 60 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

describe('laws of group statistics', () => {
  it('swapping the groups inverts ratio and odds, and leaves tests alone', () => {
    fc.assert(
      fc.property(pair, pair, ([a, n], [b, m]) => {
        const [one, other] = [compareRates(a, n, b, m), compareRates(b, m, a, n)]
        expect(one.fisher.p).toBeCloseTo(other.fisher.p, 10)
        expect(one.difference.estimate!).toBeCloseTo(-other.difference.estimate!, 14)
        if (one.oddsRatio !== null) expect(one.oddsRatio * other.oddsRatio!).toBeCloseTo(1, 10)
        if (one.chiSquared !== null) expect(one.chiSquared.statistic).toBeCloseTo(other.chiSquared!.statistic, 8)
        if (one.z !== null) expect(one.z ** 2).toBeCloseTo(one.chiSquared!.statistic, 8)
        const range = one.fisher.interval
        if (range !== null && one.fisher.oddsRatio !== null) {
          expect(range.lower).toBeLessThanOrEqual(one.fisher.oddsRatio * (1 + 1e-9))
          expect(range.upper).toBeGreaterThanOrEqual(one.fisher.oddsRatio * (1 - 1e-9))
          // The exact interval excludes 1 only where a one-sided exact test is significant.
          if (range.lower > 1 || range.upper < 1) expect(one.fisher.p).toBeLessThan(0.05 + 1e-9)
        }
      }),
    )
  })

  it('a proportion lies in its interval, which contains that of independent cases', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constant(5)), { minLength: 3, maxLength: 20 }),
        (list) => {
          const rate = clusteredProportion(
            list.map(([hits]) => hits),
            list.map(([, trials]) => trials),
          )
          expect(rate.interval!.lower).toBeLessThanOrEqual(rate.estimate! + 1e-12)
          expect(rate.interval!.upper).toBeGreaterThanOrEqual(rate.estimate! - 1e-12)
        },
      ),
    )
  })

  it('logistic regression of one attribute is its odds ratio', () => {
    fc.assert(
      fc.property(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), ([a, b]) => {
        const of = (yes: number) => Array.from({ length: 10 }, (_, k) => k < yes)
        const levels = [...Array<string>(10).fill('x'), ...Array<string>(10).fill('y')]
        const fit = logisticRegression([...of(a), ...of(b)], { group: { levels, baseline: 'y' } })
        expect(fit.effects[1]!.oddsRatio).toBeCloseTo(compareRates(a, 10, b, 10).oddsRatio!, 6)
      }),
    )
  })
})

describe('boundaries of group statistics', () => {
  it('say why there is no number', () => {
    expect(compareRates(0, 5, 0, 5).ratio.reason).toContain('rate of the reference is 0')
    expect(compareRates(0, 5, 2, 5).ratio).toMatchObject({ estimate: 0, interval: null })
    expect(compareRates(5, 5, 5, 5).ratio.reason).toContain('both rates are 1')
    expect(compareRates(0, 0, 2, 5).ratio.reason).toContain('no cases')
    expect(compareRates(0, 0, 2, 5)).toMatchObject({ cohensH: null, z: null, chiSquared: null })
    expect(compareRates(0, 5, 0, 5).fisher).toEqual({ p: 1, oddsRatio: null, interval: null })
    expect(compareRates(5, 5, 0, 5).fisher).toMatchObject({ oddsRatio: Infinity })
    expect(compareRates(0, 5, 5, 5).fisher.oddsRatio).toBe(0)
    expect(clusteredProportion([], []).reason).toContain('nothing to compare')
    expect(clusteredProportion([1], [2]).reason).toContain('one cluster')
    expect(clusteredProportion([0, 0, 0], [9, 9, 9]).interval!.upper).toBeCloseTo(1 - 0.025 ** (1 / 3), 10)
    expect(pairedDecisions([], [])).toMatchObject({ net: null, exactP: 1, statistic: null })
    expect(calibration([], [])).toMatchObject({ brier: null, expectedCalibrationError: null })
    expect(calibration([1], [true]).brier).toBe(0)
    expect(inequality([1, 1], ['a', 'b']).betweenShare).toBeNull()
    expect(inequality([2, 0], ['a', 'b']).betweenShare).toBeCloseTo(1, 12)
    const separated = logisticRegression([true, true, false, false], {
      g: { levels: ['a', 'a', 'b', 'b'], baseline: 'a' },
    })
    expect(separated.refusal!.code).toBe('separation')
    const none = { n: 4, selected: 0, truePositives: 0, falsePositives: 0, trueNegatives: 4, falseNegatives: 0 }
    const some = { n: 4, selected: 2, truePositives: 1, falsePositives: 1, trueNegatives: 1, falseNegatives: 1 }
    expect(groupRates(some, { minimum: 3 }).truePositiveRate.reason).toContain('fewer than 3')
    const gaps = fairnessGaps([none, some], { replicates: 50 })
    expect(gaps.equalOpportunityDifference.reason).toContain('0 cases with the outcome')
    expect(gaps.demographicParityDifference.estimate).toBe(0.5)
    expect(fairnessGaps([none, none], { replicates: 5 }).demographicParityRatio.reason).toContain('0 in every group')
    const alike = ['a', 'b'].flatMap((group) => [0, 1].map(() => ({ group, decision: false })))
    expect(groupFairness(alike, { replicates: 5 })).toMatchObject({ omnibus: null, inequality: null })
    expect(groupFairness(alike, { replicates: 5 }).warnings.map(({ code }) => code)).toEqual(['small-groups', 'no-yes'])
  })

  it('refuse what is no count or of another length', () => {
    expect(() => compareRates(3, 2, 1, 2)).toThrow('successes1')
    expect(() => chiSquaredTest([[1, 2]])).toThrow('at least two rows')
    expect(() => cochranMantelHaenszel([[1, 0, 1, 0]])).toThrow('no stratum')
    expect(cochranMantelHaenszel([[3, 1, 1, 3]], { continuityCorrection: true }).statistic).toBeLessThan(
      cochranMantelHaenszel([[3, 1, 1, 3]]).statistic,
    )
    expect(() => clusteredProportion([3], [2])).toThrow('between 0 and trials')
    expect(() => clusteredProportion([3], [])).toThrow('one length')
    expect(() => pairedDecisions([true], [])).toThrow('one length')
    expect(() => calibration([1], [])).toThrow('one length')
    expect(() => calibration([2], [true])).toThrow('between 0 and 1')
    expect(() => calibration([1], [true], { bins: 0 })).toThrow('bins')
    expect(() => inequality([-1])).toThrow('>= 0')
    expect(() => inequality([0, 0])).toThrow('not all be 0')
    expect(() => inequality([1], [])).toThrow('one label')
    expect(() => groupFairness([{ group: 'a', decision: true }])).toThrow('at least 2 groups')
    const cases = ['a', 'b'].map((group) => ({ group, decision: true }))
    expect(() => groupFairness(cases, { reference: 'c' })).toThrow('does not occur')
    expect(() => groupFairness([{ ...cases[0]!, outcome: true }, cases[1]!])).toThrow('all or none')
    expect(() => logisticRegression([true], { g: { levels: [], baseline: 'a' } })).toThrow('0 cells')
    expect(() => logisticRegression([true], { g: { levels: ['b'], baseline: 'a' } })).toThrow('not a level')
  })
})
