import { symmetricEigen } from './symmetric-eigen.js'

/**
 * Mean and leading components of a table of which only some rows change between calls: the moments of the others are summed once. For columns of
 * mean near 0 and deviation near 1, since the moments are about 0.
 */
export function componentsOfMoments(
  table: readonly (readonly number[])[],
  changing: ReadonlySet<number>,
  components: number,
  weights: ArrayLike<number> | undefined,
): () => { readonly centre: readonly number[]; readonly loadings: readonly (readonly number[])[] } {
  const columns = table[0]!.length
  const size = columns * columns
  // First moments behind the second.
  const fixed = new Float64Array(size + columns)
  const moments = new Float64Array(size + columns)
  let n = 0
  const add = (sums: Float64Array, i: number): void => {
    const row = table[i]!
    const weight = weights?.[i] ?? 1
    if (weight === 0) return
    for (let j = 0; j < columns; j += 1) {
      const left = weight * row[j]!
      sums[size + j]! += left
      for (let k = 0; k <= j; k += 1) sums[j * columns + k]! += left * row[k]!
    }
  }
  for (const i of table.keys()) {
    n += weights?.[i] ?? 1
    if (!changing.has(i)) add(fixed, i)
  }
  return () => {
    moments.set(fixed)
    for (const i of changing) add(moments, i)
    const centre = Array.from({ length: columns }, (_, j) => moments[size + j]! / n)
    const covariance = new Float64Array(size)
    for (let j = 0; j < columns; j += 1)
      for (let k = 0; k <= j; k += 1) {
        const value = moments[j * columns + k]! / n - centre[j]! * centre[k]!
        covariance[j * columns + k] = value
        covariance[k * columns + j] = value
      }
    const { vectors } = symmetricEigen(covariance, columns)
    return { centre, loadings: vectors.slice(0, components).map((vector) => Array.from(vector)) }
  }
}
