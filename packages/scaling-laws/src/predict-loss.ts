import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { FitLoss, LossName } from './fit-result.js'
import { extrapolationDrift, widened } from './internal/extrapolation-drift.js'
import { defaultNoise, lossScale, predictFurther, type Ends } from './internal/law-prediction.js'
import { lawNamed, scaleOf, type AnyPoint } from './internal/law-registry.js'
import { determinedLaw } from './internal/located-law.js'
import type { IdentifiabilityOption } from './internal/identifiability-option.js'
import { describeLoss } from './internal/describe-loss.js'
import { fitLoss, requireFraction, usableData } from './internal/options.js'
import type { KnownLaw, LawLabel, LawPoint } from './law-name.js'
import { version } from './version.js'

/** How to predict; every option has a default. */
export interface PredictLossOptions extends IdentifiabilityOption {
  /** Distance between law and data; default `'huber'`. */
  readonly loss?: LossName
  /** Threshold of the Huber loss in log loss; default 1e-3. */
  readonly delta?: number
  /** Coverage of both intervals; default 0.95. */
  readonly level?: number
  /**
   * Noise of a new datum: `'normal'` with the variance of the residuals (default for least squares), or `'residuals'`, one of those seen (default
   * for the robust losses, whose residuals have long tails). `'residuals'` needs `n (1 - level) / 2 >= 1`.
   */
  readonly noise?: 'normal' | 'residuals'
  /**
   * What holds beyond the largest datum. `'drift'` (default): the law, but it may drift from the data as it did within them: a rolling backtest inside
   * the data tells how far per factor of scale, and predictions grow by it. `'law'`: the law exactly, so that intervals are those of its constants and
   * the noise alone; on real runs these hold far fewer of the larger runs than they claim.
   */
  readonly beyond?: 'drift' | 'law'
  /** One nonnegative weight per datum; default 1 each. Only their ratios matter; a new datum has the noise of one of mean weight. */
  readonly weights?: readonly number[]
}

/** A prediction at one place. */
export interface LossPrediction<Place> {
  /** Where. */
  readonly at: Place
  /** What the law says there: the centre of the runs that could be made, with the uncertainty of the constants alone. */
  readonly mean: Estimate
  /** One new run there: the uncertainty of the constants and the noise of a run. Its `standardError` is `null`: it is no estimate. */
  readonly prediction: Estimate
  /** Compute (or x) divided by the largest among the data: above 1 the prediction extrapolates. */
  readonly extrapolation: number
}

/** Predictions of a law. JSON-safe. */
export interface LossPredictions<Law extends KnownLaw> {
  /** The law. */
  readonly law: LawLabel<Law>
  /** The loss that was minimised. */
  readonly loss: FitLoss
  /** Number of data used. */
  readonly n: number
  /** One per place, in their order; empty when refused. */
  readonly predictions: readonly LossPrediction<Omit<LawPoint<Law>, 'loss'>>[]
  /**
   * Drift by which predictions beyond the data were widened: root mean square error per factor of e, in log loss (loss over its geometric mean for
   * `'squared'`), and the cutoffs it rests on. `null` where none was asked for, needed or found.
   */
  readonly drift: { readonly perEfold: number; readonly cutoffs: number } | null
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there are no predictions. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/**
 * Predicts the loss of new runs: the law's own value with the uncertainty of its constants (`mean`), and the loss that one new run will show
 * (`prediction`), which adds the noise of a run. On the scale of the residuals (log loss; loss itself for `'squared'`) the variance of the first is
 * g' C g, with the gradient g of the law there and the sandwich covariance C (HC2, with the degrees of freedom of that variance: Bell and McCaffrey
 * 2002); the second is that of the sum of a t variable and the noise.
 *
 * @param law - Name of the law, or one made by {@link defineLaw}.
 * @param given - Training runs or points of a curve.
 * @param places - Where to predict: `{ params, tokens }`, or `{ x }`.
 * @param options - See {@link PredictLossOptions}.
 * @returns One prediction per place.
 * @throws RangeError for options or places outside their domain.
 *
 * @example
 * ```ts
 * import { predictLoss, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * const { predictions } = predictLoss('chinchilla', runs, [{ params: 7e10, tokens: 1.4e12 }], { loss: 'log-squared' })
 * const { mean, prediction } = predictions[0]!
 * mean.estimate // => ~1.979
 * prediction.interval!.lower < mean.interval!.lower // => true
 * ```
 */
export function predictLoss<Law extends KnownLaw>(
  law: Law,
  given: readonly LawPoint<Law>[],
  places: readonly Omit<LawPoint<Law>, 'loss'>[],
  options: PredictLossOptions = {},
): LossPredictions<Law> {
  const definition = lawNamed('predictLoss', law)
  const loss = fitLoss('predictLoss', options)
  const { level = 0.95, noise = defaultNoise(loss), beyond = 'drift' } = options
  requireFraction('predictLoss', 'level', level)
  const used = usableData<AnyPoint>('predictLoss', given, options.weights)
  const { points, weights } = used
  requirePlaces(places, typeof law === 'string')
  const located = determinedLaw('predictLoss', definition, used, loss, options, places)
  const common = { law: definition.law as LawLabel<Law>, loss, n: points.length, version }
  if ('code' in located) {
    return {
      ...common,
      predictions: [],
      drift: null,
      method: 'refused',
      assumptions: [],
      warnings: [],
      refusal: located,
    }
  }
  const method = 'sandwich (HC2), t'
  const largest = Math.max(...points.map((point) => scaleOf(definition, point)))
  const toLoss = lossScale(loss, located.model.logLossMean)
  const factors = places.map((place) => scaleOf(definition, place) / largest)
  const extrapolates = factors.some((factor) => factor > 1)
  const drift = beyond === 'drift' && extrapolates ? extrapolationDrift(definition, points, loss, weights) : null
  const predictions = predictFurther(located, level, noise).map(
    (found, k): LossPrediction<Omit<LawPoint<Law>, 'loss'>> => {
      const estimate = toLoss(found.value)
      const datum = widened(found, drift, factors[k]!, level)
      const interval = (ends: Ends, how: string): Estimate['interval'] => ({
        lower: toLoss(ends.lower),
        upper: toLoss(ends.upper),
        level,
        method: how,
      })
      return {
        at: places[k]!,
        mean:
          found.mean === null || found.error === null
            ? { estimate, standardError: null, interval: null, reason: noCovariance }
            : {
                estimate,
                standardError: found.error * (located.objective.log ? estimate : Math.exp(located.model.logLossMean)),
                interval: interval(found.mean(), method),
              },
        prediction:
          datum === null
            ? {
                estimate,
                standardError: null,
                interval: null,
                reason: found.mean === null ? noCovariance : tooFewResiduals,
              }
            : {
                estimate,
                standardError: null,
                interval: interval(
                  datum,
                  `${method}, noise: ${noise}${drift !== null && factors[k]! > 1 ? ', drift' : ''}`,
                ),
              },
        extrapolation: factors[k]!,
      }
    },
  )
  return {
    ...common,
    predictions,
    drift,
    method: `${describeLoss(loss)}; mean: ${method}; prediction: convolved with ${noise === 'normal' ? 'normal noise' : 'the residuals'}${drift === null ? '' : `, beyond the data with the drift seen at ${drift.cutoffs} cutoffs`}`,
    assumptions: [
      ...definition.assumptions,
      'New runs are made as the old ones were; their noise has the same distribution everywhere.',
      ...(drift === null ? [] : ['Beyond the data the law drifts from the runs as it did within them, no faster.']),
    ],
    warnings: [
      ...located.doubts,
      ...(located.converged ? [] : [notConverged]),
      ...(extrapolates && beyond === 'drift' && drift === null ? [noDrift] : []),
    ],
    version,
  }
}

/** Places of built-in laws are above zero; those of a defined law may hold anything but numbers that are none. */
function requirePlaces(places: readonly object[], positive: boolean): void {
  for (const place of places) {
    for (const [name, value] of Object.entries(place) as [string, unknown][]) {
      if (value === undefined || (!positive && typeof value !== 'number')) continue
      if (!(Number.isFinite(value) && (!positive || (value as number) > 0)))
        throw new RangeError(
          `predictLoss: ${name} must be ${positive ? '> 0' : 'a finite number'}, got ${typeof value === 'number' ? value : JSON.stringify(value)}`,
        )
    }
  }
}

const noCovariance = 'No covariance can be computed from this fit.'
const tooFewResiduals =
  'There are too few residuals for the tails at this level: ask for normal noise or a lower level.'
const noDrift: Finding = {
  code: 'no-drift',
  message:
    'The data are too few for a backtest within them: predictions beyond the largest datum take the law to hold exactly there, and their intervals are too short wherever it does not.',
}
const notConverged: Finding = {
  code: 'not-converged',
  message: 'The constants are not a certified optimum: do not rely on predictions from them.',
}
