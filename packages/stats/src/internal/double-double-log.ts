import * as dd from './double-double.js'

const ln2High = 0.6931471805599453
const ln2Low = 2.3190468138462996e-17

/** log(j / 128) for j = 90 ... 182, high words at 2 (j - 90), low words beside them. */
const table: Float64Array = /* @__PURE__ */ logTable()
const bits: DataView = /* @__PURE__ */ new DataView(new ArrayBuffer(8))

/** 2 artanh(s) for |s| < 0.004. */
function twiceArtanh(sh: number, sl: number): number {
  const wh = dd.multiply(sh, sl, sh, sl)
  const wl = dd.low()
  // 1/3 + w/5 + w^2/7 + ...: the terms from w/5 on are below 4e-6 of the first, so doubles carry them.
  const rest = wh * (1 / 5 + wh * (1 / 7 + wh * (1 / 9 + wh * (1 / 11 + wh / 13))))
  const ch = dd.add(0.3333333333333333, 1.850371707708594e-17, rest, 0)
  const th = dd.multiply(wh, wl, ch, dd.low())
  const uh = dd.multiply(sh, sl, th, dd.low())
  const rh = dd.add(sh, sl, uh, dd.low())
  return dd.add(rh, dd.low(), rh, dd.low())
}

function logTable(): Float64Array {
  const t = new Float64Array(2 * 93)
  // log((j + 1) / j) = 2 artanh(1 / (2 j + 1)), summed with the full series upwards and downwards from log(1) = 0.
  const step = (j: number): number => {
    const n = 2 * j + 1
    let ph = dd.quotient(1, n)
    let pl = dd.low()
    let sh = ph
    let sl = pl
    for (let k = 3; k < 20; k += 2) {
      ph = dd.divide(ph, pl, n * n, 0)
      pl = dd.low()
      const th = dd.divide(ph, pl, k, 0)
      sh = dd.add(sh, sl, th, dd.low())
      sl = dd.low()
    }
    return dd.add(sh, sl, sh, sl)
  }
  for (let j = 128; j < 182; j++) {
    const h = step(j)
    const i = 2 * (j - 90)
    t[i + 2] = dd.add(t[i]!, t[i + 1]!, h, dd.low())
    t[i + 3] = dd.low()
  }
  for (let j = 127; j >= 90; j--) {
    const h = step(j)
    const i = 2 * (j - 90)
    t[i] = dd.add(t[i + 2]!, t[i + 3]!, -h, -dd.low())
    t[i + 1] = dd.low()
  }
  return t
}

/** log(xh + xl) for 0 < xh < Infinity: about 1e-29 of absolute error per unit of the result, relative near 1. */
export function log(xh: number, xl: number): number {
  let k = 0
  if (xh < 2.2250738585072014e-308) {
    xh *= 18014398509481984
    xl *= 18014398509481984
    k = -54
  }
  bits.setFloat64(0, xh)
  const word = bits.getInt32(0)
  let e = (word >> 20) - 1023
  bits.setInt32(0, (word & 0xfffff) | 0x3ff00000)
  let m = bits.getFloat64(0)
  if (m > 1.4142135623730951) {
    m *= 0.5
    e += 1
  }
  k += e
  // The low word moves with the high one; its scale is a quotient of like numbers, exact enough and never out of range.
  const ml = xl === 0 ? 0 : (xl / xh) * m
  const j = Math.round(m * 128)
  const c = j / 128
  const dh = dd.twoSum(m - c, ml)
  const dl = dd.low()
  const nh = dd.twoSum(m + c, 0)
  const nl = m - (nh - c) + ml
  const sh = dd.divide(dh, dl, nh, nl)
  const ah = twiceArtanh(sh, dd.low())
  const al = dd.low()
  const i = 2 * (j - 90)
  const bh = dd.add(table[i]!, table[i + 1]!, ah, al)
  if (k === 0) return bh
  const bl = dd.low()
  const kh = dd.twoProduct(k, ln2High)
  return dd.add(kh, dd.low() + k * ln2Low, bh, bl)
}

/** log(1 + uh + ul) for u > -1, relative to u. */
export function log1p(uh: number, ul: number): number {
  if (uh > -0.004 && uh < 0.004) {
    const nh = dd.twoSum(2, uh)
    const nl = dd.low() + ul
    const sh = dd.divide(uh, ul, nh, nl)
    return twiceArtanh(sh, dd.low())
  }
  const h = dd.twoSum(1, uh)
  return log(h, dd.low() + ul)
}
