/** Largest absolute component; NaN where there is one. */
export function maximumNorm(vector: Float64Array): number {
  let norm = 0
  for (const component of vector) {
    const size = Math.abs(component)
    if (!(size <= norm)) norm = size
  }
  return norm
}

/** Relative gradient of Dennis and Schnabel (1983, eq. 7.2.5), with 1 as the typical size of a coordinate and of the objective. */
export function scaledGradientNorm(x: Float64Array, value: number, gradient: Float64Array): number {
  const size = Math.max(Math.abs(value), 1)
  let norm = 0
  for (let i = 0; i < x.length; i += 1) {
    norm = Math.max(norm, (Math.abs(gradient[i]!) / size) * Math.max(Math.abs(x[i]!), 1))
  }
  return norm
}

/** Whether every element is finite. */
export function allFinite(vector: Float64Array): boolean {
  for (const component of vector) if (!Number.isFinite(component)) return false
  return true
}
