import { residualAt, type LawModel } from './law-model.js'

/** Weighted sum of J J' over the points, with a unit diagonal for a constant at its bound: the curvature of least squares, never indefinite. */
export function gaussNewton(model: LawModel, log: boolean, theta: Float64Array): Float64Array {
  const { n, size, weights } = model
  const normal = new Float64Array(size * size)
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  for (let i = 0; i < n; i += 1) {
    residualAt(model, log, theta, i, gradient, hessian)
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1) normal[j * size + k]! += weights[i]! * gradient[j]! * gradient[k]!
    }
  }
  for (let j = 0; j < size; j += 1) if (normal[j * size + j] === 0) normal[j * size + j] = 1
  return normal
}
