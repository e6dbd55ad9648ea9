import { bootstrap as bootstrapMean, weightedMean, type Estimate } from '@safety-portfolio/stats'
import type { ObservationalError, ObservationalPrediction } from '../observational-result.js'

/** Mean absolute and root mean squared error, the former with an interval over models at the law as fitted. */
export function observationalError(
  predictions: readonly ObservationalPrediction[],
  options: { readonly replicates: number; readonly seed: number; readonly level: number } | null,
): ObservationalError {
  const residuals = predictions.flatMap(({ observed, predicted }) =>
    observed === null ? [] : [Math.abs(observed - predicted.estimate!)],
  )
  const n = residuals.length
  if (n === 0) {
    const none: Estimate = {
      estimate: null,
      standardError: null,
      interval: null,
      reason: 'No model with a measured target.',
    }
    return { n, meanAbsoluteError: none, rootMeanSquaredError: null }
  }
  const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / n
  const resampled =
    options === null || n < 2 ? null : bootstrapMean(n, (weights) => weightedMean(residuals, weights), options)
  return {
    n,
    meanAbsoluteError: {
      estimate: mean(residuals),
      standardError: resampled?.standardError ?? null,
      interval: resampled?.interval ?? null,
      ...(resampled?.interval ? {} : { reason: options === null ? 'Ask for a bootstrap.' : 'Too few models.' }),
    },
    rootMeanSquaredError: Math.sqrt(mean(residuals.map((value) => value ** 2))),
  }
}
