import type { LossCurvePoint } from '../fit-loss-envelope.js'
import { frontierLine, type FittedFrontierLine } from './frontier-line.js'
import { computeOf } from './group-budgets.js'

/** Every run's log loss at every FLOP value, NaN where its curve does not reach. */
export interface EnvelopeGrid {
  readonly logCompute: Float64Array
  readonly logParams: Float64Array
  /** One row a run. */
  readonly logLoss: readonly Float64Array[]
}

export function envelopeGrid(points: readonly LossCurvePoint[], size: number): EnvelopeGrid {
  const curves = new Map<string, LossCurvePoint[]>()
  for (const point of points) {
    const members = curves.get(point.run)
    if (members === undefined) curves.set(point.run, [point])
    else members.push(point)
  }
  let lowest = Infinity
  let highest = -Infinity
  const runs = [...curves].map(([run, members]) => {
    const curve = members
      .map((point) => ({ x: Math.log(computeOf(point)), y: Math.log(point.loss) }))
      .sort((a, b) => a.x - b.x || a.y - b.y)
    const { params } = members[0]!
    if (members.some((point) => point.params !== params))
      throw new RangeError(`fitLossEnvelope: params must be the same at all points of run ${run}`)
    lowest = Math.min(lowest, curve[0]!.x)
    highest = Math.max(highest, curve.at(-1)!.x)
    return { logParams: Math.log(params), curve }
  })
  const logCompute = Float64Array.from(
    { length: runs.length === 0 ? 0 : size },
    (_, i) => lowest + ((highest - lowest) * i) / (size - 1),
  )
  return {
    logCompute,
    logParams: Float64Array.from(runs, ({ logParams }) => logParams),
    logLoss: runs.map(({ curve }) => {
      let next = 0
      return logCompute.map((x) => {
        while (next < curve.length && curve[next]!.x < x) next += 1
        const right = curve[next]
        if (right === undefined) return NaN
        if (right.x === x) return right.y
        const left = curve[next - 1]
        return left === undefined ? NaN : left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x)
      })
    }),
  }
}

/** The line through the interior minima over the runs of positive weight; `null` with fewer than three sizes. */
export function envelopeLine(
  { logCompute, logParams, logLoss }: EnvelopeGrid,
  weights: Float64Array,
): { readonly line: FittedFrontierLine | null; readonly used: number; readonly runs: number; readonly sizes: number } {
  const x: number[] = []
  const y: number[] = []
  const winners = new Set<number>()
  for (const [i, compute] of logCompute.entries()) {
    let best = -1
    let smallest = Infinity
    let largest = -Infinity
    for (const [run, losses] of logLoss.entries()) {
      const loss = losses[i]!
      if (weights[run] === 0 || Number.isNaN(loss)) continue
      smallest = Math.min(smallest, logParams[run]!)
      largest = Math.max(largest, logParams[run]!)
      // Equal losses go to the smaller model, so that the order of the runs does not matter.
      const ahead = best < 0 ? -1 : loss - logLoss[best]![i]! || logParams[run]! - logParams[best]!
      if (ahead < 0) best = run
    }
    if (best < 0 || !(logParams[best]! > smallest && logParams[best]! < largest)) continue
    winners.add(best)
    x.push(compute)
    y.push(logParams[best]!)
  }
  const sizes = new Set([...winners].map((run) => logParams[run]!)).size
  return {
    line: sizes < 3 ? null : frontierLine(Float64Array.from(x), Float64Array.from(y)),
    used: x.length,
    runs: winners.size,
    sizes,
  }
}
