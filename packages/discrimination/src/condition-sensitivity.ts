import {
  fitLinear,
  fixedEffectTable,
  likelihoodRatioTest,
  prepareModel,
  satterthwaite,
} from '@safety-portfolio/mixed-models'
import type { LikelihoodRatioTest, Rows } from '@safety-portfolio/mixed-models'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import { ownCoefficients } from './internal/own-coefficients.js'
import { scoreTerms } from './internal/model-terms.js'
import type { Condition } from './interventions.js'

/** How one score varies between questions and between conditions. */
export interface ConditionSensitivity {
  /** The score's term. */
  readonly term: string
  /** Mean score over questions and conditions, with an interval that allows for both. */
  readonly mean: Estimate
  /** Standard deviation between questions. */
  readonly betweenQuestions: number | null
  /** Standard deviation between conditions (prompt styles, models), the same for all questions. */
  readonly betweenConditions: number | null
  /** Standard deviation of what is left: questions that react differently to a condition, and noise. */
  readonly residual: number | null
  /** Test that conditions do not differ in the mean; `mixtureP` is the p-value. */
  readonly test: LikelihoodRatioTest | null
  /** Share of the variance of the scores that goes with the condition. */
  readonly shareOfConditions: number | null
  /** Why it is not estimable. */
  readonly refusal: Finding | null
}

/**
 * How much scores depend on the prompt's style, or on the model that was asked: the score of every question under every condition, split into a mean,
 * question, condition, and what is left, by a mixed model with crossed random effects. Conditions are taken as a sample from the prompts (or models)
 * that could have been used; with fewer than about five their standard deviation is hardly known.
 *
 * @param conditions - Decisions under each condition, read with the same baseline.
 * @param options - `level` of the interval, default 0.95.
 * @throws RangeError when there are fewer than two conditions.
 * @example
 * ```ts
 * import { conditionSensitivity, decisionTable } from '@safety-portfolio/discrimination'
 *
 * const table = (style: number) =>
 *   decisionTable(
 *     [0, 1, 2, 3, 4, 5].flatMap((question) =>
 *       ['male', 'female'].map((gender) => ({
 *         question,
 *         gender,
 *         logit: gender === 'female' ? style + ((question * 7 + style * 3) % 5) / 10 : 0,
 *       })),
 *     ),
 *   )
 * const [female] = conditionSensitivity([0, 1, 2].map((style) => ({ condition: String(style), table: table(style) })))
 * female!.betweenConditions! > female!.betweenQuestions! // => true
 * ```
 */
export function conditionSensitivity(
  conditions: readonly Condition[],
  options: { readonly level?: number } = {},
): readonly ConditionSensitivity[] {
  const { level = 0.95 } = options
  const [first] = conditions
  if (first === undefined || conditions.length < 2) {
    throw new RangeError(`conditionSensitivity: needs at least 2 conditions, got ${conditions.length}`)
  }
  const own = conditions.map(({ condition, table }) => ({ condition, table, coefficients: ownCoefficients(table) }))
  return scoreTerms(first.table).map(({ term, coefficient }) => {
    const rows = own.flatMap(({ condition, table, coefficients }) =>
      [...coefficients].flatMap(([question, values]) => {
        const score = values.get(coefficient)
        return score === undefined ? [] : [{ score, condition, question: `q${table.questions[question]!}` }]
      }),
    )
    return sensitivityOf(term, rows, level)
  })
}

function sensitivityOf(term: string, rows: Rows, level: number): ConditionSensitivity {
  const none = (refusal: Finding): ConditionSensitivity => ({
    term,
    mean: { estimate: null, standardError: null, interval: null, reason: refusal.message },
    betweenQuestions: null,
    betweenConditions: null,
    residual: null,
    test: null,
    shareOfConditions: null,
    refusal,
  })
  if (rows.length === 0) return none({ code: 'no-scores', message: 'no question determines this score on its own' })
  const model = prepareModel('score ~ 1 + (1 | question) + (1 | condition)', rows)
  const fit = fitLinear(model, { level })
  if (fit.refusal !== null) return none(fit.refusal)
  const smaller = fitLinear(prepareModel('score ~ 1 + (1 | question)', rows), { level })
  const [mean] = fixedEffectTable(satterthwaite(model, fit), level)
  const sdOf = (group: string): number => fit.random.find((one) => one.group === group)?.standardDeviations[0] ?? 0
  const [question, condition, residual] = [sdOf('question'), sdOf('condition'), fit.sigma!]
  return {
    term,
    mean: { estimate: mean!.estimate, standardError: mean!.se > 0 ? mean!.se : null, interval: mean!.interval },
    betweenQuestions: question,
    betweenConditions: condition,
    residual,
    test: smaller.refusal === null ? likelihoodRatioTest(smaller, fit) : null,
    shareOfConditions: condition ** 2 / (question ** 2 + condition ** 2 + residual ** 2),
    refusal: null,
  }
}
