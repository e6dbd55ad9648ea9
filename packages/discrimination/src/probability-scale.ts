import type { Estimate } from '@safety-portfolio/stats'
import type { DecisionTable } from './decision-table.js'
import { byQuestions } from './internal/by-questions.js'
import { scoreTerms } from './internal/model-terms.js'

/** Change of the probability of yes. */
export interface ProbabilityEffect extends Estimate {
  /** The score's term. */
  readonly term: string
}

/**
 * The average marginal effect on the probability of yes: in each question the difference of p between a level and the baseline with the other
 * attributes held (least squares on the demographic columns), averaged over questions, with the t interval of that mean. It needs no model of the
 * random effects, and shows what a difference of logits amounts to: far from p = 1/2, little.
 *
 * @param table - Decisions.
 * @param options - `level` of the intervals, default 0.95.
 * @example
 * ```ts
 * import { decisionTable, probabilityScale } from '@safety-portfolio/discrimination'
 *
 * const rows = [1, -1, 2].flatMap((y, q) => [
 *   { question: q, gender: 'male', logit: y },
 *   { question: q, gender: 'female', logit: y + 1.5 },
 * ])
 * probabilityScale(decisionTable(rows))[0]!.estimate! // => ~0.2122
 * ```
 */
export function probabilityScale(
  table: Omit<DecisionTable, 'warnings'>,
  options: { readonly level?: number } = {},
): readonly ProbabilityEffect[] {
  const { level = 0.95 } = options
  const found = byQuestions(table, table.probability, level)
  const effects = found.twoStage ?? found.clusterRobust
  return scoreTerms(table).map(({ term, coefficient }) => {
    const effect = effects.find((one) => one.term === coefficient)
    if (effect === undefined) {
      return {
        term,
        estimate: null,
        standardError: null,
        interval: null,
        reason: 'the column cannot be told from the others in these data',
      }
    }
    const { estimate, se, interval } = effect
    return {
      term,
      estimate,
      standardError: se > 0 ? se : null,
      interval,
      ...(interval === null ? { reason: 'the effect is the same in every question, so its variation is unknown' } : {}),
    }
  })
}
