// Cholesky and inverse of the lower right corner of a row-major matrix, blocked by hand for registers.

/** Overwrites the lower triangle of the corner that starts at `from` by its Cholesky factor; false when not positive definite. */
export function choleskyTail(t: Float64Array, stride: number, from: number): boolean {
  const end = stride
  for (let j = from; j < end; j += 2) {
    const pair = j + 1 < end
    const rj = j * stride
    const rk = rj + stride
    for (let i = j; i < end; i += 2) {
      const ri = i * stride
      const rh = ri + stride
      const second = i + 1 < end
      let a = t[ri + j]!
      let b = pair ? t[ri + j + 1]! : 0
      let c = second ? t[rh + j]! : 0
      let d = second && pair ? t[rh + j + 1]! : 0
      if (pair && second) {
        for (let k = from; k < j; k += 1) {
          const x = t[rj + k]!
          const y = t[rk + k]!
          const u = t[ri + k]!
          const v = t[rh + k]!
          a -= u * x
          b -= u * y
          c -= v * x
          d -= v * y
        }
      } else {
        for (let k = from; k < j; k += 1) {
          const x = t[rj + k]!
          const u = t[ri + k]!
          a -= u * x
          if (pair) b -= u * t[rk + k]!
          if (second) c -= t[rh + k]! * x
        }
      }
      if (i === j) {
        if (!(a > 0)) return false
        const root = Math.sqrt(a)
        t[rj + j] = root
        if (pair) {
          const below = c / root
          const rest = d - below * below
          if (!(rest > 0)) return false
          t[rk + j] = below
          t[rk + j + 1] = Math.sqrt(rest)
        }
        continue
      }
      const l00 = t[rj + j]!
      a /= l00
      c /= l00
      t[ri + j] = a
      if (second) t[rh + j] = c
      if (pair) {
        const l10 = t[rk + j]!
        const l11 = t[rk + j + 1]!
        t[ri + j + 1] = (b - a * l10) / l11
        if (second) t[rh + j + 1] = (d - c * l10) / l11
      }
    }
  }
  return true
}

/** Writes the inverse of L L' (L in the corner of `t`) into the lower triangle of the same corner of `out`. */
export function inverseTail(t: Float64Array, out: Float64Array, stride: number, from: number): void {
  const m = stride - from
  const inverse = new Float64Array(m * m)
  for (let i = 0; i < m; i += 1) {
    const row = i * m
    const l = (i + from) * stride + from
    let k = 0
    for (; k + 3 < i; k += 4) {
      const a = t[l + k]!
      const b = t[l + k + 1]!
      const c = t[l + k + 2]!
      const d = t[l + k + 3]!
      const r0 = k * m
      const r1 = r0 + m
      const r2 = r1 + m
      const r3 = r2 + m
      for (let j = 0; j <= k + 3; j += 1) {
        inverse[row + j] =
          inverse[row + j]! - a * inverse[r0 + j]! - b * inverse[r1 + j]! - c * inverse[r2 + j]! - d * inverse[r3 + j]!
      }
    }
    for (; k < i; k += 1) {
      const a = t[l + k]!
      for (let j = 0; j <= k; j += 1) inverse[row + j] = inverse[row + j]! - a * inverse[k * m + j]!
    }
    const diagonal = t[l + i]!
    inverse[row + i] = 1
    for (let j = 0; j <= i; j += 1) inverse[row + j] = inverse[row + j]! / diagonal
  }
  for (let i = 0; i < m; i += 1) out.fill(0, (from + i) * stride + from, (from + i) * stride + from + i + 1)
  // Sum of outer products of the rows of L^-1, four at a time (row k has its first k + 1 entries).
  for (let k = 0; k < m; k += 4) {
    const last = Math.min(k + 3, m - 1)
    const r0 = k * m
    const r1 = Math.min(k + 1, m - 1) * m
    const r2 = Math.min(k + 2, m - 1) * m
    const r3 = Math.min(k + 3, m - 1) * m
    for (let i = 0; i <= last; i += 1) {
      const a = inverse[r0 + i]!
      const b = k + 1 < m ? inverse[r1 + i]! : 0
      const c = k + 2 < m ? inverse[r2 + i]! : 0
      const d = k + 3 < m ? inverse[r3 + i]! : 0
      const target = (from + i) * stride + from
      for (let j = 0; j <= i; j += 1) {
        out[target + j] =
          out[target + j]! + a * inverse[r0 + j]! + b * inverse[r1 + j]! + c * inverse[r2 + j]! + d * inverse[r3 + j]!
      }
    }
  }
}
