/** Eigenvalues, descending, and their unit eigenvectors (one array each). */
export interface SymmetricEigen {
  readonly values: readonly number[]
  readonly vectors: readonly Float64Array[]
}

const mostSweeps = 60

/** Eigen-decomposition of a small symmetric matrix (row-major n x n) by cyclic Jacobi rotations (Golub and Van Loan 2013, section 8.5). */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = Array.from({ length: n }, (_, j) => Float64Array.from(matrix.subarray(j * n, j * n + n)))
  // Rows of v end as eigenvectors.
  const v = Array.from({ length: n }, (_, j) => Float64Array.from({ length: n }, (__, k) => (j === k ? 1 : 0)))
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let rotated = false
    for (let j = 0; j < n; j += 1)
      for (let k = j + 1; k < n; k += 1) {
        const value = a[j]![k]!
        // Below this the rotation would not move a diagonal entry by a unit in its last place.
        const negligible = Number.EPSILON * 1e-3 * Math.sqrt(Math.abs(a[j]![j]!)) * Math.sqrt(Math.abs(a[k]![k]!))
        if (Math.abs(value) <= negligible || value === 0) continue
        rotated = true
        const theta = (a[k]![k]! - a[j]![j]!) / (2 * value)
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
        const c = 1 / Math.hypot(t, 1)
        const s = t * c
        for (const row of a) rotate(row, row, j, k, c, s)
        for (const pair of [a, v]) {
          const [left, right] = [pair[j]!, pair[k]!]
          for (let m = 0; m < n; m += 1) rotate(left, right, m, m, c, s)
        }
        a[j]![k] = 0
        a[k]![j] = 0
      }
    if (!rotated) break
  }
  const order = Array.from({ length: n }, (_, j) => j).sort((j, k) => a[k]![k]! - a[j]![j]!)
  return { values: order.map((j) => a[j]![j]!), vectors: order.map((j) => v[j]!) }
}

function rotate(left: Float64Array, right: Float64Array, j: number, k: number, c: number, s: number): void {
  const x = left[j]!
  const y = right[k]!
  left[j] = c * x - s * y
  right[k] = s * x + c * y
}
