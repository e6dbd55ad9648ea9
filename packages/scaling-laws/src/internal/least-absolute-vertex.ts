import { perfect, rounding } from './least-absolute-certificate.js'
import type { LadSolution } from './least-absolute.js'
import { linearAbsolute } from './linear-absolute.js'
import { absoluteSum, residualAt, type LawModel } from './law-model.js'
import { solveLinear } from './solve-linear.js'

/** Vertices of linearised problems after which the optimum is taken to be none. */
const mostVertices = 30
/** So many decreases in turn below this share of the sum are those of a corner that vertices come near to for ever. */
const mostCreeping = 3
const creeping = 1e-6
/** A share of the decrease that the linearised problem promises. */
const sufficient = 1e-4

/**
 * Exact minimum of the sum of absolute log residuals where the law meets as many points as it has constants, as nearly always. The law is replaced by its
 * tangent, whose least absolute deviations are exact at a vertex; Newton steps on the points met there, which cost nothing, bring the law itself to them.
 * That is the optimum as soon as the tangent there has its vertex at the same points: each of their multipliers is within [-1, 1], a certificate. Without one where no
 * such point is found: the law may meet fewer points, where its own curvature counts.
 *
 * Source: Anderson, Osborne and Watson (Osborne and Watson 1971): Gauss and Newton's method in the norm of absolute deviations.
 */
export function absoluteVertex(model: LawModel, start: Float64Array): LadSolution {
  const { n, size, weights } = model
  let theta = start
  const left = new Float64Array(n)
  const jacobian = new Float64Array(n * size)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  let met: readonly number[] = []
  let value = Infinity
  let crept = 0
  for (let iterations = 1; iterations <= mostVertices; iterations += 1) {
    const before = value
    value = 0
    let largest = 0
    for (let i = 0, at = 0; i < n; i += 1, at += size) {
      left[i] = residualAt(model, true, theta, i, gradient, hessian, 1)
      for (let j = 0; j < size; j += 1) jacobian[at + j] = gradient[j]!
      value += weights[i]! * Math.abs(left[i]!)
      if (weights[i]! > 0) largest = Math.max(largest, Math.abs(left[i]!))
    }
    if (largest < rounding) return perfect(left, theta, iterations)
    const vertex = linearAbsolute(
      { n, size, weights, residuals: left, jacobian },
      met.filter((i) => Math.abs(left[i]!) <= rounding),
    )
    if (vertex === null) break
    if (vertex.met.every((i) => Math.abs(left[i]!) <= rounding)) {
      const interpolated = Array.from(left.keys()).filter((i) => weights[i]! > 0 && Math.abs(left[i]!) <= rounding)
      const certificate = {
        interpolated,
        multipliers: interpolated.map((i) => vertex.multipliers[i]!),
        largestResidual: interpolated.reduce((most, i) => Math.max(most, Math.abs(left[i]!)), 0),
      }
      return { theta, value, converged: true, iterations, certificate }
    }
    crept = before - value < creeping * value ? crept + 1 : 0
    if (crept === mostCreeping) break
    met = vertex.met
    const next = metExactly(model, theta, vertex.move, met)
    if (next !== null && absoluteSum(model, next) < value) theta = next
    else {
      const shorter = downhill(model, theta, vertex.move, value, value - vertex.value)
      if (shorter === null) break
      theta = shorter
    }
  }
  return { theta, value, converged: false, iterations: mostVertices }
}

/** The law that meets some points, by Newton from a point moved; `null` where that does not lead to one. */
function metExactly(
  model: LawModel,
  theta: Float64Array,
  move: Float64Array,
  met: readonly number[],
): Float64Array | null {
  const { size, longest } = model
  const free = Array.from(theta.keys()).filter((j) => move[j] !== 0)
  const p = met.length
  if (free.length !== p || free.some((j) => Math.abs(move[j]!) > longest[j]!)) return null
  const at = theta.map((value, j) => value + move[j]!)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  for (let iteration = 0; iteration < 12; iteration += 1) {
    const matrix = new Float64Array(p * p)
    const right = new Float64Array(p)
    let largest = 0
    for (const [row, i] of met.entries()) {
      right[row] = -residualAt(model, true, at, i, gradient, hessian, 1)
      largest = Math.max(largest, Math.abs(right[row]))
      for (const [column, j] of free.entries()) matrix[row * p + column] = gradient[j]!
    }
    if (largest <= rounding / 1000) return at
    const step = solveLinear(matrix, right, p)
    if (step === null) return null
    for (const [column, j] of free.entries()) {
      if (!(Math.abs(step[column]!) < longest[j]!)) return null
      at[j]! += step[column]!
    }
    if (iteration > 3 && largest <= rounding) return at
  }
  return null
}

/** The first point of a move, halved ever again, at which the sum has fallen by a share of what was promised. */
function downhill(
  model: LawModel,
  theta: Float64Array,
  move: Float64Array,
  value: number,
  promised: number,
): Float64Array | null {
  if (!(promised > 1e-13 * value)) return null
  let share = move.reduce((least, step, j) => Math.min(least, model.longest[j]! / Math.abs(step)), 1)
  for (let halving = 0; halving < 12; halving += 1, share /= 2) {
    const at = theta.map((coordinate, j) => coordinate + share * move[j]!)
    if (absoluteSum(model, at) < value - sufficient * share * promised) return at
  }
  return null
}
