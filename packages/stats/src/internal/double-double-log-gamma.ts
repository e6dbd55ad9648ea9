import * as dd from './double-double.js'
import { log, log1p } from './double-double-log.js'

const halfLog2PiHigh = 0.9189385332046728
const halfLog2PiLow = -3.878294158067242e-17

/** B_2k / (2k (2k - 1)) for k = 1 ... 13: the terms of Stirling's series (DLMF 5.11.1). */
const numerators: readonly number[] = [1, -1, 1, -1, 1, -691, 1, -3617, 43867, -174611, 77683, -236364091, 657931]
const denominators: readonly number[] = [
  12, 360, 1260, 1680, 1188, 360360, 156, 122400, 244188, 125400, 5796, 1506960, 300,
]
const leading: readonly number[] = [12, -360, 1260, -1680]

/** Below this the argument is raised by recurrence; from here Stirling's series reaches 1e-29. */
const stirlingFrom = 20

/** log Gamma(z) - ((z - 1/2) log z - z + log(2 pi) / 2) for z >= 20. */
function stirlingCorrection(zh: number, zl: number): number {
  if (zh > 1e200) {
    return dd.quotient(1 / 12, zh)
  }
  const vh = dd.divide(1, 0, zh, zl)
  const vl = dd.low()
  const wh = dd.multiply(vh, vl, vh, vl)
  const wl = dd.low()
  let rest = 0
  for (let k = 12; k >= 4; k--) rest = rest * wh + numerators[k]! / denominators[k]!
  let sh = rest
  let sl = 0
  for (let k = 3; k >= 0; k--) {
    sh = dd.multiply(sh, sl, wh, wl)
    sl = dd.low()
    const ch = dd.quotient(1, leading[k]!)
    sh = dd.add(sh, sl, ch, dd.low())
    sl = dd.low()
  }
  return dd.multiply(sh, sl, vh, vl)
}

/** log Gamma(zh + zl) for z > 0: about 1e-29 of absolute error per unit of the result. */
export function logGamma(zh: number, zl: number): number {
  if (zl === 0 && (zh === 1 || zh === 2)) return dd.twoSum(0, 0)
  let ph = 1
  let pl = 0
  while (zh < stirlingFrom) {
    ph = dd.multiply(ph, pl, zh, zl)
    pl = dd.low()
    zh = dd.twoSum(zh, 1)
    zl = dd.twoSum(zl, dd.low())
  }
  const lh = log(zh, zl)
  const ll = dd.low()
  const fh = dd.add(zh, zl, -0.5, 0)
  let sh = dd.multiply(fh, dd.low(), lh, ll)
  sh = dd.add(sh, dd.low(), -zh, -zl)
  sh = dd.add(sh, dd.low(), halfLog2PiHigh, halfLog2PiLow)
  let sl = dd.low()
  const ch = stirlingCorrection(zh, zl)
  sh = dd.add(sh, sl, ch, dd.low())
  sl = dd.low()
  if (ph === 1) {
    sh = dd.add(sh, sl, 0, 0)
    return sh
  }
  const rh = log(ph, pl)
  return dd.add(sh, sl, -rh, -dd.low())
}

const factorials = 1024
/** log n! as pairs of words, filled as far as it has been asked for. */
const logFactorials: Float64Array = /* @__PURE__ */ new Float64Array(2 * factorials)
let filled = 1

/** log n! for n < 1024, from a table: whole shapes are those of counts, which come in runs. */
function logFactorial(n: number): number {
  for (; filled <= n; filled++) {
    const lh = log(filled, 0)
    const ll = dd.low()
    logFactorials[2 * filled] = dd.add(logFactorials[2 * filled - 2]!, logFactorials[2 * filled - 1]!, lh, ll)
    logFactorials[2 * filled + 1] = dd.low()
  }
  return dd.add(logFactorials[2 * n]!, logFactorials[2 * n + 1]!, 0, 0)
}

let lastA = NaN
let lastB = NaN
let lastHigh = NaN
let lastLow = NaN

/** log B(a, b) for a, b > 0; the last pair is remembered, since callers repeat their parameters. */
export function logBeta(a: number, b: number): number {
  if ((a === lastA && b === lastB) || (a === lastB && b === lastA)) return dd.add(lastHigh, lastLow, 0, 0)
  if (a + b <= factorials && Number.isInteger(a) && Number.isInteger(b)) {
    const ah = logFactorial(a - 1)
    const al = dd.low()
    const bh = logFactorial(b - 1)
    const h = dd.add(ah, al, bh, dd.low())
    const l = dd.low()
    const ch = logFactorial(a + b - 1)
    return dd.add(h, l, -ch, -dd.low())
  }
  const large = Math.max(a, b)
  const small = Math.min(a, b)
  if (large === 1 || small === 1) {
    const ah = log(large === 1 ? small : large, 0)
    return dd.add(0, 0, -ah, -dd.low())
  }
  let h = logGamma(small, 0)
  let l = dd.low()
  const sumHigh = dd.twoSum(large, small)
  const sumLow = dd.low()
  if (large < stirlingFrom) {
    const gh = logGamma(large, 0)
    h = dd.add(h, l, gh, dd.low())
    l = dd.low()
    const sh = logGamma(sumHigh, sumLow)
    h = dd.add(h, l, -sh, -dd.low())
  } else {
    // log Gamma(large + small) - log Gamma(large) without the cancellation of its two terms.
    const uh = dd.quotient(small, large)
    const gh = log1p(uh, dd.low())
    const gl = dd.low()
    const fh = dd.twoSum(large, -0.5)
    let th = dd.multiply(fh, dd.low(), gh, gl)
    let tl = dd.low()
    const lh = log(sumHigh, sumLow)
    const ph = dd.multiply(lh, dd.low(), small, 0)
    th = dd.add(th, tl, ph, dd.low())
    th = dd.add(th, dd.low(), -small, 0)
    tl = dd.low()
    const ch = stirlingCorrection(sumHigh, sumLow)
    th = dd.add(th, tl, ch, dd.low())
    tl = dd.low()
    const eh = stirlingCorrection(large, 0)
    th = dd.add(th, tl, -eh, -dd.low())
    h = dd.add(h, l, -th, -dd.low())
  }
  lastA = a
  lastB = b
  lastHigh = h
  lastLow = dd.low()
  return dd.add(lastHigh, lastLow, 0, 0)
}
