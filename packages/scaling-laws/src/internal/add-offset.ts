/**
 * log(shift + exp(offset) + exp(term)). `gradient` and `hessian` hold the derivatives of `term` on entry and those of the result on return;
 * `index` is the coordinate that is `offset`, which `term` may depend on too; up to `order` only where it is given.
 */
export function addOffset(
  term: number,
  offset: number,
  index: number,
  shift: number,
  gradient: Float64Array,
  hessian: Float64Array,
  order?: 0 | 1,
): number {
  const size = gradient.length
  const power = Math.exp(term)
  const level = Math.exp(offset)
  const mu = shift + level + power
  if (order === 0) return Math.log(mu)
  const p = power / mu
  const o = level / mu
  for (let j = 0; order === undefined && j < size; j += 1) {
    const first = p * gradient[j]! + (j === index ? o : 0)
    for (let k = 0; k <= j; k += 1) {
      const at = j * size + k
      const other = p * gradient[k]! + (k === index ? o : 0)
      const both = p * (hessian[at]! + gradient[j]! * gradient[k]!) + (j === index && k === index ? o : 0)
      hessian[at] = both - first * other
    }
  }
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; order === undefined && k < j; k += 1) hessian[k * size + j] = hessian[j * size + k]!
    gradient[j] = p * gradient[j]! + (j === index ? o : 0)
  }
  return Math.log(mu)
}
