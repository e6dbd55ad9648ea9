import { fitCellMeans, type CellMeansFit } from '@safety-portfolio/mixed-models'
import { normalQuantile, type Estimate, type Finding } from '@safety-portfolio/stats'
import { version } from './version.js'

/** Scores that belong to a country and a question. */
export interface CountryQuestionScores {
  /** One finite score per pair. */
  readonly scores: ArrayLike<number>
  /** Country of each pair, from 0. */
  readonly countries: ArrayLike<number>
  /** Number of countries. */
  readonly countryCount: number
  /** Question of each pair, from 0. */
  readonly questions: ArrayLike<number>
  /** Number of questions. */
  readonly questionCount: number
}

/** Country scores that no longer depend on which questions a country was asked. */
export interface AdjustedScores {
  /** Per country: the mean score that it would have on the average question. `null` with a reason for a country without pairs. */
  readonly countries: readonly Estimate[]
  /** Standard deviation between questions, `null` where the model could not be fitted. */
  readonly questionDeviation: number | null
  /** Standard deviation that is left within questions. */
  readonly residualDeviation: number | null
  /** -2 log restricted likelihood. */
  readonly minusTwoLogLik: number | null
  readonly method: string
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly version: string
}

const method = 'REML fit of similarity ~ 0 + country + (1 | question)'
const assumptions: readonly string[] = [
  'Questions are a sample of all questions one could ask; a question is easier or harder by the same amount for every country.',
  'Question effects and residuals are normal with constant variance; the intervals take the variances as known.',
]

/**
 * Country scores adjusted for the question set. Countries were asked different questions, and some questions are easier to score on than others; a
 * raw mean mixes the two. The linear mixed model `similarity ~ 0 + country + (1 | question)` separates them: it is fitted by
 * `fitCellMeans` of mixed-models, whose numbers are those of `fitMixed` for this formula.
 *
 * @param data - scores with their countries and questions
 * @param options - `level` of the intervals, default 0.95
 * @throws RangeError if lengths differ or a score is not finite.
 *
 * @example
 * ```ts
 * import { adjustedScores } from '@safety-portfolio/global-opinions'
 *
 * // Country 1 was asked the hard questions only; on each it does better than country 0.
 * const result = adjustedScores({
 *   scores: [0.91, 0.8, 0.52, 0.4, 0.61, 0.5], countries: [0, 0, 0, 0, 1, 1], countryCount: 2, questions: [0, 1, 2, 3, 2, 3], questionCount: 4,
 * })
 * result.countries[1]!.estimate! > result.countries[0]!.estimate! // => true
 * ```
 */
export function adjustedScores(data: CountryQuestionScores, options: { readonly level?: number } = {}): AdjustedScores {
  const { level = 0.95 } = options
  if (!(level > 0 && level < 1)) throw new RangeError(`adjustedScores: level must lie in (0, 1), got ${level}`)
  const n = data.scores.length
  if (data.countries.length !== n || data.questions.length !== n) {
    throw new RangeError(
      `adjustedScores: scores, countries and questions must be of one length, got ${n}, ${data.countries.length} and ${data.questions.length}`,
    )
  }
  for (let i = 0; i < n; i += 1) {
    if (!Number.isFinite(data.scores[i]))
      throw new RangeError(`adjustedScores: scores must be finite, got ${String(data.scores[i])} at index ${i}`)
  }
  const {
    scores: values,
    countries: cells,
    countryCount: cellCount,
    questions: groups,
    questionCount: groupCount,
  } = data
  const fit = fitCellMeans({ values, cells, cellCount, groups, groupCount })
  if (fit.refusal !== null) return refused(data.countryCount, inOurWords(fit.refusal))
  return {
    countries: Array.from({ length: data.countryCount }, (_, country) => estimate(fit, country, level)),
    questionDeviation: fit.groupDeviation,
    residualDeviation: fit.sigma,
    minusTwoLogLik: fit.minusTwoLogLik,
    method,
    assumptions,
    warnings: !fit.boundary
      ? []
      : [
          {
            code: 'boundary',
            message: 'The data support no variance between questions, so the adjusted scores are the raw means.',
          },
        ],
    version,
  }
}

function estimate(fit: CellMeansFit, country: number, level: number): Estimate {
  const [mean, error] = [fit.means[country] ?? null, fit.standardErrors[country] ?? null]
  if (mean === null || error === null)
    return { estimate: null, standardError: null, interval: null, reason: 'the country has no scores' }
  const margin = error * normalQuantile((1 + level) / 2)
  return {
    estimate: mean,
    standardError: error,
    interval: { lower: mean - margin, upper: mean + margin, level, method: 'wald, mixed model' },
  }
}

/** Levels are countries here, and groups questions. */
function inOurWords(reason: string): string {
  return reason
    .replaceAll('levels', 'countries')
    .replaceAll('groups', 'questions')
    .replaceAll('group', 'question')
    .replaceAll('values', 'scores')
}

function refused(countries: number, reason: string): AdjustedScores {
  return {
    countries: Array.from({ length: countries }, () => ({
      estimate: null,
      standardError: null,
      interval: null,
      reason,
    })),
    questionDeviation: null,
    residualDeviation: null,
    minusTwoLogLik: null,
    method,
    assumptions,
    warnings: [{ code: 'not-adjusted', message: `Scores could not be adjusted for the question set: ${reason}.` }],
    version,
  }
}
