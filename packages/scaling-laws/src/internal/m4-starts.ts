import type { LawModel } from './law-model.js'
import { separateStarts } from './separate-starts.js'
import { weightedLine } from './weighted-line.js'

const offsets = [0.05, 0.4, 0.7, 0.9, 0.98]
const plateaus = [1.01, 1.05, 1.2, 1.6, 3]
const alphas = [0.1, 0.3, 0.7, 1.5, 4]
const mostStarts = 6

/**
 * For a grid of E, E0 and alpha: K and c of log t - alpha log(1 - t) = K - c x by a straight line through the points, t = (y - E) / (E0 - E),
 * ranked by the squares of log y. The best, no two of them neighbours, in the coordinates of M4.
 */
export function m4Starts(
  model: LawModel,
  x: Float64Array,
  plateau: number | null,
  weights: Float64Array,
): readonly Float64Array[] {
  const { level, n, size, logLoss } = model
  // Every second of many points is enough to rank.
  const stride = n > 32 ? 2 : 1
  const least = Math.min(...level)
  const most = Math.max(...level)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  const cells = offsets.flatMap((share, a) =>
    (plateau === null ? plateaus.map((times) => times * most) : [plateau]).flatMap((E0, b) => {
      const E = share * least
      const span = E0 - E
      const line = (part: (y: number) => number) => weightedLine(x, level.map(part), weights)
      // log t and log(1 - t): the line through log t - alpha log(1 - t) is the same of theirs.
      const rise = line((y) => Math.log((y - E) / span))
      const fall = line((y) => Math.log((E0 - y) / span))
      return alphas.map((alpha, k) => {
        const start = [rise.intercept - alpha * fall.intercept, Math.log(E), alpha * fall.slope - rise.slope]
        const theta = Float64Array.of(...start, Math.log(alpha), Math.log(span)).slice(0, size)
        let rss = 0
        for (let i = 0; i < n; i += stride) {
          rss += weights[i]! * (model.logValue(theta, i, gradient, hessian, 0) - logLoss[i]!) ** 2
        }
        return { index: [a, b, k], theta: () => theta, rss }
      })
    }),
  )
  return separateStarts(cells, mostStarts)
}
