import type { ChinchillaParameters } from '../chinchilla-law.js'
import { unitMatrix } from './unit-matrix.js'

/**
 * The runs as the kernels see them: logarithms centred at their means, which removes the ridge between A and alpha, and the loss divided by its
 * geometric mean, which makes every fit the same in any unit.
 */
export interface ChinchillaProblem {
  readonly n: number
  /** log N - logParamsMean. */
  readonly x: Float64Array
  /** log D - logTokensMean. */
  readonly y: Float64Array
  /** log L - logLossMean. */
  readonly logLoss: Float64Array
  /** L / exp(logLossMean). */
  readonly level: Float64Array
  /** Weight of each run: 1, a count, or what the caller gave. */
  readonly weights: Float64Array
  /** Five columns of n that the kernel leaves: p and q (shares of mu where the objective is of logs), psi, curvature, residual. */
  readonly scratch: Float64Array
  readonly logParamsMean: number
  readonly logTokensMean: number
  readonly logLossMean: number
}

/** Number of constants; the order everywhere inside is log A, log B, log E, alpha, beta. */
export const size = 5

export function chinchillaProblem(
  runs: readonly { readonly params: number; readonly tokens: number; readonly loss: number }[],
  weights: Float64Array,
): ChinchillaProblem {
  const n = runs.length
  const [x, logParamsMean] = centredLogs(runs, 'params')
  const [y, logTokensMean] = centredLogs(runs, 'tokens')
  const [logLoss, logLossMean] = centredLogs(runs, 'loss')
  const level = logLoss.map(Math.exp)
  const scratch = new Float64Array(5 * n)
  return { n, x, y, logLoss, level, weights, scratch, logParamsMean, logTokensMean, logLossMean }
}

function centredLogs<Key extends string>(
  runs: readonly Readonly<Record<Key, number>>[],
  key: Key,
): readonly [logs: Float64Array, mean: number] {
  const logs = new Float64Array(runs.length)
  let mean = 0
  for (let i = 0; i < logs.length; i += 1) mean += logs[i] = Math.log(runs[i]![key])
  mean /= logs.length
  for (let i = 0; i < logs.length; i += 1) logs[i]! -= mean
  return [logs, mean]
}

/** Room for the distinct runs of one bootstrap replicate; `n` says how much of it is in use. */
export interface Resample extends ChinchillaProblem {
  n: number
}

export function emptyResample(problem: ChinchillaProblem): Resample {
  const { n } = problem
  return {
    ...problem,
    x: new Float64Array(n),
    y: new Float64Array(n),
    logLoss: new Float64Array(n),
    level: new Float64Array(n),
    weights: new Float64Array(n),
  }
}

/** Copies the runs with a positive count into `resample`: about 37 % of the runs of a bootstrap replicate cost nothing. */
export function takeCounts(problem: ChinchillaProblem, counts: ArrayLike<number>, resample: Resample): void {
  let kept = 0
  for (let i = 0; i < problem.n; i += 1) {
    const weight = counts[i]! * problem.weights[i]!
    if (weight === 0) continue
    resample.x[kept] = problem.x[i]!
    resample.y[kept] = problem.y[i]!
    resample.logLoss[kept] = problem.logLoss[i]!
    resample.level[kept] = problem.level[i]!
    resample.weights[kept] = weight
    kept += 1
  }
  resample.n = kept
}

/** The constants in the units of the runs. */
export function parametersOf(problem: ChinchillaProblem, theta: Float64Array): ChinchillaParameters {
  const [a, b, e, alpha, beta] = theta as unknown as readonly [number, number, number, number, number]
  return {
    A: Math.exp(a + alpha * problem.logParamsMean + problem.logLossMean),
    B: Math.exp(b + beta * problem.logTokensMean + problem.logLossMean),
    E: Math.exp(e + problem.logLossMean),
    alpha,
    beta,
  }
}

/** log A = a + alpha mean(log N) + constant, log B alike; the others stay. */
export function uncentring(problem: ChinchillaProblem): Float64Array {
  const transform = unitMatrix(size)
  transform[3] = problem.logParamsMean
  transform[size + 4] = problem.logTokensMean
  return transform
}
