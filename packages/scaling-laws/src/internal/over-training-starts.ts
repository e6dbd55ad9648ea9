import { solveLinear } from './solve-linear.js'
import { lowestMinima } from './lowest-minima.js'

const exponents = /* @__PURE__ */ Array.from({ length: 48 }, (_, k) => 0.01 * (1.5 / 0.01) ** (k / 47))
const mostStarts = 3
const subsets = [[0, 1, 2], [0, 1], [0, 2], [1, 2], [0], [1], [2]] as const

/**
 * Variable projection: for each exponent of a grid the nonnegative least squares of the loss on N^-2eta, D^-2eta and 1 with weights
 * w / loss^2, by trying every set of terms. The lowest local minima, as (log A, log B, log E, eta).
 */
export function overTrainingStarts(
  x: Float64Array,
  y: Float64Array,
  level: Float64Array,
  weights: Float64Array,
): readonly Float64Array[] {
  const cells = exponents.map((eta) => {
    const columns = [x.map((v) => Math.exp(-2 * eta * v)), y.map((v) => Math.exp(-2 * eta * v)), x.map(() => 1)]
    const { beta, rss } = nonnegative(columns, level, weights)
    const theta = Float64Array.of(...beta.map((value) => Math.log(Math.max(value, 1e-3))), eta)
    return { theta, rss }
  })
  return lowestMinima([cells], mostStarts).map(({ theta }) => theta)
}

function nonnegative(
  columns: readonly Float64Array[],
  level: Float64Array,
  weights: Float64Array,
): { readonly beta: readonly number[]; readonly rss: number } {
  let best = { beta: [0, 0, 0], rss: Infinity }
  const weight = weights.map((value, i) => value / level[i]! ** 2)
  for (const subset of subsets) {
    const p = subset.length
    const normal = new Float64Array(p * p)
    const right = new Float64Array(p)
    for (let i = 0; i < level.length; i += 1) {
      for (let j = 0; j < p; j += 1) {
        const value = weight[i]! * columns[subset[j]!]![i]!
        right[j]! += value * level[i]!
        for (let k = 0; k < p; k += 1) normal[j * p + k]! += value * columns[subset[k]!]![i]!
      }
    }
    const solution = solveLinear(normal, right, p)
    if (solution?.every((value) => value >= 0) !== true) continue
    const beta = [0, 0, 0]
    for (let j = 0; j < p; j += 1) beta[subset[j]!] = solution[j]!
    let rss = 0
    for (let i = 0; i < level.length; i += 1) {
      const mu = beta[0]! * columns[0]![i]! + beta[1]! * columns[1]![i]! + beta[2]!
      rss += weight[i]! * (level[i]! - mu) ** 2
    }
    if (rss < best.rss) best = { beta, rss }
    // The free solution is the minimum where it is admissible.
    if (p === 3) break
  }
  return best
}
