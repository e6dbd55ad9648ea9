// Cholesky and inverse of the lower right corner of a row-major matrix. Everything is made of dot products of rows, sixteen at a time, so that
// each number that is loaded is used four times.

const block = new Float64Array(16)

/** The 4 x 4 products of rows a..a+3 of `x` and rows b..b+3 of `y` over positions from k to end, into `block`. */
function products(
  x: Float64Array,
  a: number,
  strideX: number,
  y: Float64Array,
  b: number,
  strideY: number,
  k: number,
  end: number,
): void {
  const a1 = a + strideX
  const a2 = a1 + strideX
  const a3 = a2 + strideX
  const b1 = b + strideY
  const b2 = b1 + strideY
  const b3 = b2 + strideY
  let s00 = 0
  let s01 = 0
  let s02 = 0
  let s03 = 0
  let s10 = 0
  let s11 = 0
  let s12 = 0
  let s13 = 0
  let s20 = 0
  let s21 = 0
  let s22 = 0
  let s23 = 0
  let s30 = 0
  let s31 = 0
  let s32 = 0
  let s33 = 0
  for (let i = k; i < end; i += 1) {
    const y0 = y[b + i]!
    const y1 = y[b1 + i]!
    const y2 = y[b2 + i]!
    const y3 = y[b3 + i]!
    let value = x[a + i]!
    s00 += value * y0
    s01 += value * y1
    s02 += value * y2
    s03 += value * y3
    value = x[a1 + i]!
    s10 += value * y0
    s11 += value * y1
    s12 += value * y2
    s13 += value * y3
    value = x[a2 + i]!
    s20 += value * y0
    s21 += value * y1
    s22 += value * y2
    s23 += value * y3
    value = x[a3 + i]!
    s30 += value * y0
    s31 += value * y1
    s32 += value * y2
    s33 += value * y3
  }
  block[0] = s00
  block[1] = s01
  block[2] = s02
  block[3] = s03
  block[4] = s10
  block[5] = s11
  block[6] = s12
  block[7] = s13
  block[8] = s20
  block[9] = s21
  block[10] = s22
  block[11] = s23
  block[12] = s30
  block[13] = s31
  block[14] = s32
  block[15] = s33
}

/** The corner copied to a matrix whose order is a multiple of four, with an identity in the padding. */
function padded(t: Float64Array, stride: number, from: number, order: number): Float64Array {
  const out = new Float64Array(order * order)
  const size = stride - from
  for (let i = 0; i < size; i += 1) {
    const source = (from + i) * stride + from
    for (let j = 0; j <= i; j += 1) out[i * order + j] = t[source + j]!
  }
  for (let i = size; i < order; i += 1) out[i * order + i] = 1
  return out
}

const paddedOrder = (size: number): number => 4 * Math.ceil(size / 4)

/** Overwrites the lower triangle of the corner that starts at `from` by its Cholesky factor; false when not positive definite. */
export function choleskyTail(t: Float64Array, stride: number, from: number): boolean {
  const size = stride - from
  const order = paddedOrder(size)
  const l = padded(t, stride, from, order)
  for (let j = 0; j < order; j += 4) {
    for (let i = j; i < order; i += 4) {
      products(l, i * order, order, l, j * order, order, 0, j)
      for (let r = 0; r < 4; r += 1) {
        const row = (i + r) * order
        for (let c = 0; c < 4; c += 1) {
          if (i === j && c > r) continue
          let value = l[row + j + c]! - block[r * 4 + c]!
          for (let k = 0; k < c; k += 1) value -= l[row + j + k]! * l[(j + c) * order + j + k]!
          if (i === j && r === c) {
            if (!(value > 0)) return false
            l[row + j + c] = Math.sqrt(value)
          } else l[row + j + c] = value / l[(j + c) * order + j + c]!
        }
      }
    }
  }
  for (let i = 0; i < size; i += 1) {
    const target = (from + i) * stride + from
    for (let j = 0; j <= i; j += 1) t[target + j] = l[i * order + j]!
  }
  return true
}

/** Writes the inverse of L L' (L in the corner of `t`) into the lower triangle of the same corner of `out`. */
export function inverseTail(t: Float64Array, out: Float64Array, stride: number, from: number): void {
  const size = stride - from
  const order = paddedOrder(size)
  const l = padded(t, stride, from, order)
  // Row j holds column j of L^-1, so that both steps read along rows.
  const m = new Float64Array(order * order)
  for (let i = 0; i < order; i += 4) {
    for (let j = 0; j <= i; j += 4) {
      if (j < i) products(l, i * order, order, m, j * order, order, j, i)
      else block.fill(0)
      for (let c = 0; c < 4; c += 1) {
        const column = (j + c) * order
        for (let r = 0; r < 4; r += 1) {
          let value = (i + r === j + c ? 1 : 0) - block[r * 4 + c]!
          for (let k = 0; k < r; k += 1) value -= l[(i + r) * order + i + k]! * m[column + i + k]!
          m[column + i + r] = value / l[(i + r) * order + i + r]!
        }
      }
    }
  }
  for (let i = 0; i < order; i += 4) {
    for (let j = 0; j <= i; j += 4) {
      products(m, i * order, order, m, j * order, order, i, order)
      for (let r = 0; r < 4 && i + r < size; r += 1) {
        const target = (from + i + r) * stride + from
        for (let c = 0; c < 4 && j + c < size; c += 1) if (j + c <= i + r) out[target + j + c] = block[r * 4 + c]!
      }
    }
  }
}
