/** Columns whose part orthogonal to the earlier ones is smaller than this share of their length are dropped (R uses 1e-7 too). */
const rankTolerance = 1e-7

/** Indices of columns that are linearly independent of the earlier ones, by Gram-Schmidt with a second pass. */
export function keepFullRank(
  columns: readonly Float64Array[],
  weights: Float64Array | null,
): { readonly kept: number[]; readonly dropped: number[] } {
  const basis: Float64Array[] = []
  const kept: number[] = []
  const dropped: number[] = []
  columns.forEach((column, index) => {
    const rest = weights === null ? column.slice() : column.map((value, i) => value * Math.sqrt(weights[i]!))
    const length = norm(rest)
    let remaining = length
    for (let pass = 0; pass < 2; pass += 1) {
      for (const unit of basis) subtractProjection(rest, unit)
      remaining = norm(rest)
      if (remaining > 0.1 * length) break
    }
    if (length === 0 || remaining <= rankTolerance * length) {
      dropped.push(index)
      return
    }
    kept.push(index)
    for (let i = 0; i < rest.length; i += 1) rest[i] = rest[i]! / remaining
    basis.push(rest)
  })
  return { kept, dropped }
}

/** Removes from `target` its component along the unit vector `unit`, and returns its size. */
export function subtractProjection(target: Float64Array, unit: Float64Array): number {
  let product = 0
  for (let i = 0; i < target.length; i += 1) product += target[i]! * unit[i]!
  for (let i = 0; i < target.length; i += 1) target[i] = target[i]! - product * unit[i]!
  return product
}

/** Euclidean length, safe from overflow for entries up to 1e150. */
export function norm(vector: Float64Array): number {
  let sum = 0
  for (const value of vector) sum += value * value
  return Math.sqrt(sum)
}
