import { clopperPearsonInterval, quantileSorted, type Interval } from '@safety-portfolio/stats'
import { requireFraction } from './internal/require.js'
import { version } from './version.js'

/** A forecast and what came, as natural logarithms of probabilities. */
export interface ForecastOutcome {
  readonly logForecast: number
  readonly logTruth: number
}

/** A share of forecasts with its Clopper-Pearson interval. */
export interface ForecastShare {
  readonly count: number
  readonly estimate: number
  readonly interval: Interval
}

/** How good forecasts were. JSON-safe. */
export interface ForecastScore {
  /** Number of forecasts. */
  readonly n: number
  /** Mean of |log10 forecast - log10 truth|, in decades. */
  readonly meanAbsoluteLog10: number
  /** Median of log10 forecast - log10 truth, in decades: below 0, forecasts are too low. */
  readonly medianLog10: number
  /** Their 5 % and 95 % quantiles. */
  readonly spread: readonly [number, number]
  /** Within one order of magnitude. */
  readonly withinOneOrder: ForecastShare
  /** Too low: the dangerous direction, so it is counted apart. */
  readonly underestimates: ForecastShare
  readonly assumptions: readonly string[]
  readonly version: string
}

/**
 * Scores forecasts of probabilities: mean absolute log error, share within one order of magnitude, and the under-estimates apart from the
 * over-estimates. Logarithms are decimal in the result and natural in the input.
 *
 * @param outcomes - at least one; logarithms finite and <= 0
 * @throws RangeError when there is none, or a logarithm is not finite or above 0.
 *
 * @example
 * ```ts
 * import { scoreForecasts } from '@safety-portfolio/risk'
 *
 * const outcome = (forecast: number, truth: number) => ({ logForecast: Math.log(forecast), logTruth: Math.log(truth) })
 * const score = scoreForecasts([outcome(1e-4, 1e-3), outcome(0.02, 0.01), outcome(1e-6, 1e-3)])
 * score.meanAbsoluteLog10 // => ~1.43368
 * score.underestimates.count // => 2
 * ```
 */
export function scoreForecasts(
  outcomes: readonly ForecastOutcome[],
  options: { readonly level?: number } = {},
): ForecastScore {
  const { level = 0.95 } = options
  requireFraction('scoreForecasts', 'level', level)
  if (outcomes.length === 0) throw new RangeError('scoreForecasts: outcomes must not be empty')
  for (const [i, { logForecast, logTruth }] of outcomes.entries()) {
    for (const [name, value] of Object.entries({ logForecast, logTruth })) {
      if (!(value <= 0 && value > -Infinity)) {
        throw new RangeError(`scoreForecasts: ${name} must be finite and <= 0, got ${value} at index ${i}`)
      }
    }
  }
  return scoreErrors(
    outcomes.map(({ logForecast, logTruth }) => (logForecast - logTruth) / Math.LN10),
    level,
  )
}

/** The score of signed errors, in decades or in whatever unit they come. */
export function scoreErrors(signed: readonly number[], level: number): ForecastScore {
  const errors = Float64Array.from(signed).sort()
  const share = (keep: (error: number) => boolean): ForecastShare => {
    const count = errors.filter(keep).length
    return { count, estimate: count / errors.length, interval: clopperPearsonInterval(count, errors.length, { level }) }
  }
  return {
    n: errors.length,
    meanAbsoluteLog10: errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length,
    medianLog10: quantileSorted(errors, 0.5),
    spread: [quantileSorted(errors, 0.05), quantileSorted(errors, 0.95)],
    withinOneOrder: share((error) => Math.abs(error) <= 1),
    underestimates: share((error) => error < 0),
    assumptions: [
      'Intervals of the shares hold for independent forecasts; forecasts from one data set share its luck.',
    ],
    version,
  }
}
