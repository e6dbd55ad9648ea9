/**
 * Arithmetic on unevaluated sums of two doubles (about 31 decimal digits), written from the error-free transformations of
 * Dekker (1971, Numerische Mathematik 18, 224-242) and Knuth (TAOCP vol. 2, 4.2.2). A function returns the high word and
 * leaves the low word to be read by `low()` before the next call, so that nothing is allocated (a typed array holds it: an
 * assignment to a module variable would allocate a boxed number).
 */
const word: Float64Array = /* @__PURE__ */ new Float64Array(1)

/** Low word of the last result. */
export function low(): number {
  return word[0]!
}

/** a + b exactly. */
export function twoSum(a: number, b: number): number {
  const s = a + b
  const t = s - a
  word[0] = a - (s - t) + (b - t)
  return s
}

/** a + b exactly, where |a| >= |b| or a = 0. */
function quickTwoSum(a: number, b: number): number {
  const s = a + b
  word[0] = b - (s - a)
  return s
}

const splitter = 134217729

/** a b exactly, for |a|, |b| < 1e300 and no underflow. */
export function twoProduct(a: number, b: number): number {
  const p = a * b
  const ta = splitter * a
  const ah = ta - (ta - a)
  const al = a - ah
  const tb = splitter * b
  const bh = tb - (tb - b)
  const bl = b - bh
  word[0] = ah * bh - p + ah * bl + al * bh + al * bl
  return p
}

/** (ah + al) + (bh + bl). */
export function add(ah: number, al: number, bh: number, bl: number): number {
  const s = ah + bh
  const t = s - ah
  const e = ah - (s - t) + (bh - t)
  const u = al + bl
  const v = u - al
  const f = al - (u - v) + (bl - v)
  const w = e + u
  const h = s + w
  const g = w - (h - s) + f
  const r = h + g
  word[0] = g - (r - h)
  return r
}

/** (ah + al) (bh + bl). */
export function multiply(ah: number, al: number, bh: number, bl: number): number {
  const p = twoProduct(ah, bh)
  return quickTwoSum(p, word[0]! + (ah * bl + al * bh))
}

/** (ah + al) / (bh + bl). */
export function divide(ah: number, al: number, bh: number, bl: number): number {
  const q = ah / bh
  const p = twoProduct(q, bh)
  const e = word[0]!
  const r = ah - p - e + al - q * bl
  const c = r / bh
  const p2 = twoProduct(c, bh)
  const r2 = r - p2 - word[0]! - c * bl
  return quickTwoSum(q, c + r2 / bh)
}

/** The exact quotient of two doubles as a double-double. */
export function quotient(a: number, b: number): number {
  return divide(a, 0, b, 0)
}
