import { dotAt, removeComponent } from './column-kernels.js'

/** Columns whose part orthogonal to the earlier ones is smaller than this share of their length are dropped (R uses 1e-7 too). */
const rankTolerance = 1e-7

/** Indices of columns that are linearly independent of the earlier ones, by Gram-Schmidt with a second pass. */
export function keepFullRank(
  columns: readonly Float64Array[],
  weights: Float64Array | null,
): { readonly kept: number[]; readonly dropped: number[] } {
  const basis: Float64Array[] = []
  const roots = weights?.map(Math.sqrt) ?? null
  const kept: number[] = []
  const dropped: number[] = []
  columns.forEach((column, index) => {
    const rest = column.slice()
    if (roots !== null) for (let i = 0; i < rest.length; i += 1) rest[i] = rest[i]! * roots[i]!
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
  return removeComponent(target, 0, unit, 0, target.length)
}

/** Euclidean length, safe from overflow for entries up to 1e150. */
export function norm(vector: Float64Array): number {
  return Math.sqrt(dotAt(vector, 0, vector, 0, vector.length))
}
