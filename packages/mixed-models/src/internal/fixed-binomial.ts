import type { BinomialData } from './binomial-data.js'
import { backwardSolve, choleskyInPlace, forwardSolve } from './dense.js'

/** A linear predictor this far out says 1e-8 or less for one of the outcomes: no finite optimum is that sure. */
const separationLimit = 18

/** Fixed effects without random effects by iteratively reweighted least squares; `separated` when they run off to infinity. */
export function fixedBinomial(data: BinomialData): { readonly beta: Float64Array; readonly separated: boolean } {
  const { n, p, x } = data
  const times = rowCounts(data)
  const beta = new Float64Array(p)
  const information = new Float64Array(p * p)
  for (let iteration = 0; iteration < 60; iteration += 1) {
    information.fill(0)
    const step = new Float64Array(p)
    let extreme = 0
    for (let row = 0; row < n; row += 1) {
      if (times[row] === 0) continue
      let eta = data.offset[row]!
      for (let k = 0; k < p; k += 1) eta += x[k]![row]! * beta[k]!
      extreme = Math.max(extreme, Math.abs(eta - data.offset[row]!))
      const mu = 1 / (1 + Math.exp(-eta))
      const weight = times[row]! * data.trials[row]! * mu * (1 - mu)
      const residual = times[row]! * (data.successes[row]! - data.trials[row]! * mu)
      for (let i = 0; i < p; i += 1) {
        step[i] = step[i]! + x[i]![row]! * residual
        for (let j = 0; j <= i; j += 1) {
          information[i * p + j] = information[i * p + j]! + weight * x[i]![row]! * x[j]![row]!
        }
      }
    }
    if (extreme > separationLimit || !choleskyInPlace(information, p)) return { beta, separated: true }
    const gradient = step.slice()
    forwardSolve(information, p, step, 1)
    backwardSolve(information, p, step, 1)
    let decrement = 0
    for (let k = 0; k < p; k += 1) {
      decrement += step[k]! * gradient[k]!
      beta[k] = beta[k]! + step[k]!
    }
    if (decrement < 1e-14) break
  }
  return { beta, separated: false }
}

/** How often each row counts. */
function rowCounts({ n, counts, units }: BinomialData): Float64Array {
  const times = new Float64Array(n).fill(1)
  if (counts === null) return times
  units.forEach(({ rows }, unit) => {
    for (const row of rows) times[row] = counts[unit]!
  })
  return times
}
