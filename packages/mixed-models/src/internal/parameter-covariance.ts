import { choleskyInPlace, inverseFromCholesky } from './dense.js'
import { spectralMap, symmetricEigen } from './symmetric-eigen.js'

/** Eigenvalues of the scaled information below this share of the largest are rounding. */
const negligible = 1e-10
/** A parameter of which this share of the information is left after the others is certainly told apart from them. */
const distinct = 1e-6
/** Below this share of its parts, what a direction does to the fixed effects is rounding. */
const unmoved = 1e-6

/**
 * A covariance of the covariance parameters: the inverse of their information. Where parameters say the same thing twice, as the two intercepts of `(x | g) +
 * (f | g)` do, any generalised inverse gives the same adjustment of the fixed effects; `null` where a direction without information would change their
 * covariance, so that it cannot be had.
 *
 * @param information - count x count.
 * @param natural - For each parameter its information if the fixed effects were known: less than a sliver of that is rounding.
 * @param first - For each parameter its derivative of the information of the fixed effects.
 */
export function parameterCovariance(
  information: Float64Array,
  natural: Float64Array,
  first: readonly Float64Array[],
  count: number,
): Float64Array | null {
  for (let i = 0; i < count; i += 1) if (!(information[i * count + i]! > negligible * natural[i]!)) return null
  const scale = Array.from({ length: count }, (_, i) => 1 / Math.sqrt(information[i * count + i]!))
  const scaled = information.map((value, k) => value * scale[Math.floor(k / count)]! * scale[k % count]!)
  const back = (inverse: Float64Array): Float64Array =>
    inverse.map((value, k) => value * scale[Math.floor(k / count)]! * scale[k % count]!)
  // Eigenvalues are needed only where a direction may be without information.
  const l = scaled.slice()
  const positive = choleskyInPlace(l, count)
  if (positive && scale.every((_, k) => l[k * count + k]! ** 2 > distinct)) return back(inverseFromCholesky(l, count))
  const eigen = symmetricEigen(scaled, count)
  const floor = negligible * eigen.values[0]!
  for (let k = 0; k < count; k += 1) {
    if (eigen.values[k]! > floor) continue
    const direction = scale.map((value, i) => value * eigen.vectors[i * count + k]!)
    if (!leavesFixed(direction, first)) return null
  }
  return back(spectralMap(eigen, count, (value) => (value > floor ? 1 / value : 0)))
}

function leavesFixed(direction: readonly number[], first: readonly Float64Array[]): boolean {
  const { length } = first[0]!
  let [sum, parts] = [0, 0]
  for (let k = 0; k < length; k += 1) {
    const values = direction.map((share, i) => share * first[i]![k]!)
    sum = Math.max(sum, Math.abs(values.reduce((total, value) => total + value, 0)))
    parts = Math.max(parts, ...values.map(Math.abs))
  }
  return sum <= unmoved * parts
}
