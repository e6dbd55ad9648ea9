// Small dense kernels of the grouped criterion: no allocation.

/** The lower triangle of I + R Lambda Lambda' R'. */
export function fillN(
  r: Float64Array,
  lambda: Float64Array,
  t: Float64Array,
  l: Float64Array,
  rank: number,
  q: number,
): void {
  for (let a = 0; a < rank; a += 1) {
    for (let j = 0; j < q; j += 1) {
      let value = 0
      for (let m = j; m < q; m += 1) value += r[a * q + m]! * lambda[m * q + j]!
      t[a * q + j] = value
    }
    for (let b = 0; b <= a; b += 1) {
      let product = a === b ? 1 : 0
      for (let m = 0; m < q; m += 1) product += t[a * q + m]! * t[b * q + m]!
      l[a * rank + b] = product
    }
  }
}

/** Lower triangle of the target += factor * rows' rows. */
export function addGram(target: Float64Array, rows: Float64Array, count: number, q: number, factor: number): void {
  for (let a = 0; a < count; a += 1) {
    const row = a * q
    for (let i = 0; i < q; i += 1) {
      const value = factor * rows[row + i]!
      for (let j = 0; j <= i; j += 1) target[i * q + j] = target[i * q + j]! + value * rows[row + j]!
    }
  }
}

/** out = a'b, a being count x p and b count x q. */
export function crossProduct(
  a: Float64Array,
  b: Float64Array,
  count: number,
  p: number,
  q: number,
  out: Float64Array,
): void {
  for (let i = 0; i < p * q; i += 1) out[i] = 0
  for (let row = 0; row < count; row += 1) {
    for (let i = 0; i < p; i += 1) {
      const value = a[row * p + i]!
      for (let j = 0; j < q; j += 1) out[i * q + j] = out[i * q + j]! + value * b[row * q + j]!
    }
  }
}

/** Lower triangle of the target -= factor * g' m g, m being symmetric; `half` is overwritten by m g. */
export function subtractSandwich(
  d: Float64Array,
  g: Float64Array,
  m: Float64Array,
  half: Float64Array,
  rank: number,
  q: number,
  factor: number,
): void {
  crossProduct(m, g, rank, rank, q, half)
  for (let a = 0; a < rank; a += 1) {
    for (let i = 0; i < q; i += 1) {
      const left = factor * g[a * q + i]!
      for (let j = 0; j <= i; j += 1) d[i * q + j] = d[i * q + j]! - left * half[a * q + j]!
    }
  }
}

export function transposeInPlace(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const value = a[i * n + j]!
      a[i * n + j] = a[j * n + i]!
      a[j * n + i] = value
    }
  }
}
