import { createRandom, type Finding } from '@safety-portfolio/stats'
import { logProbabilityOfScore } from './elicitation-score.js'
import { fitSample } from './fit-tail.js'
import { scoreErrors, type ForecastScore } from './forecast-score.js'
import { requireFraction, requireInteger } from './internal/require.js'
import { refuseTail } from './internal/refuse-tail.js'
import { tailSample } from './internal/tail-sample.js'
import type { Observations } from './observations.js'
import { quantileAtLog } from './tail-quantile.js'
import type { PlottingPosition, TailMethod } from './tail.js'
import { version } from './version.js'

/** Options of {@link backtestForecasts}. */
export interface BacktestOptions {
  /** Queries that each trial fits to. Default: the larger of 10 k and a twentieth of all. */
  readonly fitSize?: number
  /** n that each trial forecasts. Default: half of the queries left over, between whose second and third largest the truth then lies. */
  readonly target?: number
  /** Number of trials. Default 100. */
  readonly repeats?: number
  /** Methods to try. Default all four. */
  readonly methods?: readonly TailMethod[]
  /** k. Default 10. */
  readonly top?: number
  /** Of least squares. Default `'i/m'`. */
  readonly plotting?: PlottingPosition
  /** Coverage of the intervals of shares. Default 0.95. */
  readonly level?: number
  /** Seed of the random splits; trial r takes stream r. */
  readonly seed: number
}

/** How a method did. */
export interface MethodBacktest {
  readonly method: TailMethod
  /** Trials in which it refused. */
  readonly refusals: number
  /** Of the other trials; `null` when there were none. */
  readonly score: ForecastScore | null
  /** Why most trials were refused, if they were. */
  readonly reason?: string
}

/** A backtest of tail forecasts on the user's own data. JSON-safe. */
export interface Backtest {
  /** Number of observations. */
  readonly m: number
  readonly k: number
  readonly fitSize: number
  readonly target: number
  readonly repeats: number
  /** `'decades'` of probability; for scores their own unit, in the fields named `Log10`. */
  readonly unit: 'decades' | 'score'
  readonly methods: readonly MethodBacktest[]
  /** The method with the smallest mean absolute error; `null` when none could forecast nine trials of ten. */
  readonly picked: TailMethod | null
  readonly seed: number
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly refused?: Finding
  readonly version: string
}

const allMethods: readonly TailMethod[] = ['ols', 'weissman', 'gpd', 'lognormal']

/**
 * Forecasts on the user's own data: in each trial a random few of the queries are fitted, the worst of `target` queries is forecast and held
 * against that quantile of the queries left over. The method with the smallest mean absolute error is picked. What was in no query cannot be
 * backtested: a rare subgroup that the whole sample lacks, or a reach beyond the whole sample.
 *
 * @throws RangeError if an option is out of its domain. Too few queries are a refusal in the result.
 *
 * @example
 * ```ts
 * import { backtestForecasts, observationsFromProbabilities } from '@safety-portfolio/risk'
 *
 * const p = Array.from({ length: 2000 }, (_, i) => Math.exp(-Math.exp(2.8 + Math.log((i + 1) / 2000) / 3)))
 * const { picked, methods } = backtestForecasts(observationsFromProbabilities(p), { seed: 1 })
 * picked // => 'weissman'
 * methods[0]!.score!.withinOneOrder.estimate // => 0.99
 * ```
 */
export function backtestForecasts(observations: Observations, options: BacktestOptions): Backtest {
  const { top = 10, plotting = 'i/m', repeats = 100, methods = allMethods, level = 0.95, seed } = options
  const m = observations.scores.length
  const { fitSize = Math.max(10 * top, Math.floor(m / 20)) } = options
  const { target = Math.max(1, Math.floor((m - fitSize) / 2)) } = options
  requireInteger('backtestForecasts', 'top', top, 3)
  requireInteger('backtestForecasts', 'fitSize', fitSize, 3)
  requireInteger('backtestForecasts', 'repeats', repeats, 1)
  requireInteger('backtestForecasts', 'target', target, 1)
  requireFraction('backtestForecasts', 'level', level)
  const common = {
    m,
    k: top,
    fitSize,
    target,
    repeats,
    unit: observations.kind === 'score' ? ('score' as const) : ('decades' as const),
    seed,
    assumptions: [
      'The queries are a random sample: a random split then stands for what comes later.',
      'Trials share the queries, so their errors are not independent.',
    ],
    version,
  }
  const refused = refuse(observations, fitSize, target)
  if (refused !== null) return { ...common, methods: [], picked: null, warnings: [], refused }
  const errors = new Map(methods.map((method) => [method, [] as number[]]))
  const reasons = new Map<TailMethod, string>()
  const splitter = createSplitter(observations, fitSize, target)
  for (let r = 0; r < repeats; r += 1) {
    const { fitted, truth } = splitter(seed, r)
    const sample = tailSample(fitted, top)
    const value = (psi: number): number =>
      observations.kind === 'score' ? psi : logProbabilityOfScore(psi) / Math.LN10
    for (const method of methods) {
      const refusal = refuseTail(sample, method, level)
      if (refusal !== null) {
        reasons.set(method, refusal.message)
        continue
      }
      const forecast = value(quantileAtLog(fitSample(sample, method, plotting).tail, Math.log(target)))
      const error = forecast - value(truth)
      if (Number.isFinite(error)) errors.get(method)!.push(error)
      else reasons.set(method, 'The forecast or what came of it has probability 0.')
    }
  }
  const results = methods.map((method): MethodBacktest => {
    const own = errors.get(method)!
    const reason = reasons.get(method)
    return {
      method,
      refusals: repeats - own.length,
      score: own.length === 0 ? null : scoreErrors(own, level),
      ...(reason === undefined ? {} : { reason }),
    }
  })
  const able = results.filter(({ refusals }) => refusals <= 0.1 * repeats)
  const best = able.toSorted((x, y) => x.score!.meanAbsoluteLog10 - y.score!.meanAbsoluteLog10)[0]
  return { ...common, methods: results, picked: best?.method ?? null, warnings: warnings(best, target / fitSize) }
}

function warnings(best: MethodBacktest | undefined, reach: number): readonly Finding[] {
  const found: Finding[] = []
  const under = best?.score?.underestimates
  if (best !== undefined && under !== undefined && under.interval.lower > 0.5) {
    found.push({
      code: 'underestimates',
      message: `The best method, ${best.method}, forecast too little in ${Math.round(100 * under.estimate)} % of trials: expect its forecast to be too low.`,
    })
  }
  found.push({
    code: 'backtest-reach',
    message: `The trials forecast ${Number(reach.toPrecision(3))} times the queries they were fitted to. They say nothing of a longer reach, nor of subgroups that no query belongs to.`,
  })
  return found
}

function refuse(observations: Observations, fitSize: number, target: number): Finding | null {
  const m = observations.scores.length
  if (target > m - fitSize) {
    return {
      code: 'too-few-queries',
      message: `A backtest that fits ${fitSize} and forecasts ${target} needs ${fitSize + target} queries, and there are ${m}.`,
    }
  }
  if (target < fitSize) {
    return {
      code: 'no-reach',
      message: `A backtest must forecast more queries than it fits: ${fitSize} would be fitted and ${target} forecast. With ${m} queries, fit fewer (a smaller k allows that) or measure more.`,
    }
  }
  return observations.scores.includes(Infinity)
    ? { code: 'certain', message: 'A query has an elicitation probability of exactly 1: there is nothing to forecast.' }
    : null
}

/** Random splits of the queries, and the 1/target quantile of those left over. */
function createSplitter(
  observations: Observations,
  fitSize: number,
  target: number,
): (seed: number, stream: number) => { readonly fitted: Observations; readonly truth: number } {
  const sorted = observations.scores.slice().sort().reverse()
  const m = sorted.length
  // A place is the rank of a query. The first `fitSize` of a shuffle are drawn and put back, so that trial r depends on its stream alone.
  const places = Uint32Array.from({ length: m }, (_, i) => i)
  const swaps = new Uint32Array(fitSize)
  const taken = new Uint8Array(m)
  return (seed, stream) => {
    const random = createRandom(seed, stream)
    const scores = new Float64Array(fitSize)
    for (let i = 0; i < fitSize; i += 1) {
      const j = i + random.integer(m - i)
      swaps[i] = j
      const place = places[j]!
      places[j] = places[i]!
      places[i] = place
      scores[i] = sorted[place]!
      taken[place] = 1
    }
    const truth = quantileOfOthers(sorted, taken, (m - fitSize) / target + 1 / 3)
    for (let i = fitSize - 1; i >= 0; i -= 1) {
      const place = places[i]!
      taken[place] = 0
      places[i] = places[swaps[i]!]!
      places[swaps[i]!] = place
    }
    return { fitted: { kind: observations.kind === 'score' ? 'score' : 'probability', scores, corrected: 0 }, truth }
  }
}

/**
 * The `rank`-th largest of what was not taken, between two neighbours by linear interpolation. The rank is m / n + 1/3, because the median of the j-th smallest of
 * m uniform numbers is close to (j - 1/3) / m: a truth read at rank m / n itself would be too high in most trials.
 */
function quantileOfOthers(sorted: Float64Array, taken: Uint8Array, rank: number): number {
  let [left, place] = [0, -1]
  while (left < Math.floor(rank)) {
    place += 1
    if (taken[place] === 0) left += 1
  }
  const upper = sorted[place]!
  const share = rank - Math.floor(rank)
  let next = place + 1
  while (next < sorted.length && taken[next] === 1) next += 1
  if (share === 0 || next === sorted.length || sorted[next] === -Infinity) return upper
  return upper + share * (sorted[next]! - upper)
}
