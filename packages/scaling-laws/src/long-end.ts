import { dampedNewton, studentTQuantile, type Estimate, type Finding } from '@safety-portfolio/stats'
import type { LogisticLine } from './internal/logistic-line.js'
import type { TaskRun } from './task-run.js'
import { noEstimate } from './internal/no-estimate.js'

/** How well the logistic curve of one agent holds on the longest tasks. JSON-safe. */
export interface LongEnd {
  /** Minutes of the shortest task that counts as long. */
  readonly fromMinutes: number
  /** Tasks at least so long. */
  readonly tasks: number
  /** Runs on them. */
  readonly n: number
  /** Weighted share of success on them. */
  readonly observed: number
  /** What the curve predicts there. */
  readonly predicted: number
  /** `predicted` less `observed`, with a t interval over tasks: above 0 the curve falls off too gently there, and a horizon that lies there is too high. */
  readonly excess: Estimate
  /**
   * Minutes at 50 % success of a curve that may bend (a term in the square of log2 minutes, with the weights and the penalty of the line): how far p50 rests on
   * the straight line. No interval.
   */
  readonly bentP50: Estimate
}

/** Below so many long tasks nothing is said. */
const fewestTasks = 5
/** Long are the longest third of an agent's tasks. */
const longShare = 1 / 3

/**
 * Checks the long end of a logistic curve in log2 minutes: the success it predicts on the longest third of an agent's tasks against what is seen there, and
 * p50 of a curve that may bend. `null` with fewer than 5 long tasks. The curve was fitted to these runs too, which makes the excess a little too small.
 *
 * Source: the criticism that the logistic falls off too gently, so that p50 of strong agents is too high (METR's own discussion of its horizons); the interval
 * is that of a weighted mean over clusters.
 */
export function checkLongEnd(
  runs: readonly TaskRun[],
  weights: readonly number[],
  line: Pick<LogisticLine, 'intercept' | 'slope'>,
  { penalty, level }: { readonly penalty: number; readonly level: number },
): LongEnd | null {
  const lengths = [...new Map(runs.map(({ task, minutes }) => [task, minutes])).values()].sort((a, b) => b - a)
  const fromMinutes = lengths[Math.max(0, Math.ceil(longShare * lengths.length) - 1)]!
  const long = runs.flatMap((run, i) => (run.minutes >= fromMinutes ? [{ run, weight: weights[i]! }] : []))
  const total = long.reduce((sum, { weight }) => sum + weight, 0)
  const gaps = new Map<string, number>()
  let [observed, predicted, chance] = [0, 0, 0]
  for (const { run, weight } of long) {
    const expected = 1 / (1 + Math.exp(-(line.intercept + line.slope * Math.log2(run.minutes))))
    observed += (weight * run.score) / total
    predicted += (weight * expected) / total
    chance += (weight / total) ** 2 * expected * (1 - expected)
    gaps.set(run.task, (gaps.get(run.task) ?? 0) + (weight * (expected - run.score)) / total)
  }
  const tasks = gaps.size
  if (tasks < fewestTasks || gaps.size === lengths.length) return null
  const excess = predicted - observed
  const share = new Map<string, number>()
  for (const { run, weight } of long) share.set(run.task, (share.get(run.task) ?? 0) + weight / total)
  const squares = [...gaps].reduce((sum, [task, gap]) => sum + (gap - share.get(task)! * excess) ** 2, 0)
  // Where hardly any run succeeds the tasks show less scatter than chance makes; an interval is never shorter than that of independent runs.
  const error = Math.sqrt(Math.max((squares * tasks) / (tasks - 1), chance))
  const half = studentTQuantile((1 + level) / 2, tasks - 1) * error
  return {
    fromMinutes,
    tasks,
    n: long.length,
    observed,
    predicted,
    excess: {
      estimate: excess,
      standardError: error,
      interval: { lower: excess - half, upper: excess + half, level, method: `t(${tasks - 1}) over tasks` },
    },
    bentP50: bentHorizon(runs, weights, penalty),
  }
}

/** A long end more than two doublings beyond p50 says little about it. */
const farBeyond = 4

/** What a reader of p50 must know about its long end. */
export function longEndFindings(check: LongEnd | null, p50: number): readonly Finding[] {
  const interval = check?.excess.interval ?? null
  if (check === null || interval === null || (interval.lower <= 0 && interval.upper >= 0)) return []
  if (check.fromMinutes > farBeyond * p50) return []
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
  const seen = `On the ${check.tasks} tasks of ${Number(check.fromMinutes.toPrecision(3))} minutes or more the curve predicts ${percent(check.predicted)} success, and ${percent(check.observed)} is seen`
  return [
    interval.lower > 0
      ? {
          code: 'long-end-too-gentle',
          message: `${seen}: it falls off too gently there, and a horizon that lies there is too high.`,
        }
      : {
          code: 'long-end-too-steep',
          message: `${seen}: it falls off too steeply there, and a horizon that lies there is too low.`,
        },
  ]
}

/** p50 of a logistic curve with a square term, where it falls through 50 %. */
function bentHorizon(runs: readonly TaskRun[], weights: readonly number[], penalty: number): Estimate {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const x = runs.map(({ minutes }) => Math.log2(minutes))
  const centre = x.reduce((sum, value, i) => sum + (weights[i]! * value) / total, 0)
  const { x: found, converged } = dampedNewton(
    (point, gradient, hessian) => {
      let value = (penalty * point[1]! ** 2) / 2
      gradient.fill(0)
      hessian.fill(0)
      gradient[1] = penalty * point[1]!
      hessian[4] = penalty
      for (let i = 0; i < x.length; i += 1) {
        const dx = x[i]! - centre
        const terms = [1, dx, dx * dx] as const
        const eta = terms.reduce((sum, term, j) => sum + term * point[j]!, 0)
        const p = 1 / (1 + Math.exp(-eta))
        const w = weights[i]!
        value += w * (Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - runs[i]!.score * eta)
        for (let j = 0; j < 3; j += 1) {
          gradient[j]! += w * (p - runs[i]!.score) * terms[j]!
          for (let k = 0; k < 3; k += 1) hessian[3 * j + k]! += w * p * (1 - p) * terms[j]! * terms[k]!
        }
      }
      return value
    },
    [0, 0, 0],
    { gradientTolerance: 1e-9 },
  )
  const [c, b, a] = found as unknown as readonly [number, number, number]
  if (!converged) return noEstimate('The bent curve has no finite optimum.')
  // The root at which the curve falls, in a form that keeps its digits as the bend vanishes.
  const root = b * b - 4 * a * c
  if (!(root >= 0)) return noEstimate('The bent curve never passes 50 %.')
  const at = (2 * c) / (-b + Math.sqrt(root))
  const estimate = 2 ** (centre + at)
  if (!(estimate > 0 && estimate < Infinity)) return noEstimate('The bent curve never falls through 50 %.')
  return { estimate, standardError: null, interval: null, reason: 'a check of the form of the curve, not resampled' }
}
