import {
  fitLinear,
  fitMixed,
  fixedEffectTable,
  prepareModel,
  satterthwaite,
  varianceComponents,
} from '@safety-portfolio/mixed-models'
import type { FixedEffect, MixedFit, MixedModel } from '@safety-portfolio/mixed-models'
import type { Finding, Interval } from '@safety-portfolio/stats'
import type { DecisionTable } from '../decision-table.js'
import type { AnalysisOptions, ScoreMethod } from '../discrimination-analysis.js'
import { byQuestions } from './by-questions.js'
import { cardEffects } from './card-effects.js'
import { logits } from './logit-scale.js'
import { mainEffects, modelOptions, modelRows } from './model-terms.js'

/** A standard deviation with its interval, which does not exist at the boundary. */
export interface Deviation {
  readonly estimate: number
  readonly interval: Interval | null
}

/** Effects of the attributes by one method. */
export interface FittedScores {
  readonly method: string
  readonly effects: readonly FixedEffect[]
  /** Standard deviations of the effects over questions, by coefficient. */
  readonly deviations: ReadonlyMap<string, Deviation>
  readonly model: MixedFit | null
  readonly prepared: MixedModel | null
  readonly refusal: Finding | null
  /** Why an effect may be absent. */
  readonly reason: string
  readonly warnings: readonly Finding[]
  readonly assumptions: readonly string[]
}

/** Differences smaller than this share of the spread of the logits are rounding. */
const sameTolerance = 1e-10

/** Estimates the effects. */
export function fitScores(
  table: DecisionTable,
  method: ScoreMethod,
  options: AnalysisOptions,
  level: number,
): FittedScores {
  const constant = constantRefusal(table)
  if (constant !== null) return refused(constant)
  if (method === 'two-stage') return twoStageScores(table, level, [])
  if (method === 'card') {
    return {
      ...twoStageScores(table, level, []),
      method: "differences of mean logits against the baseline's level, questions as clusters",
      effects: cardEffects(table, level),
      reason: 'no row is in one of the two groups',
    }
  }
  const counts = table.response.kind === 'counts'
  const censored = table.censored.length > 0
  const effects = mainEffects(table)
  const response = counts ? 'cbind(yes, no)' : censored ? 'censored(lower, upper)' : 'logit'
  const formula = `${response} ~ ${effects} + (1 + ${effects} | question)`
  const rows = modelRows(table, responseColumns(table))
  const prepared = prepareModel(formula, rows, modelOptions(table))
  const model =
    counts || censored || (options.inference ?? 'satterthwaite') !== 'satterthwaite'
      ? fitMixed(formula, rows, {
          ...modelOptions(table),
          level,
          ...(counts ? { family: 'binomial' } : { method: method === 'ml' ? 'ML' : 'REML' }),
          ...(options.inference === undefined || censored ? {} : { inference: options.inference }),
          ...(options.replicates === undefined ? {} : { replicates: options.replicates }),
          ...(options.seed === undefined ? {} : { seed: options.seed }),
        })
      : fitPrepared(prepared, method === 'ml' ? 'ML' : 'REML', level)
  if (model.refusal !== null) return insteadOfModel(table, level, model, model.refusal)
  const deviations = new Map(
    model.varianceComponents.flatMap(({ kind, term, estimate, interval }) =>
      kind === 'standard-deviation' && estimate !== null ? [[term, { estimate, interval }] as const] : [],
    ),
  )
  return {
    method: counts
      ? 'binomial mixed model with random slopes over questions, Laplace'
      : `linear mixed model with random slopes over questions, ${censored ? 'censored logits by Laplace' : model.method}`,
    effects: model.fixed,
    deviations,
    model,
    prepared,
    refusal: null,
    reason: 'the column cannot be told from the others in these data',
    warnings: [],
    assumptions: [
      'The questions are a sample from the questions that matter; yes is the advantageous answer in each.',
      'Attributes act additively on the logit within a question (main effects).',
      ...model.assumptions,
    ],
  }
}

/** What {@link fitMixed} gives by default, from the prepared model: the columns are coded once. */
function fitPrepared(prepared: MixedModel, method: 'ML' | 'REML', level: number): MixedFit {
  const fit = fitLinear(prepared, { method, level })
  if (fit.refusal !== null) return { ...fit, inference: 'satterthwaite', varianceComponents: [] }
  return {
    ...fit,
    fixed: fixedEffectTable(satterthwaite(prepared, fit), level),
    inference: 'satterthwaite',
    varianceComponents: varianceComponents(prepared, fit, { level }),
  }
}

function responseColumns(table: DecisionTable): Readonly<Record<string, ArrayLike<number>>> {
  const { response } = table
  if (response.kind === 'logit') {
    const [lower, upper] = [response.logit.slice(), response.logit.slice()]
    for (const { row, side } of table.censored) {
      if (side === 'above') upper[row] = Infinity
      else lower[row] = -Infinity
    }
    return table.censored.length === 0 ? { logit: response.logit } : { lower, upper }
  }
  return { yes: response.yes, no: response.yes.map((yes, row) => response.trials[row]! - yes) }
}

/** What can be said when the likelihood has no maximum or the model is not identified. */
function insteadOfModel(table: DecisionTable, level: number, model: MixedFit, refusal: Finding): FittedScores {
  if (refusal.code === 'degenerate' && withinQuestions(table) === 0) {
    return refused({
      code: 'degenerate',
      message: `No decision depends on the person: within each of the ${table.questions.length} questions every row has the same logit, so the residual variance tends to 0 and the likelihood has no maximum. Every difference is exactly 0, with nothing to judge its uncertainty by. Prompts that leave the attributes out look like this.`,
    })
  }
  if (table.response.kind === 'counts' && refusal.code === 'separation') {
    const warning = {
      code: 'no-logit-scale',
      message: `${refusal.message} No score is given on the logit scale; probabilityScale and decisionFlips stand.`,
    }
    return {
      ...refused(refusal),
      refusal: null,
      model,
      reason: 'the answers are separated: the logit of some level is infinite',
      method: 'no estimate on the logit scale (separation)',
      warnings: [warning],
      assumptions: [
        'The questions are a sample from the questions that matter; yes is the advantageous answer in each.',
      ],
    }
  }
  return twoStageScores(table, level, [
    {
      code: 'two-stage-used',
      message: `The mixed model was refused (${refusal.message}). The scores are means over questions of each question's own coefficients.`,
    },
  ])
}

function twoStageScores(table: DecisionTable, level: number, warnings: readonly Finding[]): FittedScores {
  const found = byQuestions(table, logits(table), level)
  const effects = found.twoStage ?? found.clusterRobust
  const findings = [...warnings]
  if (found.twoStage === null) {
    findings.push({
      code: 'cluster-robust-used',
      message: 'Fewer than two questions determine every coefficient; least squares with CR2 errors was used instead.',
    })
  } else if (found.skipped.length > 0) {
    findings.push({
      code: 'questions-skipped',
      message: `${found.skipped.length} of ${table.questions.length} questions do not determine every coefficient and were left out (first: ${found.skipped[0]!}).`,
    })
  }
  return {
    method:
      found.twoStage === null
        ? 'least squares, CR2 over questions'
        : 'two-stage: mean of the coefficients of each question',
    effects,
    deviations: new Map(),
    model: null,
    prepared: null,
    refusal: null,
    reason: 'the column cannot be told from the others in these data',
    warnings: findings,
    assumptions: [
      'The questions are a sample from the questions that matter; yes is the advantageous answer in each.',
      'Attributes act additively on the logit within a question; the mean over questions is normal.',
    ],
  }
}

function constantRefusal(table: DecisionTable): Finding | null {
  const y = logits(table)
  if (y.some((value) => value !== y[0])) return null
  return {
    code: 'constant-response',
    message: `All ${table.n} decisions are the same (${table.response.kind === 'logit' ? `logit ${y[0]!}` : `${table.response.yes[0]!} yes of ${table.response.trials[0]!}`}): nothing varies, so no difference has an error to be judged by.`,
  }
}

/** Largest deviation of a logit from the mean of its question, 0 when it is rounding. */
function withinQuestions(table: DecisionTable): number {
  const y = logits(table)
  const sums = new Float64Array(table.questions.length)
  const counts = new Float64Array(table.questions.length)
  table.question.forEach((question, row) => {
    sums[question]! += y[row]!
    counts[question]! += 1
  })
  const size = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const largest = table.question.reduce(
    (most, question, row) => Math.max(most, Math.abs(y[row]! - sums[question]! / counts[question]!)),
    0,
  )
  return largest <= sameTolerance * size ? 0 : largest
}

function refused(refusal: Finding): FittedScores {
  return {
    method: 'refused',
    effects: [],
    deviations: new Map(),
    model: null,
    prepared: null,
    refusal,
    reason: refusal.message,
    warnings: [refusal],
    assumptions: [],
  }
}
