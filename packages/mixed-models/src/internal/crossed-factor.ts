import type { CrossedNode, CrossedStructure } from './crossed-structure.js'
import { axpy, positions, sandwich, symmetricProduct, timesInverse } from './crossed-kernels.js'
import { backwardSolve, choleskyInPlace, forwardSolve, multiplyTransposed } from './dense.js'
import { choleskyTail, inverseTail } from './dense-tail.js'

/** Blocks of the inverse of Omega that the gradient needs. */
export interface SelectedInverse {
  /** Own block of each leading node, q x q each. */
  readonly leadingOwn: readonly Float64Array[]
  /** For each leading node: the rows of its neighbours, k x q. */
  readonly leadingCross: readonly Float64Array[]
  /** The lower triangle of the trailing part, stride trailingSize; valid where the factor has entries. */
  readonly trailing: Float64Array
}

/** Sparse Cholesky factorisation of Omega = Lambda'Z'Z Lambda + I for several grouping factors, refilled for each Lambda. */
export class CrossedFactor {
  readonly structure: CrossedStructure
  private readonly leadingL: Float64Array[]
  private readonly leadingV: Float64Array[]
  private readonly leadingRows: readonly Int32Array[]
  private readonly columnRows: readonly Int32Array[]
  private readonly t: Float64Array
  private readonly gathered: Float64Array
  private inverse: Float64Array | null = null

  constructor(structure: CrossedStructure) {
    this.structure = structure
    const { nodes, leading, trailingSize } = structure
    const lead = nodes.slice(0, leading)
    this.leadingL = lead.map(({ q }) => new Float64Array(q * q))
    this.leadingRows = lead.map((node) => Int32Array.from(node.edges.flatMap(({ upper }) => positions(nodes[upper]!))))
    this.leadingV = lead.map(({ q }, s) => new Float64Array(this.leadingRows[s]!.length * q))
    this.columnRows = structure.fill.flatMap((after, index) => {
      const own = positions(nodes[leading + index]!)
      return own.map((_, c) => Int32Array.from([...own.slice(c + 1), ...after]))
    })
    this.t = new Float64Array(trailingSize * trailingSize)
    this.gathered = new Float64Array(Math.max(1, trailingSize))
  }

  /** Factorises for the given relative covariance factors; the log-determinant of Omega, or NaN when it is not positive definite. */
  factorise(lambdas: readonly Float64Array[]): number {
    const { nodes, leading, trailingSize: size, tail } = this.structure
    const { t, gathered } = this
    t.fill(0)
    let logDet = 0
    for (let at = leading; at < nodes.length; at += 1) {
      const node = nodes[at]!
      this.addTrailing(node, node, node.block, lambdas)
      for (const { upper, block } of node.edges) this.addTrailing(nodes[upper]!, node, block, lambdas)
    }
    for (let k = 0; k < size; k += 1) t[k * size + k] = t[k * size + k]! + 1
    for (let s = 0; s < leading; s += 1) {
      const part = this.eliminateLeading(s, lambdas)
      if (Number.isNaN(part)) return NaN
      logDet += part
    }
    for (let j = 0; j < tail; j += 1) {
      const diagonal = t[j * size + j]!
      if (!(diagonal > 0)) return NaN
      const root = Math.sqrt(diagonal)
      t[j * size + j] = root
      logDet += 2 * Math.log(root)
      const rows = this.columnRows[j]!
      for (let a = 0; a < rows.length; a += 1) {
        const target = rows[a]! * size
        const value = t[target + j]! / root
        t[target + j] = value
        gathered[a] = value
        if (value === 0) continue
        for (let b = 0; b <= a; b += 1) {
          const place = target + rows[b]!
          t[place] = t[place]! - value * gathered[b]!
        }
      }
    }
    if (!choleskyTail(t, size, tail)) return NaN
    for (let k = tail; k < size; k += 1) logDet += 2 * Math.log(t[k * size + k]!)
    return logDet
  }

  private addTrailing(
    upper: CrossedNode,
    lower: CrossedNode,
    block: Float64Array,
    lambdas: readonly Float64Array[],
  ): void {
    const { trailingSize: size } = this.structure
    const scaled = sandwich(lambdas[upper.factor]!, block, lambdas[lower.factor]!, upper.q, lower.q)
    for (let i = 0; i < upper.q; i += 1) {
      for (let j = 0; j < lower.q; j += 1) {
        const row = upper.position + i
        const column = lower.position + j
        if (column <= row) this.t[row * size + column] = scaled[i * lower.q + j]!
      }
    }
  }

  private eliminateLeading(s: number, lambdas: readonly Float64Array[]): number {
    const { nodes, trailingSize: size } = this.structure
    const node = nodes[s]!
    const { q } = node
    const l = this.leadingL[s]!
    const v = this.leadingV[s]!
    const own = lambdas[node.factor]!
    l.set(q === 1 ? [node.block[0]! * own[0]! * own[0]!] : sandwich(own, node.block, own, q, q))
    for (let k = 0; k < q; k += 1) l[k * q + k] = l[k * q + k]! + 1
    if (!choleskyInPlace(l, q)) return NaN
    let logDet = 0
    for (let k = 0; k < q; k += 1) logDet += 2 * Math.log(l[k * q + k]!)
    let filled = 0
    for (const { upper, block } of node.edges) {
      const other = nodes[upper]!
      if (q === 1 && other.q === 1) v[filled] = block[0]! * own[0]! * lambdas[other.factor]![0]!
      else v.set(sandwich(lambdas[other.factor]!, block, own, other.q, q), filled)
      filled += other.q * q
    }
    const rows = this.leadingRows[s]!
    for (let a = 0; a < rows.length; a += 1) {
      // Row of V L^-T.
      for (let c = 0; c < q; c += 1) {
        let value = v[a * q + c]!
        for (let k = 0; k < c; k += 1) value -= v[a * q + k]! * l[c * q + k]!
        v[a * q + c] = value / l[c * q + c]!
      }
      const target = rows[a]! * size
      for (let b = 0; b <= a; b += 1) {
        let product = 0
        for (let c = 0; c < q; c += 1) product += v[a * q + c]! * v[b * q + c]!
        const place = target + rows[b]!
        this.t[place] = this.t[place]! - product
      }
    }
    return logDet
  }

  /** Overwrites the right-hand sides (one row of `width` for each scalar column, leading first) by L^-1 b. */
  forward(b: Float64Array, width: number): void {
    const { leading, nodes, leadingSize, trailingSize: size, tail } = this.structure
    const rest = b.subarray(leadingSize * width)
    for (let s = 0; s < leading; s += 1) {
      const { q, position } = nodes[s]!
      const own = b.subarray(position * width, (position + q) * width)
      forwardSolve(this.leadingL[s]!, q, own, width)
      const rows = this.leadingRows[s]!
      const v = this.leadingV[s]!
      for (let a = 0; a < rows.length; a += 1) {
        for (let c = 0; c < q; c += 1) axpy(rest, rows[a]!, own, c, -v[a * q + c]!, width)
      }
    }
    for (let j = 0; j < size; j += 1) {
      const diagonal = this.t[j * size + j]!
      for (let k = j < tail ? j : tail; k < j; k += 1) axpy(rest, j, rest, k, -this.t[j * size + k]!, width)
      for (let k = 0; k < width; k += 1) rest[j * width + k] = rest[j * width + k]! / diagonal
      if (j < tail) for (const row of this.columnRows[j]!) axpy(rest, row, rest, j, -this.t[row * size + j]!, width)
    }
  }

  /** Overwrites the right-hand sides by L^-T b. */
  backward(b: Float64Array, width: number): void {
    const { leading, nodes, leadingSize, trailingSize: size, tail } = this.structure
    const rest = b.subarray(leadingSize * width)
    for (let j = size - 1; j >= 0; j -= 1) {
      if (j < tail) for (const row of this.columnRows[j]!) axpy(rest, j, rest, row, -this.t[row * size + j]!, width)
      else for (let row = j + 1; row < size; row += 1) axpy(rest, j, rest, row, -this.t[row * size + j]!, width)
      const diagonal = this.t[j * size + j]!
      for (let k = 0; k < width; k += 1) rest[j * width + k] = rest[j * width + k]! / diagonal
    }
    for (let s = 0; s < leading; s += 1) {
      const { q, position } = nodes[s]!
      const own = b.subarray(position * width, (position + q) * width)
      const rows = this.leadingRows[s]!
      const v = this.leadingV[s]!
      for (let a = 0; a < rows.length; a += 1) {
        for (let c = 0; c < q; c += 1) axpy(own, c, rest, rows[a]!, -v[a * q + c]!, width)
      }
      backwardSolve(this.leadingL[s]!, q, own, width)
    }
  }

  /** Entries of Omega^-1 on the pattern of the factor (Takahashi's recurrence, Erisman and Tinney 1975). */
  selectedInverse(): SelectedInverse {
    const { trailingSize: size, tail, leading, nodes } = this.structure
    const { t } = this
    this.inverse ??= new Float64Array(size * size)
    const z = this.inverse
    inverseTail(t, z, size, tail)
    const sums = new Float64Array(Math.max(1, size))
    for (let j = tail - 1; j >= 0; j -= 1) {
      const rows = this.columnRows[j]!
      const root = t[j * size + j]!
      const values = this.gathered
      for (let a = 0; a < rows.length; a += 1) values[a] = t[rows[a]! * size + j]! / root
      symmetricProduct(z, size, rows, values, sums)
      let corner = 1 / (root * root)
      for (let a = 0; a < rows.length; a += 1) {
        z[rows[a]! * size + j] = -sums[a]!
        corner += values[a]! * sums[a]!
      }
      z[j * size + j] = corner
    }
    const leadingOwn: Float64Array[] = []
    const leadingCross: Float64Array[] = []
    for (let s = 0; s < leading; s += 1) {
      const { q } = nodes[s]!
      const rows = this.leadingRows[s]!
      const v = this.leadingV[s]!
      const cross = new Float64Array(rows.length * q)
      for (let c = 0; c < q; c += 1) {
        for (let a = 0; a < rows.length; a += 1) this.gathered[a] = v[a * q + c]!
        symmetricProduct(z, size, rows, this.gathered, sums)
        for (let a = 0; a < rows.length; a += 1) cross[a * q + c] = -sums[a]!
      }
      // own = L^-T (I - V' cross) L^-1, where cross is still -Sigma V; then cross becomes -Sigma V L^-1.
      const own = multiplyTransposed(v, cross, q, rows.length, q).map((value) => -value)
      for (let k = 0; k < q; k += 1) own[k * q + k] = own[k * q + k]! + 1
      const l = this.leadingL[s]!
      timesInverse(own, l, q, q)
      backwardSolve(l, q, own, q)
      timesInverse(cross, l, rows.length, q)
      leadingOwn.push(own)
      leadingCross.push(cross)
    }
    return { leadingOwn, leadingCross, trailing: z }
  }
}
