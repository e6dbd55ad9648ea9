/** Two distributions over the same options, each divided by its sum. */
export interface DistributionPair {
  readonly p: Float64Array
  readonly q: Float64Array
}

/** Checks two vectors of mass and divides each by its sum. Throws a RangeError that names the function, the vector and the first bad value. */
export function distributionPair(caller: string, p: ArrayLike<number>, q: ArrayLike<number>): DistributionPair {
  if (p.length !== q.length) {
    throw new RangeError(`${caller}: p and q must have one mass per option, got ${p.length} and ${q.length}`)
  }
  return { p: normalised(caller, 'p', p), q: normalised(caller, 'q', q) }
}

/** One vector of mass divided by its sum, without overflow or underflow of the sum. */
export function normalised(caller: string, name: string, mass: ArrayLike<number>): Float64Array {
  if (mass.length === 0) throw new RangeError(`${caller}: ${name} must have at least one option`)
  let largest = 0
  for (let index = 0; index < mass.length; index += 1) {
    const value = mass[index]!
    if (!(value >= 0 && value < Infinity)) {
      throw new RangeError(`${caller}: ${name} must be finite and >= 0, got ${String(value)} at index ${index}`)
    }
    if (value > largest) largest = value
  }
  if (largest === 0) throw new RangeError(`${caller}: ${name} has no mass (all ${mass.length} values are 0)`)
  // A division by the sum alone would lose digits of subnormal mass, and a sum of huge mass would overflow.
  const scale = largest < 1e-150 || largest > 1e150 ? largest : 1
  const scaled = Float64Array.from(mass, (value) => value / scale)
  const total = scaled.reduce((sum, value) => sum + value, 0)
  // What sums to 1 but for rounding is left alone: dividing would put the rounding into every difference.
  if (Math.abs(total - 1) <= mass.length * Number.EPSILON) return scaled
  return scaled.map((value) => value / total)
}
