import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { ObservationalFit } from '../observational-result.js'
import { version } from '../version.js'
import { noEstimate } from './no-estimate.js'

/** Names the benchmark that the imputation counts. */
export function namedRefusal(
  refusal: Finding,
  rows: readonly (readonly (number | null)[])[],
  benchmarks: readonly string[],
): Finding {
  if (refusal.code !== 'constant-benchmark') return refusal
  const constant = benchmarks.filter((_, j) => new Set(rows.flatMap((row) => row[j] ?? [])).size < 2)
  return {
    code: refusal.code,
    message: `All training models have the same score (or none) on ${constant.join(', ')}, so it tells nothing about capability. Leave it out or add models that differ.`,
  }
}

/** The result that carries a refusal and no number. */
export function refusedObservational(
  about: Pick<ObservationalFit, 'n' | 'componentModels' | 'benchmarks' | 'target'>,
  refusal: Finding,
): ObservationalFit {
  const none: Estimate = noEstimate(refusal.message)
  const error = { n: 0, meanAbsoluteError: none, rootMeanSquaredError: null }
  return {
    ...about,
    parameters: null,
    components: null,
    benchmarkSlopes: Object.fromEntries(about.benchmarks.map((name) => [name, none])),
    objective: null,
    converged: false,
    gradientNorm: null,
    predictions: [],
    trainError: error,
    testError: error,
    bootstrap: null,
    method: 'refused',
    assumptions: [],
    warnings: [],
    refusal,
    version,
  }
}
