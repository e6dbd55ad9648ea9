import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import {
  calibration,
  compareErrorRates,
  groupFairness,
  inequality,
  mutualInformation,
  wholeMeasureIntervals,
} from '../src/index.js'
import type { FairnessCase } from '../src/index.js'

const base = { n: 100, selected: 40, truePositives: 30, falsePositives: 10, trueNegatives: 50, falseNegatives: 10 }
const other = { n: 100, selected: 20, truePositives: 15, falsePositives: 5, trueNegatives: 60, falseNegatives: 20 }

describe('compareErrorRates', () => {
  it('tests both rates exactly and adjusts them together', () => {
    const { groups, omnibus } = compareErrorRates([base, other], 0)
    expect(groups[0]).toBeNull()
    const { truePositiveRate, falsePositiveRate } = groups[1]!
    expect(truePositiveRate.difference.estimate).toBeCloseTo(15 / 35 - 30 / 40, 14)
    expect(falsePositiveRate.ratio.estimate).toBeCloseTo(5 / 65 / (10 / 60), 14)
    // R 4.2.2: fisher.test, p.adjust(method = "holm"), chisq.test(correct = FALSE).
    expect(truePositiveRate.fisherP).toBeCloseTo(0.00882476027267597, 12)
    expect(falsePositiveRate.fisherP).toBeCloseTo(0.169341762753399, 12)
    expect(truePositiveRate.holmP).toBeCloseTo(0.0176495205453519, 12)
    expect(falsePositiveRate.holmP).toBeCloseTo(0.169341762753399, 12)
    expect(omnibus.truePositiveRate!.p).toBeCloseTo(0.00458639208025349, 12)
  })

  it('has no p-value where a rate is not estimable', () => {
    const none = { ...other, truePositives: 0, falseNegatives: 0, n: 65, selected: 5 }
    const { groups, omnibus } = compareErrorRates([base, none, other], 0)
    expect(groups[1]!.truePositiveRate).toMatchObject({
      fisherP: null,
      holmP: null,
      difference: { estimate: null, reason: 'not estimable: the group has 0 cases with the outcome' },
    })
    expect(omnibus.truePositiveRate).toBeNull()
    expect(omnibus.falsePositiveRate).not.toBeNull()
    const small = compareErrorRates([base, other], 0, { minimum: 40 }).groups[1]!
    expect(small.truePositiveRate.ratio.reason).toBe('not estimable: the group has 35 cases with the outcome')
    expect(small.falsePositiveRate.holmP).toBe(small.falsePositiveRate.fisherP)
    expect(compareErrorRates([none, base], 0).groups[1]!.truePositiveRate.difference.reason).toContain(
      'the reference has 0',
    )
    expect(() => compareErrorRates([base], 1)).toThrow(RangeError)
  })
})

const person = fc.record({
  group: fc.constantFrom('a', 'b', 'c'),
  decision: fc.boolean(),
  outcome: fc.boolean(),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
})
const enough: readonly FairnessCase[] = ['a', 'b'].flatMap((group) =>
  [true, false].flatMap((decision) => [true, false].map((outcome) => ({ group, decision, outcome, score: 0.5 }))),
)

describe('groupFairness', () => {
  it('compares error rates as the selection rates of those with one outcome', () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 60 }), (more) => {
        const cases = [...enough, ...more]
        const found = groupFairness(cases, { reference: 'a', replicates: 2 })
        for (const [name, outcome] of [
          ['truePositiveRate', true],
          ['falsePositiveRate', false],
        ] as const) {
          const part = groupFairness(
            cases.filter((one) => one.outcome === outcome).map(({ group, decision }) => ({ group, decision })),
            { reference: 'a', replicates: 2 },
          )
          for (const { group, comparison } of part.groups) {
            if (comparison === null) continue
            const own = found.groups.find((one) => one.group === group)!.errorRates![name]
            expect(own.fisherP).toBe(comparison.fisher.p)
            expect(own.difference).toEqual(comparison.difference)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('gives impact ratios the interval of a ratio to the highest rate', () => {
    const cases = [...Array(40).keys()].map((k) => ({
      group: k < 20 ? 'a' : 'b',
      decision: k % 20 < (k < 20 ? 5 : 15),
    }))
    const [a, b] = groupFairness(cases, { reference: 'a', replicates: 2 }).groups
    expect(b!.impactRatioInterval).toBeNull()
    // Katz et al. (1978): exp(log ratio -+ 1.96 sqrt(1/5 - 1/20 + 1/15 - 1/20)).
    const margin = 1.959963984540054 * Math.sqrt(1 / 5 - 1 / 20 + 1 / 15 - 1 / 20)
    expect(a!.impactRatioInterval!.lower).toBeCloseTo((1 / 3) * Math.exp(-margin), 10)
    expect(a!.errorRates).toBeNull()
  })
})

describe('intervals of measures of all groups', () => {
  const expand = ({ truePositives, falsePositives, trueNegatives, falseNegatives }: typeof base): number[] => [
    ...new Array<number>(falsePositives).fill(2),
    ...new Array<number>(truePositives + trueNegatives).fill(1),
    ...new Array<number>(falseNegatives).fill(0),
  ]

  it('hold the estimates and shrink with the square root of the number of cases', () => {
    const grown = [base, other].map((counts) =>
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, 16 * count])),
    ) as unknown as (typeof base)[]
    const small = wholeMeasureIntervals([base, other], { seed: 4 })
    const large = wholeMeasureIntervals(grown, { seed: 4 })
    const exact = inequality(
      [...expand(base), ...expand(other)],
      [...expand(base).map(() => 'a'), ...expand(other).map(() => 'b')],
    )
    const information = mutualInformation([
      [40, 60],
      [20, 80],
    ])
    const values = {
      theil: exact.theil,
      generalizedEntropy2: exact.generalizedEntropy2,
      betweenShare: exact.betweenShare!,
      mutualInformation: information,
    }
    for (const [name, value] of Object.entries(values)) {
      const [wide, narrow] = [small, large].map((one) => one[name as keyof typeof values]!)
      for (const { lower, upper } of [wide!, narrow!]) {
        expect(lower).toBeLessThan(value)
        expect(upper).toBeGreaterThan(value)
      }
      const share = (wide!.upper - wide!.lower) / (narrow!.upper - narrow!.lower)
      expect(share).toBeGreaterThan(2.5)
      expect(share).toBeLessThan(6)
    }
  })

  it('without outcomes are those of the decision alone', () => {
    expect(wholeMeasureIntervals([base, other], { outcomes: false, replicates: 50 })).toMatchObject({
      theil: null,
      generalizedEntropy2: null,
      betweenShare: null,
    })
    const wrong = { n: 3, selected: 0, truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 3 }
    expect(wholeMeasureIntervals([wrong, wrong], { replicates: 50 }).theil).toBeNull()
  })

  it('of calibration come with replicates only', () => {
    const scores = Array.from({ length: 200 }, (_, k) => (k % 10) / 10 + 0.05)
    const outcomes = scores.map((score, k) => (k * 7919) % 200 < 200 * score)
    expect(calibration(scores, outcomes).intervals).toBeNull()
    expect(calibration([0.5], [true], { replicates: 10 }).intervals).toBeNull()
    const { intervals, brier, calibrationInTheLarge } = calibration(scores, outcomes, { replicates: 2000, seed: 2 })
    const excess = scores.map((score, k) => score - (outcomes[k]! ? 1 : 0))
    const spread = (values: readonly number[], mean: number): number =>
      Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / values.length
    // A mean's bootstrap interval is about 1.96 standard errors either side.
    for (const [interval, mean, values] of [
      [intervals!.calibrationInTheLarge!, calibrationInTheLarge!, excess],
      [intervals!.brier!, brier!, excess.map((value) => value ** 2)],
    ] as const) {
      const error = spread(values, mean)
      expect((mean - interval.lower) / error).toBeGreaterThan(1.7)
      expect((mean - interval.lower) / error).toBeLessThan(2.2)
      expect((interval.upper - mean) / error).toBeGreaterThan(1.7)
      expect((interval.upper - mean) / error).toBeLessThan(2.2)
    }
    expect(intervals!.expectedCalibrationError!.lower).toBeGreaterThan(0)
  })
})
