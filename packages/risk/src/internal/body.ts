import { createRandom } from '@safety-portfolio/stats'
import { largest } from './largest.js'

/** The queries that are not among the k largest: what they add to the mean elicitation probability. */
export interface Body {
  /** log of (sum of p) / m. */
  readonly logMean: number
  /** log of it in a resample of the queries. */
  readonly draw: (replicate: number) => number
}

// So many of the largest are resampled one by one; the many small ones follow the normal law.
const single = 32

/** Sums the body in logarithms, and resamples it: Poisson weights on its largest members, a normal sum of the others. */
export function bodyOf(scores: Float64Array, k: number, m: number, seed: number): Body {
  const top = largest(scores, Math.min(scores.length, k + single))
  const leading = top.slice(k).filter((score) => score > -Infinity)
  if (leading.length === 0) return { logMean: -Infinity, draw: () => -Infinity }
  const scale = -Math.exp(-leading[0]!)
  const relative = (score: number): number => Math.exp(-Math.exp(-score) - scale)
  const weights = leading.map(relative)
  const edge = top.at(-1)!
  // Values equal to the edge may stand on both sides of it.
  let ties = 0
  for (const score of top) if (score === edge) ties += 1
  let [rest, squares] = [0, 0]
  for (const score of scores) {
    if (score > edge || score === -Infinity) continue
    if (score === edge) {
      if (ties > 0) {
        ties -= 1
        continue
      }
    }
    const p = relative(score)
    rest += p
    squares += p * p
  }
  const sum = rest + weights.reduce((total, weight) => total + weight, 0)
  const sd = Math.sqrt(squares)
  return {
    logMean: scale + Math.log(sum / m),
    draw: (replicate) => {
      const random = createRandom(seed, 1_000_000 + replicate)
      let drawn = Math.max(0, rest + sd * random.normal())
      for (const weight of weights) drawn += weight * poisson(random.uniform())
      return scale + Math.log(drawn / m)
    },
  }
}

/** The Poisson quantile at mean 1. */
function poisson(u: number): number {
  let [term, sum, count] = [Math.exp(-1), Math.exp(-1), 0]
  while (u > sum && count < 20) {
    count += 1
    term /= count
    sum += term
  }
  return count
}
