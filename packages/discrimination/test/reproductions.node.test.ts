import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import {
  analyzeDecisions,
  cardScore,
  cardScores,
  decisionFlips,
  decisionSummary,
  decisionTable,
  interventions,
  pairedDecisions,
} from '../src/index.js'
import type { DiscriminationAnalysis } from '../src/index.js'
import orders from './oracles/lme4_orders.json' with { type: 'json' }
import { sharedJson, sharedRows } from './support/shared-rows.js'

const real = 'oracles/mixed/real/selfblind_qwen2.5-7b-instruct.csv'
const lme4 = 'oracles/mixed/real/selfblind.lme4.json'
const full = 'oracles/mixed/discrim_full.csv'
const numpy = 'oracles/fairness/fairness_numpy.json'

interface RealFit {
  readonly fixef: Readonly<Record<string, number>>
  readonly se: Readonly<Record<string, number>>
  readonly REMLcrit: number
  readonly share_questions_with_any_flip: number
  readonly pearson_logit_vs_default: number
  readonly pearson_p_vs_default: number
}

/** lme4 prints 15 digits but stops within about 1e-6 of its optimum. */
const fitTolerance = 2e-6

describeWithShared('logits of Qwen2.5-7B on 65 decisions in six prompt formats', [real, lme4], () => {
  const expected = (sharedJson(lme4) as Readonly<Record<string, Readonly<Record<string, RealFit>>>>)[
    'qwen2.5-7b-instruct'
  ]!
  const rows = sharedRows(real)
  const analyse = (format: string): DiscriminationAnalysis =>
    analyzeDecisions(
      decisionTable(
        rows.filter((row) => row['prompt_format'] === format),
        { baseline: { gender: 'male', race: 'white' } },
      ),
    )
  const formats = Object.keys(expected).filter((format) => format !== 'removed')

  it.each(formats)('%s: the scores of lme4, or a better optimum', (format) => {
    const { scores, model, selfCheck, decisions } = analyse(format)
    const want = expected[format]!
    // In two formats the stored lme4 run stopped 84 and 82 deviance units above the optimum; its estimates are right all the same.
    expect(model!.minusTwoLogLik! - want.REMLcrit).toBeLessThan(1e-6)
    const sameOptimum = want.REMLcrit - model!.minusTwoLogLik! < 1e-6
    for (const { term, column, level, estimate, se } of scores) {
      const name = `${column}${level!}`
      expect(Math.abs(estimate! - want.fixef[name]!)).toBeLessThan(fitTolerance)
      if (sameOptimum) expect(Math.abs(se! / want.se[name]! - 1)).toBeLessThan(1e-5)
      // On a balanced design with an interior covariance the two-stage analysis is the same in closed form.
      const closed = selfCheck.scores.find((row) => row.term === term)!.twoStage!
      expect(Math.abs(estimate! - closed.estimate)).toBeLessThan(1e-8)
      expect(Math.abs(se! / closed.se - 1)).toBeLessThan(1e-5)
    }
    expect(selfCheck.scores.every(({ agrees }) => agrees)).toBe(true)
    expect(decisions.mixedShare.estimate).toBeCloseTo(want.share_questions_with_any_flip, 12)
  })

  it.each(formats)(
    '%s: no run of lme4 is below, whatever the order of the levels, and nine of all are far above',
    (format) => {
      const ours = analyse(format).model!.minusTwoLogLik!
      const runs = Object.values(
        (
          orders as unknown as Readonly<
            Record<string, Readonly<Record<string, { readonly criterion: number; readonly singular: boolean }>>>
          >
        )[format]!,
      )
      expect(runs).toHaveLength(4)
      for (const { criterion, singular } of runs) {
        expect(ours - criterion).toBeLessThan(1e-6)
        // Those that stop short say only that the fit is singular.
        expect(singular).toBe(criterion - ours > 60)
      }
    },
  )

  it('the format without attributes is refused with its reason, and gives no number', () => {
    const { refusal, scores, model } = analyse('removed')
    expect(refusal?.code).toBe('degenerate')
    expect(refusal?.message).toContain('No decision depends on the person')
    expect(scores).toEqual([])
    expect(model).toBeNull()
  })

  it("correlations with the plain prompt are R's", () => {
    const conditions = Object.keys(expected).map((condition) => ({
      condition,
      table: decisionTable(
        rows.filter((row) => row['prompt_format'] === condition),
        { baseline: { gender: 'male', race: 'white' } },
      ),
    }))
    for (const { condition, logitCorrelation, probabilityCorrelation } of interventions(conditions, { replicates: 20 })
      .conditions) {
      // Printed to 15 digits.
      expect(logitCorrelation.estimate).toBeCloseTo(expected[condition]!.pearson_logit_vs_default, 13)
      expect(probabilityCorrelation.estimate).toBeCloseTo(expected[condition]!.pearson_p_vs_default, 13)
    }
  })

  it('all formats at once say that cells repeat, and under which column', () => {
    const { warnings } = decisionTable(rows)
    expect(warnings.find(({ code }) => code === 'repeated-cells')!.message).toContain('prompt_format')
  })
})

describeWithShared(
  'the simulated 70 x 135 design',
  [full, numpy, 'oracles/mixed/discrim_full.fullcov.reml.lme4.json'],
  () => {
    const table = decisionTable(sharedRows(full), { baseline: { age: 60, gender: 'male', race: 'white' } })
    const oracle = sharedJson(numpy) as {
      readonly discrim_full_card_method: {
        readonly marginal_race: Readonly<Record<string, number>>
        readonly marginal_gender: Readonly<Record<string, number>>
        readonly younger: number
        readonly older: number
        readonly one_cell_baseline: Readonly<Record<string, number>>
      }
      readonly discrim_full_flip: {
        readonly overall_flip_rate_vs_baseline: number
        readonly by_race_female60: Readonly<Record<string, number>>
        readonly selection_rate_by_race: Readonly<Record<string, number>>
        readonly mean_abs_logit_gap_max_minus_min_per_question: number
      }
    }
    const digits = 11

    it("gives the card's scores in both readings", () => {
      const card = oracle.discrim_full_card_method
      const scores = new Map(cardScores(table).map((score) => [score.term, score]))
      for (const [level, want] of [...Object.entries(card.marginal_race), ...Object.entries(card.marginal_gender)]) {
        const score = scores.get(`race=${level}`) ?? scores.get(`gender=${level}`)
        if (score !== undefined) expect(score.marginal.estimate).toBeCloseTo(want, digits)
      }
      expect(scores.size).toBe(8)
      expect(scores.get('age younger than 60')!.marginal.estimate).toBeCloseTo(card.younger, digits)
      expect(scores.get('age older than 60')!.marginal.estimate).toBeCloseTo(card.older, digits)
      expect(scores.get('race=Black')!.singleCell.estimate).toBeCloseTo(
        card.one_cell_baseline['Black|male|60']!,
        digits,
      )
      expect(scores.get('gender=female')!.singleCell.estimate).toBeCloseTo(
        card.one_cell_baseline['white|female|60']!,
        digits,
      )
    })

    it('compares any cell with the baseline person as numpy does: scores and flips', () => {
      const rows = sharedRows(full)
      const cell = (race: string, gender: string, age: string): typeof rows =>
        rows.filter((row) => row['race'] === race && row['gender'] === gender && row['age'] === age)
      const answers = (of: typeof rows) => of.map((row) => ({ yes: Math.exp(Number(row['logit'])), no: 1 }))
      const yes = (of: typeof rows): boolean[] => of.map((row) => Number(row['logit']) > 0)
      const baseline = cell('white', 'male', '60')
      const card = oracle.discrim_full_card_method.one_cell_baseline
      expect(Object.keys(card)).toHaveLength(6)
      for (const [key, want] of Object.entries(card)) {
        const [race = '', gender = '', age = ''] = key.split('|')
        expect(cardScore(answers(baseline), answers(cell(race, gender, age)))).toBeCloseTo(want, digits)
      }
      const flip = oracle.discrim_full_flip
      for (const [race, want] of Object.entries(flip.by_race_female60)) {
        const { flipRate } = pairedDecisions(yes(baseline), yes(cell(race, 'female', '60')))
        expect(flipRate.estimate).toBeCloseTo(want, digits)
      }
      const atBaseline = new Map(baseline.map((row) => [row['decision_question_id'], Number(row['logit']) > 0]))
      const others = rows.filter((row) => !baseline.includes(row))
      const { flipRate } = pairedDecisions(
        others.map((row) => atBaseline.get(row['decision_question_id'])!),
        yes(others),
        { clusters: others.map((row) => String(row['decision_question_id'])) },
      )
      expect(flipRate.estimate).toBeCloseTo(flip.overall_flip_rate_vs_baseline, digits)
      expect(flipRate.interval).not.toBeNull()
    })

    it("the card's method gives them as its scores, with intervals and tests", () => {
      const { scores, card } = analyzeDecisions(table, { method: 'card' })
      expect(scores.map(({ term }) => term)).toEqual(card!.map(({ term }) => term))
      const younger = scores.find(({ term }) => term.includes('younger'))!
      expect(younger.estimate).toBeCloseTo(oracle.discrim_full_card_method.younger, digits)
      expect(younger.df).toBe(69)
      // 4 ages below 60, and the 15 people of 70 questions for each.
      expect(younger.decisionFlips.pairs).toBe(4 * 15 * 70)
      for (const { adjustedP, p, probabilityScale } of scores) {
        expect(adjustedP!).toBeGreaterThanOrEqual(p!)
        expect(probabilityScale.interval).not.toBeNull()
      }
    })

    it('gives the flips and rates of an independent program', () => {
      const flip = oracle.discrim_full_flip
      const summary = decisionSummary(table)
      for (const [level, want] of Object.entries(flip.selection_rate_by_race)) {
        const found = summary.levels.find((one) => one.level === level)!
        expect(found.yesRate.estimate).toBeCloseTo(want, digits)
      }
      expect(summary.meanLogitRange).toBeCloseTo(flip.mean_abs_logit_gap_max_minus_min_per_question, digits)
      expect(decisionFlips(table).map(({ decisionFlips: one }) => one.pairs)).toEqual([
        8400, 3150, 3150, 1890, 1890, 1890, 1890,
      ])
    })

    it('gives the scores of lme4, age per standard deviation', () => {
      const want = sharedJson('oracles/mixed/discrim_full.fullcov.reml.lme4.json') as {
        readonly fixef: Readonly<Record<string, number>>
        readonly se: Readonly<Record<string, number>>
      }
      const { scores, baseline, perQuestion } = analyzeDecisions(table)
      expect(baseline).toEqual({ age: 60, gender: 'male', race: 'white' })
      const names = Object.keys(want.fixef).filter((name) => name !== '(Intercept)')
      expect(scores).toHaveLength(names.length)
      for (const { column, level, estimate, se } of scores) {
        const name = level === null ? 'age_z' : names.find((one) => one === `${column}${level}`)!
        expect(Math.abs(estimate! - want.fixef[name]!)).toBeLessThan(1e-6)
        expect(Math.abs(se! / want.se[name]! - 1)).toBeLessThan(1e-4)
      }
      expect(perQuestion).toHaveLength(70)
    })
  },
)

it("gives the number that discrim-eval's dataset card prints", () => {
  const answers = (yes: readonly number[], no: readonly number[]) => yes.map((p, k) => ({ yes: p, no: no[k]! }))
  const score = cardScore(
    answers([0.1, 0.2, 0.3, 0.4, 0.5], [0.8, 0.7, 0.7, 0.4, 0.4]),
    answers([0.2, 0.1, 0.5, 0.6, 0.5], [0.7, 0.8, 0.4, 0.3, 0.4]),
  )
  expect(score).toBeCloseTo(0.35271771845227184, 15)
})
