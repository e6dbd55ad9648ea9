import type { MixedFit, MixedModel } from '@safety-portfolio/mixed-models'
import { normalQuantile } from '@safety-portfolio/stats'
import type { Interval } from '@safety-portfolio/stats'
import type { DecisionTable } from './decision-table.js'
import { scoreTerms } from './internal/model-terms.js'
import type { ScoreTerm } from './internal/model-terms.js'
import { ownCoefficients } from './internal/own-coefficients.js'
import { predictionCovariance } from './internal/prediction-covariance.js'

/** The score of one question for one term. */
export interface QuestionScore {
  /** The score's term. */
  readonly term: string
  /** Fixed effect plus the question's random effect: shrunken towards the mean over questions. */
  readonly estimate: number
  /** Standard error of its prediction, that of the fixed effect included. */
  readonly se: number
  /** Interval, normal. */
  readonly interval: Interval
  /** What the question's own rows alone say (least squares); `null` when they do not determine it. */
  readonly own: number | null
}

/** The scores of one question. */
export interface QuestionScores {
  /** The question. */
  readonly question: string
  /** Its rows. */
  readonly n: number
  /** One score a term. */
  readonly scores: readonly QuestionScore[]
}

/**
 * A score for every question: the mean effect plus what is known about this question, shrunken by how much the question's own data weigh. Standard
 * errors are those of the prediction of beta + b in Henderson's equations (Henderson 1975), which hold at the boundary too; they take the
 * covariance parameters as known.
 *
 * @param table - Decisions.
 * @param model - The prepared model with all slopes random.
 * @param fit - Its fit.
 * @param options - `level` of the intervals, default 0.95.
 */
export function questionScores(
  table: Omit<DecisionTable, 'warnings'>,
  model: MixedModel,
  fit: Omit<MixedFit, 'inference'>,
  options: { readonly level?: number } = {},
): readonly QuestionScores[] {
  const { level = 0.95 } = options
  const [modes] = fit.ranef
  if (modes?.terms.length !== fit.fixed.length) return []
  const terms = scoreTerms(table)
    .map((term) => ({ term, k: fit.fixed.findIndex((effect) => effect.term === term.coefficient) }))
    .filter(({ k }) => k >= 0)
  const z = normalQuantile(1 - (1 - level) / 2)
  const covariances = predictionCovariance(model, fit)
  const own = ownCoefficients(table)
  const groups = modes.levels.map((code, group) => {
    const question = Number(code)
    return {
      question: table.questions[question]!,
      n: table.question.reduce((sum, one) => sum + (one === question ? 1 : 0), 0),
      scores: terms.map(({ term, k }) => {
        const estimate = fit.fixed[k]!.estimate + modes.values[group]![k]!
        const se = Math.sqrt(Math.max(0, covariances[group]![k]!))
        return {
          term: term.term,
          estimate,
          se,
          interval: { lower: estimate - z * se, upper: estimate + z * se, level, method: 'prediction of beta + b' },
          own: ownOf(own, question, term),
        }
      }),
    }
  })
  return groups
}

function ownOf(own: ReturnType<typeof ownCoefficients>, question: number, { coefficient }: ScoreTerm): number | null {
  return own.get(question)?.get(coefficient) ?? null
}
