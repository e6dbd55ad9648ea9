/** Eigenvalues in descending order; column k of `vectors` (row-major n x n) belongs to value k. */
export interface SymmetricEigen {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

const maxSweeps = 60

/** Eigen-decomposition of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan 2013, section 8.5). */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = matrix.slice()
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1) v[i * n + i] = 1
  for (let sweep = 0; sweep < maxSweeps; sweep += 1) {
    let rotated = false
    for (let p = 0; p < n - 1; p += 1) {
      for (let q = p + 1; q < n; q += 1) {
        const apq = a[p * n + q]!
        const app = a[p * n + p]!
        const aqq = a[q * n + q]!
        if (Math.abs(apq) <= 1e-17 * Math.sqrt(Math.abs(app * aqq)) || Math.abs(apq) < 1e-300) continue
        rotated = true
        const tau = (aqq - app) / (2 * apq)
        const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau))
        const c = 1 / Math.sqrt(1 + t * t)
        rotate(a, v, n, p, q, c, t * c)
        a[p * n + q] = 0
        a[q * n + p] = 0
      }
    }
    if (!rotated) break
  }
  const order = Array.from({ length: n }, (_, i) => i).toSorted((i, j) => a[j * n + j]! - a[i * n + i]!)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => {
    for (let row = 0; row < n; row += 1) vectors[row * n + to] = v[row * n + from]!
  })
  return { values: Float64Array.from(order, (i) => a[i * n + i]!), vectors }
}

function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < n; k += 1) {
    const kp = a[k * n + p]!
    const kq = a[k * n + q]!
    a[k * n + p] = c * kp - s * kq
    a[k * n + q] = s * kp + c * kq
  }
  for (let k = 0; k < n; k += 1) {
    const pk = a[p * n + k]!
    const qk = a[q * n + k]!
    a[p * n + k] = c * pk - s * qk
    a[q * n + k] = s * pk + c * qk
    const vp = v[k * n + p]!
    const vq = v[k * n + q]!
    v[k * n + p] = c * vp - s * vq
    v[k * n + q] = s * vp + c * vq
  }
}

/** f applied to the eigenvalues: V diag(f(values)) V'. */
export function spectralMap(eigen: SymmetricEigen, n: number, f: (value: number) => number): Float64Array {
  const out = new Float64Array(n * n)
  for (let k = 0; k < n; k += 1) {
    const value = f(eigen.values[k]!)
    if (value === 0) continue
    for (let i = 0; i < n; i += 1) {
      const left = value * eigen.vectors[i * n + k]!
      for (let j = 0; j < n; j += 1) out[i * n + j] = out[i * n + j]! + left * eigen.vectors[j * n + k]!
    }
  }
  return out
}
