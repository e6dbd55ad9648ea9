// Long dot products and updates, in four independent sums so that additions need not wait for each other.

/** Sum of a[i + k] b[j + k] for k below `size`. */
export function dotAt(a: Float64Array, i: number, b: Float64Array, j: number, size: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 3 < size; k += 4) {
    s0 += a[i + k]! * b[j + k]!
    s1 += a[i + k + 1]! * b[j + k + 1]!
    s2 += a[i + k + 2]! * b[j + k + 2]!
    s3 += a[i + k + 3]! * b[j + k + 3]!
  }
  for (; k < size; k += 1) s0 += a[i + k]! * b[j + k]!
  return s0 + s1 + (s2 + s3)
}

/** target[i + k] -= factor * source[j + k] for k below `size`. */
export function subtractAt(
  target: Float64Array,
  i: number,
  source: Float64Array,
  j: number,
  size: number,
  factor: number,
): void {
  for (let k = 0; k < size; k += 1) target[i + k] = target[i + k]! - factor * source[j + k]!
}

/** Removes from `target` its component along the unit vector of `unit`, and returns its size. */
export function removeComponent(target: Float64Array, i: number, unit: Float64Array, j: number, size: number): number {
  const product = dotAt(target, i, unit, j, size)
  if (product !== 0) subtractAt(target, i, unit, j, size, product)
  return product
}
