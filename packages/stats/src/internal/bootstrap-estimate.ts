import type { BootstrapMethod } from '../bootstrap-result.js'
import type { Estimate } from '../estimate.js'
import type { Finding } from '../finding.js'
import { quantileSorted } from '../quantile.js'
import { standardDeviation } from '../variance.js'
import { bcaProbabilities } from './bca-probabilities.js'

interface Component {
  readonly subject: string
  readonly estimate: number
  readonly draws: Float64Array
  /** Leave-one-out values, or `null` where none were asked for or there is but one unit. */
  readonly jackknife: Float64Array | null
  readonly level: number
  readonly method: BootstrapMethod
}

// Replicates closer to each other than this, relative to their size, differ by rounding only.
const rounding = 64 * Number.EPSILON
const outermost = 5

/** Standard error and interval of one component from its replicates; adds what must be known to `warnings`. */
export function bootstrapEstimate(component: Component, warnings: Finding[]): Estimate {
  const { subject, estimate, draws, jackknife, level, method } = component
  if (!Number.isFinite(estimate)) {
    return {
      estimate: null,
      standardError: null,
      interval: null,
      reason: `${subject} of the whole sample is not finite`,
    }
  }
  const sorted = draws.filter((draw) => Number.isFinite(draw)).sort()
  if (sorted.length < 2) {
    return {
      estimate,
      standardError: null,
      interval: null,
      reason: `${subject} is finite in fewer than two replicates`,
    }
  }
  const lowest = sorted[0]!
  const highest = sorted[sorted.length - 1]!
  if (highest - lowest <= rounding * Math.max(Math.abs(lowest), Math.abs(highest))) {
    const reason = `${subject} is the same in every replicate, so resampling cannot show its uncertainty`
    warnings.push({ code: 'no-variation', message: `${capitalised(reason)}; use an exact interval.` })
    return { estimate, standardError: null, interval: null, reason }
  }

  const tails: readonly [number, number] = [(1 - level) / 2, (1 + level) / 2]
  const adjusted = method === 'bca' ? bcaProbabilities(estimate, sorted, jackknife, tails) : null
  if (method === 'bca' && adjusted === null) {
    warnings.push({
      code: 'bca-degenerate',
      message: `The BCa correction of ${subject} cannot be computed (all replicates on one side of the estimate, or a jackknife that does not vary or is not finite); the percentile interval stands in.`,
    })
  }
  const [low, high] = adjusted ?? tails
  if (adjusted !== null && Math.min(low, 1 - high) * sorted.length < outermost) {
    warnings.push({
      code: 'bca-extreme',
      message: `A BCa bound of ${subject} lies within the outermost ${outermost} replicates; take more replicates or doubt the bound.`,
    })
  }
  return {
    estimate,
    standardError: standardDeviation(sorted),
    interval: {
      lower: quantileSorted(sorted, low),
      upper: quantileSorted(sorted, high),
      level,
      method: adjusted === null ? 'percentile bootstrap' : 'bca bootstrap',
    },
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
