import { betaCdf, betaSurvival } from '@safety-portfolio/stats'
import { logProbabilityOfScore } from './elicitation-score.js'
import { fitSample } from './fit-tail.js'
import type { ExceedanceBound } from './forecast-result.js'
import { distinctOf, exceedanceBound, refuseTail, samplesNeeded } from './internal/refuse-tail.js'
import { deepest, type TailSample } from './internal/tail-sample.js'
import { quantileAtLog } from './tail-quantile.js'
import type { PlottingPosition, TailMethod } from './tail.js'

/** The forecast from another number of largest scores. */
export interface TailAtK {
  readonly k: number
  /** Slope of the linear tail. */
  readonly a: number
  /** log10 of the worst probability at the largest n; the score itself, for scores. */
  readonly worst: number
}

/** The forecast of another method. */
export interface TailByMethod {
  readonly method: TailMethod
  /** log10 of the worst probability at the largest n (the score itself, for scores); `null` when refused. */
  readonly worst: number | null
  readonly reason?: string
}

/** Whether the largest scores look like an exponential tail. */
export interface TailCurvature {
  /** Number of largest scores looked at. */
  readonly k: number
  /** Mean excess of the upper half of them over that of all: 1 on a straight tail, below 1 where it falls off, above 1 where it gets heavier. */
  readonly ratio: number
  /** Two-sided, exact under an exponential tail: the share of the normalised spacings is beta distributed (Rényi 1953). */
  readonly pValue: number
}

/** What tells how far a forecast can be trusted. JSON-safe. */
export interface TailDiagnostics {
  /** Different values among the k largest. */
  readonly distinct: number
  /** Largest n over m: how far the forecast reaches beyond the sample. */
  readonly reach: number | null
  /** Squared correlation of the k largest scores with their log plotting positions; `null` when refused. Always high, because both are sorted. */
  readonly rSquared: number | null
  /** The least-squares or Weissman forecast from 5 to 30 largest scores. */
  readonly kStability: readonly TailAtK[]
  /** Largest less smallest of them: decades of p; `null` when there are fewer than two. */
  readonly kRange: number | null
  readonly curvature: TailCurvature | null
  /** What each method forecasts. */
  readonly methods: readonly TailByMethod[]
  /** Largest less smallest of them. */
  readonly methodRange: number | null
  /** Of repeated samples: hits and samples at the k-th largest, and the samples that would give it five hits. */
  readonly kthLargest: { readonly hits: number; readonly samples: number; readonly samplesNeeded: number | null } | null
  /** What holds without any tail. */
  readonly bound: ExceedanceBound | null
}

const methods: readonly TailMethod[] = ['ols', 'weissman', 'gpd', 'lognormal']

/** Diagnostics of a sample. `logN` is the log of the largest n, or `null` when nothing was asked for. */
export function diagnoseTail(
  sample: TailSample,
  {
    method,
    plotting,
    level,
    logN,
  }: { method: TailMethod; plotting: PlottingPosition; level: number; logN: number | null },
): TailDiagnostics {
  const { m, k, top, observations } = sample
  const value = (psi: number): number => (observations.kind === 'score' ? psi : logProbabilityOfScore(psi) / Math.LN10)
  const linear = method === 'weissman' ? 'weissman' : 'ols'
  const kStability: TailAtK[] = []
  for (const size of [5, 7, 10, 14, 20, deepest]) {
    const other = { ...sample, k: size }
    if (logN === null || refuseTail(other, linear, level) !== null) continue
    const { tail } = fitSample(other, linear, plotting)
    if (tail.form === 'linear') kStability.push({ k: size, a: tail.a, worst: value(quantileAtLog(tail, logN)) })
  }
  const byMethod = methods.map((name): TailByMethod => {
    if (logN === null) return { method: name, worst: null, reason: 'no n was asked for' }
    const refused = refuseTail(sample, name, level)
    if (refused !== null) return { method: name, worst: null, reason: refused.message }
    return { method: name, worst: value(quantileAtLog(fitSample(sample, name, plotting).tail, logN)) }
  })
  const usable = refuseTail(sample, 'ols', level) === null
  return {
    distinct: distinctOf(top, k),
    reach: logN === null || m === 0 ? null : Math.exp(logN - Math.log(m)),
    rSquared: usable ? rSquared(top, m, k, plotting) : null,
    kStability,
    kRange: range(kStability.map(({ worst }) => worst)),
    curvature: usable ? curvatureOf(top, Math.min(2 * k, m - 1)) : null,
    methods: byMethod,
    methodRange: range(byMethod.flatMap(({ worst }) => (worst === null ? [] : [worst]))),
    kthLargest: kthLargest(sample),
    bound: exceedanceBound(sample, level),
  }
}

function range(values: readonly number[]): number | null {
  const finite = values.filter(Number.isFinite)
  return finite.length < 2 ? null : Math.max(...finite) - Math.min(...finite)
}

function rSquared(top: Float64Array, m: number, k: number, plotting: PlottingPosition): number {
  const y = Float64Array.from({ length: k }, (_, i) => Math.log((plotting === 'i/m' ? i + 1 : i + 0.5) / m))
  const [meanX, meanY] = [mean(top.subarray(0, k)), mean(y)]
  let [xx, xy, yy] = [0, 0, 0]
  for (let i = 0; i < k; i += 1) {
    xx += (top[i]! - meanX) ** 2
    xy += (top[i]! - meanX) * (y[i]! - meanY)
    yy += (y[i]! - meanY) ** 2
  }
  return (xy * xy) / (xx * yy)
}

function curvatureOf(top: Float64Array, k: number): TailCurvature | null {
  if (k < 4 || !(top[k]! > -Infinity)) return null
  const half = Math.floor(k / 2)
  // Normalised spacings i (x_(i) - x_(i+1)) of an exponential tail are independent and alike.
  let [upper, whole] = [0, 0]
  for (let i = 1; i <= k; i += 1) {
    const spacing = i * (top[i - 1]! - top[i]!)
    whole += spacing
    if (i <= half) upper += spacing
  }
  if (!(whole > 0)) return null
  const share = upper / whole
  const tail = Math.min(betaCdf(share, half, k - half), betaSurvival(share, half, k - half))
  return { k, ratio: upper / half / (whole / k), pValue: Math.min(1, 2 * tail) }
}

function kthLargest({ k, top, observations, m }: TailSample): TailDiagnostics['kthLargest'] {
  const { hits, samples, scores } = observations
  if (hits === undefined || samples === undefined || k > m) return null
  const kth = top[k - 1]!
  let fewest = -1
  for (const [i, score] of scores.entries()) {
    if (score === kth && (fewest < 0 || hits[i]! < hits[fewest]!)) fewest = i
  }
  const [hit, of] = [hits[fewest]!, samples[fewest]!]
  return { hits: hit, samples: of, samplesNeeded: hit === 0 ? null : samplesNeeded(hit / of) }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
