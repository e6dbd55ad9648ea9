import { createRandom } from '@safety-portfolio/stats'
import type { Finding } from '@safety-portfolio/stats'
import type { ComputeModel } from './compute-model.js'
import { requireInteger } from './internal/require-number.js'
import { fitForm, type FittedForm, type TrendForm } from './internal/trend-forms.js'
import { dateAfter, type IsoDate } from './iso-date.js'
import { selectModels, type TrendSample, type TrendSelection } from './trend-sample.js'
import { version } from './version.js'

export type { TrendForm }

/** How models are left out and predicted. */
export interface CrossValidationOptions {
  /** Number of parts the models are dealt into. Default 10. */
  readonly folds?: number
  /** Seed of the deal. */
  readonly seed: number
}

/** Options of `compareTrends`. */
export interface TrendComparisonOptions extends TrendSelection {
  /** Fewest models on either side of a break. Default 10, as in Sevilla and Roldan 2024. */
  readonly minimumSegment?: number
  /** Cross-validation; folds are drawn with the seed. Default: none. */
  readonly crossValidation?: CrossValidationOptions
}

/** One shape of trend, fitted. */
export interface TrendAlternative {
  /** The shape. */
  readonly form: TrendForm
  /** Parameters of the mean, the break or pole included; the common variance is not counted. */
  readonly parameters: number
  /** Residual sum of squares in log10 FLOP; `null` when the shape could not be fitted. */
  readonly rss: number | null
  /** Gaussian BIC. Lower is better. */
  readonly bic: number | null
  /** BIC minus the best BIC: 0 for the preferred shape, above 10 hardly tenable. */
  readonly deltaBic: number | null
  /** Factor per year before the break; at the first model for the hyperbola. */
  readonly growthBefore: number | null
  /** Factor per year after the break; at the last model for the hyperbola. */
  readonly growthAfter: number | null
  /** Date of the break, or of the pole at which a hyperbola becomes infinite. */
  readonly breakDate: IsoDate | null
  /** The same in years since the origin. */
  readonly breakYears: number | null
  /** Mean squared error of predicting left-out models; `null` without cross-validation. */
  readonly crossValidatedError: number | null
  /** Why something is `null`. */
  readonly reason?: string
}

/** Shapes of one trend side by side. JSON-safe. */
export interface TrendComparison extends TrendSample {
  /** The shapes, in a fixed order. */
  readonly alternatives: readonly TrendAlternative[]
  /** The shape of lowest BIC, `null` when none could be fitted. */
  readonly preferred: TrendForm | null
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Version of this package. */
  readonly version: string
}

const forms: readonly TrendForm[] = ['exponential', 'kinked', 'jump', 'hyperbolic']

/**
 * Compares four shapes of a compute trend by BIC, as Sevilla and Roldan 2024 do: one exponential; a kinked one (slope
 * changes at a date); a jump (level and slope change); a hyperbola, log10 C = a - b log10(pole - t). Breaks are searched
 * over the observed dates with at least `minimumSegment` models on either side. Gaussian BIC, n ln(2 pi rss / n) + n +
 * k ln n, with k = 2, 4, 5 and 3.
 *
 * A break found by searching has no ordinary distribution: a BIC that is a few points lower is weak evidence.
 *
 * @throws RangeError as `fitComputeTrend` does.
 *
 * @example
 * ```ts
 * import { compareTrends } from '@safety-portfolio/scaling-laws'
 *
 * const bump = [0.1, -0.2, 0.15, 0, -0.1, 0.2, -0.15]
 * const models = Array.from({ length: 49 }, (_, i) => ({
 *   name: 'M',
 *   date: `${2010 + Math.floor(i / 7)}-0${1 + (i % 7)}-01`,
 *   compute: 10 ** (18 + 0.06 * i + (i > 25 ? 0.1 * (i - 25) : 0) + bump[i % 7]!),
 * }))
 * const { preferred, alternatives } = compareTrends(models, { snapshot: '2017-01-01' })
 * preferred // => 'kinked'
 * alternatives[1]!.breakDate // => '2013-05-01'
 * ```
 */
export function compareTrends(models: readonly ComputeModel[], options: TrendComparisonOptions = {}): TrendComparison {
  const { minimumSegment = 10, crossValidation } = options
  requireInteger('compareTrends', 'minimumSegment', minimumSegment, 2)
  const folds = crossValidation?.folds ?? 10
  requireInteger('compareTrends', 'crossValidation.folds', folds, 2)
  const { sample, t, y, warnings } = selectModels('compareTrends', models, options)
  const fitted = forms.map((form) => (sample.n < 3 ? null : fitForm(form, t, y, minimumSegment)))
  const bics = fitted.map((fit) => (fit === null ? null : bic(fit, sample.n)))
  const best = Math.min(...bics.map((value) => value ?? Infinity))
  const errors = forms.map((form) =>
    crossValidation === undefined ? null : leftOutError(form, t, y, minimumSegment, folds, crossValidation.seed),
  )
  const alternatives = forms.map((form, i) => describe(form, fitted[i]!, bics[i]!, best, errors[i]!, sample.origin))
  return {
    ...sample,
    alternatives,
    preferred: alternatives.find(({ deltaBic }) => deltaBic === 0)?.form ?? null,
    method: `least squares of log10 FLOP; BIC; breaks over observed dates with >= ${minimumSegment} models a side`,
    assumptions: [
      'Errors are independent, normal and of one variance, whatever the shape.',
      'One of the four shapes is a fair description.',
    ],
    warnings,
    version,
  }
}

function describe(
  form: TrendForm,
  fit: FittedForm | null,
  score: number | null,
  best: number,
  error: number | null,
  origin: IsoDate,
): TrendAlternative {
  const parameters = { exponential: 2, kinked: 4, jump: 5, hyperbolic: 3 }[form]
  const nothing = { rss: null, bic: null, deltaBic: null, growthBefore: null, growthAfter: null }
  if (fit === null)
    return {
      form,
      parameters,
      ...nothing,
      breakDate: null,
      breakYears: null,
      crossValidatedError: null,
      reason: 'too few models, or too few dates, for this shape',
    }
  const reason =
    score === null
      ? 'the shape fits without error, so the likelihood has no maximum'
      : fit.interior
        ? undefined
        : 'the search ended at its limit (0.05 or 1000 years after the last model): the pole is not identified'
  return {
    form,
    parameters,
    rss: fit.rss,
    bic: score,
    deltaBic: score === null ? null : score - best,
    growthBefore: 10 ** fit.slopes[0],
    growthAfter: 10 ** fit.slopes[1],
    breakDate: fit.at === null || !fit.interior ? null : dateAfter(fit.at, origin),
    breakYears: fit.interior ? fit.at : null,
    crossValidatedError: error,
    ...(reason === undefined ? {} : { reason }),
  }
}

function bic(fit: FittedForm, n: number): number | null {
  return fit.rss > 0 ? n * (Math.log((2 * Math.PI * fit.rss) / n) + 1) + fit.parameters * Math.log(n) : null
}

/** Mean squared error on left-out points; `null` when the shape cannot be fitted without a fold. */
function leftOutError(
  form: TrendForm,
  t: Float64Array,
  y: Float64Array,
  segment: number,
  folds: number,
  seed: number,
): number | null {
  const random = createRandom(seed)
  const order = Array.from(t, (_, i) => i)
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = random.integer(i + 1)
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  const foldOf = new Int32Array(t.length)
  for (const [position, index] of order.entries()) foldOf[index] = position % folds
  let total = 0
  for (let fold = 0; fold < Math.min(folds, t.length); fold += 1) {
    const keep = (_: number, i: number): boolean => foldOf[i] !== fold
    const fit = fitForm(form, t.filter(keep), y.filter(keep), segment)
    if (fit === null) return null
    for (const [i, value] of y.entries()) if (foldOf[i] === fold) total += (value - fit.predict(t[i]!)) ** 2
  }
  return Number.isFinite(total) ? total / t.length : null
}
