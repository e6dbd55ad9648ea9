import type { InferenceName, MixedFit } from '@safety-portfolio/mixed-models'
import type { Finding } from '@safety-portfolio/stats'
import { cardScores } from './card-score.js'
import type { CardScore } from './card-score.js'
import { censoredReport } from './censored-logits.js'
import type { CensoredReport } from './censored-logits.js'
import type { DecisionTable } from './decision-table.js'
import { matchedDecisions } from './decision-flips.js'
import { decisionSummary } from './decision-summary.js'
import type { DecisionSummary } from './decision-summary.js'
import { assembleScores } from './discrimination-score.js'
import type { DiscriminationScore } from './discrimination-score.js'
import { intersections } from './intersections.js'
import type { Intersections } from './intersections.js'
import { fitScores } from './internal/fit-scores.js'
import { cardProbabilities } from './internal/card-effects.js'
import { baselineOf, cardTerms, scoreTerms } from './internal/model-terms.js'
import type { MassReport } from './mass-gate.js'
import { probabilityScale } from './probability-scale.js'
import { questionScores } from './question-scores.js'
import type { QuestionScores } from './question-scores.js'
import { selfCheck } from './self-check.js'
import type { SelfCheck } from './self-check.js'
import { version } from './version.js'

/** How scores are estimated. */
export type ScoreMethod = 'reml' | 'ml' | 'two-stage' | 'card'

/** Options of {@link analyzeDecisions}. */
export interface AnalysisOptions {
  /** `'reml'` (default): all slopes random over questions; for counts a binomial model by Laplace. */
  readonly method?: ScoreMethod
  /** Tests and intervals of the scores. Default Satterthwaite; Wald for counts. */
  readonly inference?: InferenceName
  /** Replicates of a bootstrap. Default 1000. */
  readonly replicates?: number
  /** Seed of a bootstrap. Default 1. */
  readonly seed?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Largest effect on the logit scale that would not matter: adds a test of equivalence to every score. */
  readonly margin?: number
  /** Whether to estimate interactions and scores of intersections. Default false. */
  readonly interactions?: boolean
}

/** A finished analysis: plain data. */
export interface DiscriminationAnalysis {
  /** How the scores were estimated. */
  readonly method: string
  /** `'logit'`, or `'counts'` of sampled answers. */
  readonly response: 'logit' | 'counts'
  /** Decisions. */
  readonly n: number
  /** Questions. */
  readonly questions: number
  /** What every score is relative to. */
  readonly baseline: Readonly<Record<string, string | number>>
  /** Attributes that do not vary. */
  readonly constant: Readonly<Record<string, string>>
  /** Layout that was recognised. */
  readonly layout: string
  /** The scores. */
  readonly scores: readonly DiscriminationScore[]
  /** The dataset card's scores in both readings of the baseline, with method `'card'` (`scores` then are those against the baseline's level); else `null`. */
  readonly card: readonly CardScore[] | null
  /** The mixed model; `null` for methods without one. */
  readonly model: MixedFit | null
  /** The scores by two routes without a random-effects model. */
  readonly selfCheck: SelfCheck
  /** Shrunken scores of every question; empty without a model. */
  readonly perQuestion: readonly QuestionScores[]
  /** Rates of yes, and questions in which the decision depends on the person at all. */
  readonly decisions: DecisionSummary
  /** How much probability yes and no hold. */
  readonly mass: MassReport
  /** What was done about censored logits; `null` when there are none. */
  readonly censored: CensoredReport | null
  /** Interactions and intersections, when asked for. */
  readonly intersections: Intersections | null
  /** Why there are no scores. */
  readonly refusal: Finding | null
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** What the numbers rest on. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}

/**
 * Discrimination scores of a table of decisions (Tamkin et al. 2023): the mean change of the logit of yes when a person's attribute changes from the
 * baseline to a level, over questions. The model is `logit ~ 1 + attributes + (1 + attributes | question)`: leaving out random slopes makes standard
 * errors several times too small. Where each question has one row a coefficient the residual cannot be told from the slopes, and the two-stage analysis
 * is used instead, with a warning.
 *
 * @param table - From {@link decisionTable}.
 * @param options - Method, inference, margin of equivalence.
 * @throws RangeError when an option is out of range.
 * @example
 * ```ts
 * import { analyzeDecisions, decisionTable } from '@safety-portfolio/discrimination'
 *
 * const rows = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((question) =>
 *   ['white', 'Black'].flatMap((race) =>
 *     ['male', 'female'].map((gender) => ({
 *       question,
 *       race,
 *       gender,
 *       logit: question / 2 - 1 + (race === 'Black' ? 0.4 + (question % 3) / 4 : 0) + ((question * 7 + race.length * 3 + gender.length * 5) % 4) / 10,
 *     })),
 *   ),
 * )
 * const analysis = analyzeDecisions(decisionTable(rows, { baseline: { race: 'white', gender: 'male' } }))
 * analysis.scores.map(({ term }) => term) // => ['gender=female', 'race=Black']
 * analysis.scores[1]!.direction // => 'favoured'
 * ```
 */
export function analyzeDecisions(table: DecisionTable, options: AnalysisOptions = {}): DiscriminationAnalysis {
  const { level = 0.95, method = 'reml', margin } = options
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`analyzeDecisions: level must be between 0 and 1, got ${level}`)
  }
  if (margin !== undefined && !(margin > 0)) {
    throw new RangeError(`analyzeDecisions: margin must be > 0, got ${margin}`)
  }
  const fitted = fitScores(table, method, options, level)
  const { effects } = fitted
  const perQuestion =
    fitted.model === null || fitted.prepared === null || fitted.model.refusal !== null
      ? []
      : questionScores(table, fitted.prepared, fitted.model, { level })
  const terms = method === 'card' ? cardTerms(table) : scoreTerms(table)
  const scores =
    fitted.refusal === null
      ? assembleScores({
          terms,
          effects,
          deviations: fitted.deviations,
          perQuestion,
          probability: method === 'card' ? cardProbabilities(table, terms, level) : probabilityScale(table, { level }),
          matched: matchedDecisions(table, terms, level),
          margin,
          reason: fitted.reason,
        })
      : []
  const check = selfCheck(table, fitted.model === null ? [] : scores, { level })
  return {
    method: fitted.method,
    response: table.response.kind,
    n: table.n,
    questions: table.questions.length,
    baseline: baselineOf(table),
    constant: table.constant,
    layout: table.layout.description,
    scores,
    card: method === 'card' ? cardScores(table, { level }) : null,
    model: fitted.model,
    selfCheck: check,
    perQuestion,
    decisions: decisionSummary(table, { level }),
    mass: table.mass,
    censored: censoredReport(table),
    intersections: options.interactions === true ? intersections(table, { level }) : null,
    refusal: fitted.refusal,
    warnings: [...table.warnings, ...(fitted.model?.warnings ?? []), ...fitted.warnings, ...disagreements(check)],
    assumptions: fitted.assumptions,
    version,
  }
}

function disagreements({ scores }: SelfCheck): readonly Finding[] {
  const off = scores.filter(({ agrees }) => agrees === false).map(({ term }) => term)
  if (off.length === 0) return []
  return [
    {
      code: 'self-check',
      message: `The analyses without a random-effects model differ from the model for ${off.join(', ')}; see selfCheck. This happens where the covariance is singular, cells are missing, or answers are counts near 0 or 1.`,
    },
  ]
}
