import type { FixedEffect } from '@safety-portfolio/mixed-models'
import type { Interval } from '@safety-portfolio/stats'
import type { DecisionTable } from './decision-table.js'
import { byQuestions } from './internal/by-questions.js'
import { logits } from './internal/logit-scale.js'
import { scoreTerms } from './internal/model-terms.js'

/** One analysis of one score. */
export interface CheckedEffect {
  /** Estimate on the logit scale. */
  readonly estimate: number
  /** Standard error. */
  readonly se: number
  /** Degrees of freedom. */
  readonly df: number | null
  /** Interval; `null` when the standard error is 0. */
  readonly interval: Interval | null
}

/** One score by three routes. */
export interface SelfCheckRow {
  /** The score's term. */
  readonly term: string
  /** Mean over questions of each question's own coefficient. */
  readonly twoStage: CheckedEffect | null
  /** Least squares with the CR2 sandwich. */
  readonly clusterRobust: CheckedEffect | null
  /** Whether the model's estimate and standard error agree with both; `null` without a model. */
  readonly agrees: boolean | null
}

/** What two analyses without a random-effects model say. */
export interface SelfCheck {
  /** What was analysed. */
  readonly response: string
  /** Questions in the two-stage analysis. */
  readonly questions: number
  /** Questions that it had to leave out. */
  readonly skipped: readonly string[]
  /** One row a score. */
  readonly scores: readonly SelfCheckRow[]
}

/** The model's estimate may differ from a check by this share of the check's standard error, */
const estimateTolerance = 0.5
/** and its standard error by this share: at the boundary REML is up to a fifth larger than the two-stage analysis. */
const errorTolerance = 0.35

/**
 * The scores again by two routes that need no random-effects model: the two-stage analysis and least squares with cluster-robust (CR2) errors.
 * On the full factorial they agree with the mixed model exactly when its covariance is interior; a disagreement means that one of them is wrong.
 *
 * @param table - Decisions.
 * @param scores - The model's scores, by term; none to leave `agrees` open.
 * @param options - `level` of the intervals, default 0.95.
 * @example
 * ```ts
 * import { decisionTable, selfCheck } from '@safety-portfolio/discrimination'
 *
 * const rows = [1, -1, 2].flatMap((y, q) => [
 *   { question: q, gender: 'male', logit: y },
 *   { question: q, gender: 'female', logit: y + 1 + q },
 * ])
 * selfCheck(decisionTable(rows)).scores[0]!.twoStage!.estimate // => 2
 * ```
 */
export function selfCheck(
  table: Omit<DecisionTable, 'warnings'>,
  scores: readonly { readonly term: string; readonly estimate: number | null; readonly se: number | null }[] = [],
  options: { readonly level?: number } = {},
): SelfCheck {
  const { level = 0.95 } = options
  const found = byQuestions(table, logits(table), level)
  return {
    response: table.response.kind === 'logit' ? 'logit' : 'empirical logit of the counts',
    questions: found.questions,
    skipped: found.skipped,
    scores: scoreTerms(table).map(({ term, coefficient }) => {
      const own = (effects: readonly FixedEffect[] | null): CheckedEffect | null => {
        const effect = effects?.find((one) => one.term === coefficient)
        if (effect === undefined) return null
        const { estimate, se, df, interval } = effect
        return { estimate, se, df, interval }
      }
      const checks = [own(found.twoStage), own(found.clusterRobust)] as const
      const model = scores.find((score) => score.term === term)
      return {
        term,
        twoStage: checks[0],
        clusterRobust: checks[1],
        agrees: agreement(model, checks),
      }
    }),
  }
}

function agreement(
  model: { readonly estimate: number | null; readonly se: number | null } | undefined,
  checks: readonly (CheckedEffect | null)[],
): boolean | null {
  if (model === undefined || model.estimate === null || model.se === null) return null
  const { estimate, se } = model
  const known = checks.filter((check) => check !== null && check.se > 0) as readonly CheckedEffect[]
  if (known.length === 0) return null
  return known.every(
    (check) =>
      Math.abs(estimate - check.estimate) <= estimateTolerance * check.se &&
      Math.abs(Math.log(se / check.se)) <= Math.log1p(errorTolerance),
  )
}
