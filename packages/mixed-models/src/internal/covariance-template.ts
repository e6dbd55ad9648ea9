import { choleskyInPlace } from './dense.js'
import { symmetricEigen } from './symmetric-eigen.js'

/** The shape of the relative covariance factor of one grouping factor: lower triangular within each correlated block. */
export interface CovarianceTemplate {
  readonly q: number
  readonly blocks: readonly number[]
  /** Row and column of each free entry, column by column within a block, as lme4 orders theta. */
  readonly positions: readonly (readonly [row: number, column: number])[]
}

/** The template of blocks of the given sizes. */
export function covarianceTemplate(blocks: readonly number[]): CovarianceTemplate {
  const positions: [number, number][] = []
  let start = 0
  for (const size of blocks) {
    for (let j = 0; j < size; j += 1) for (let i = j; i < size; i += 1) positions.push([start + i, start + j])
    start += size
  }
  return { q: start, blocks, positions }
}

/** Lambda, q x q row-major, from its free entries `theta[from...]`. */
export function fillFactor(
  template: CovarianceTemplate,
  theta: ArrayLike<number>,
  from: number,
  out: Float64Array,
): void {
  out.fill(0)
  template.positions.forEach(([i, j], k) => {
    out[i * template.q + j] = theta[from + k]!
  })
}

/** The free entries of a factor. */
export function readFactorEntries(template: CovarianceTemplate, lambda: Float64Array): number[] {
  return template.positions.map(([i, j]) => lambda[i * template.q + j]!)
}

/** Lambda Lambda'. */
export function outerProduct(lambda: Float64Array, q: number): Float64Array {
  const out = new Float64Array(q * q)
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0
      for (let k = 0; k <= j; k += 1) sum += lambda[i * q + k]! * lambda[j * q + k]!
      out[i * q + j] = sum
      out[j * q + i] = sum
    }
  }
  return out
}

/** A lower triangular L with L L' = sigma for a positive semidefinite matrix: Cholesky where it exists, else by QR of the eigen root. */
export function semidefiniteFactor(sigma: Float64Array, q: number): Float64Array {
  const direct = sigma.slice()
  if (choleskyInPlace(direct, q)) {
    for (let i = 0; i < q; i += 1) for (let j = i + 1; j < q; j += 1) direct[i * q + j] = 0
    return direct
  }
  const { values, vectors } = symmetricEigen(sigma, q)
  const root = new Float64Array(q * q)
  for (let i = 0; i < q; i += 1) {
    for (let k = 0; k < q; k += 1) root[i * q + k] = vectors[i * q + k]! * Math.sqrt(Math.max(0, values[k]!))
  }
  return lowerTriangle(root, q)
}

/** The lower triangular L with L L' = root root' and a non-negative diagonal, by Householder-free Gram-Schmidt on the rows. */
export function lowerTriangle(root: Float64Array, q: number): Float64Array {
  const l = new Float64Array(q * q)
  const basis: Float64Array[] = []
  const filled: number[] = []
  for (let i = 0; i < q; i += 1) {
    const rest = root.slice(i * q, (i + 1) * q)
    const length = Math.hypot(...rest)
    for (let pass = 0; pass < 2; pass += 1) {
      basis.forEach((unit, b) => {
        let product = 0
        for (let k = 0; k < q; k += 1) product += rest[k]! * unit[k]!
        for (let k = 0; k < q; k += 1) rest[k] = rest[k]! - product * unit[k]!
        const at = i * q + filled[b]!
        l[at] = l[at]! + product
      })
    }
    const remaining = Math.hypot(...rest)
    if (remaining > 1e-14 * length) {
      basis.push(rest.map((value) => value / remaining))
      filled.push(i)
      l[i * q + i] = remaining
    }
  }
  return l
}
