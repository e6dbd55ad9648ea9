import { breakSearch } from './break-search.js'
import { ordinaryLeastSquares } from './ordinary-least-squares.js'

/** Names of the shapes a trend may have. */
export type TrendForm = 'exponential' | 'kinked' | 'jump' | 'hyperbolic'

/** One fitted shape: y as a function of t. */
export interface FittedForm {
  /** Residual sum of squares. */
  readonly rss: number
  /** Parameters of the mean, break points included. */
  readonly parameters: number
  /** Slope before and after the break; equal for the exponential, local at the ends of the data for the hyperbolic. */
  readonly slopes: readonly [number, number]
  /** Break (kinked, jump) or pole (hyperbolic) on the time axis. */
  readonly at: number | null
  /** Whether `at` is an interior optimum of its search range. */
  readonly interior: boolean
  /** The fitted curve. */
  readonly predict: (t: number) => number
}

/** Fits one shape to points with ascending t, or returns `null` when there are too few. */
export function fitForm(form: TrendForm, t: Float64Array, y: Float64Array, segment: number): FittedForm | null {
  switch (form) {
    case 'exponential':
      return fitLine(t, y)
    case 'kinked':
      return bestBreak(t, y, segment, breakSearch(t, y).kink, fitKink)
    case 'jump':
      return bestBreak(t, y, segment, breakSearch(t, y).jump, fitJump)
    case 'hyperbolic':
      return fitHyperbola(t, y)
  }
}

function fitLine(t: Float64Array, y: Float64Array): FittedForm | null {
  const line = ordinaryLeastSquares([ones(t), t], y)
  if (line === null) return null
  const [a, b] = line.coefficients as unknown as [number, number]
  return { rss: line.rss, parameters: 2, slopes: [b, b], at: null, interior: true, predict: (x) => a + b * x }
}

function fitKink(t: Float64Array, y: Float64Array, at: number): FittedForm | null {
  const bent = ordinaryLeastSquares([ones(t), t, t.map((x) => Math.max(x - at, 0))], y)
  if (bent === null) return null
  const [a, b, c] = bent.coefficients as unknown as [number, number, number]
  const predict = (x: number): number => a + b * x + c * Math.max(x - at, 0)
  return { rss: bent.rss, parameters: 4, slopes: [b, b + c], at, interior: true, predict }
}

/** Two lines, the second from `at` on. */
function fitJump(t: Float64Array, y: Float64Array, at: number): FittedForm | null {
  const split = t.findIndex((x) => x >= at)
  const before = fitLine(t.subarray(0, split), y.subarray(0, split))
  const after = fitLine(t.subarray(split), y.subarray(split))
  if (before === null || after === null) return null
  const predict = (x: number): number => (x >= at ? after : before).predict(x)
  const slopes = [before.slopes[0], after.slopes[0]] as const
  return { rss: before.rss + after.rss, parameters: 5, slopes, at, interior: true, predict }
}

/** The break among the observed dates, with at least `segment` points before it and from it on, that minimises rss. */
function bestBreak(
  t: Float64Array,
  y: Float64Array,
  segment: number,
  rss: (i: number) => number,
  fit: (t: Float64Array, y: Float64Array, at: number) => FittedForm | null,
): FittedForm | null {
  let best = -1
  for (let i = segment; i <= t.length - segment; i += 1)
    if (t[i] !== t[i - 1] && (best < 0 || rss(i) < rss(best))) best = i
  return best < 0 ? null : fit(t, y, t[best]!)
}

const searchSteps = 240
const goldenSteps = 60
const golden = /* @__PURE__ */ (() => (Math.sqrt(5) - 1) / 2)()

/** y = a - b log10(pole - t): growth that becomes infinite at the pole. The pole is searched from 0.05 to 1000 years ahead. */
function fitHyperbola(t: Float64Array, y: Float64Array): FittedForm | null {
  const last = t[t.length - 1]!
  const fit = (u: number): FittedForm | null => {
    const at = last + Math.exp(u)
    const bent = ordinaryLeastSquares([ones(t), t.map((x) => -Math.log10(at - x))], y)
    if (bent === null) return null
    const [a, b] = bent.coefficients as unknown as [number, number]
    const slope = (x: number): number => (b * Math.LOG10E) / (at - x)
    const predict = (x: number): number => (x < at ? a - b * Math.log10(at - x) : Infinity)
    return { rss: bent.rss, parameters: 3, slopes: [slope(t[0]!), slope(last)], at, interior: true, predict }
  }
  const rss = (u: number): number => poleResidual(t, y, last + Math.exp(u))
  const [low, high] = [Math.log(0.05), Math.log(1000)]
  const step = (high - low) / searchSteps
  let best = 0
  for (let i = 1; i <= searchSteps; i += 1) if (rss(low + i * step) < rss(low + best * step)) best = i
  let [left, right] = [low + Math.max(best - 1, 0) * step, low + Math.min(best + 1, searchSteps) * step]
  for (let i = 0; i < goldenSteps; i += 1) {
    const inner = right - golden * (right - left)
    const outer = left + golden * (right - left)
    if (rss(inner) < rss(outer)) right = outer
    else left = inner
  }
  const found = fit((left + right) / 2)
  return found === null ? null : { ...found, interior: best > 0 && best < searchSteps }
}

/** Residual sum of squares of y on log10(pole - t), for the search. */
function poleResidual(t: Float64Array, y: Float64Array, pole: number): number {
  const [x0, y0] = [Math.log10(pole - t[0]!), y[0]!]
  let sx = 0
  let sy = 0
  let sxx = 0
  let sxy = 0
  let syy = 0
  for (let i = 0; i < t.length; i += 1) {
    const x = Math.log10(pole - t[i]!) - x0
    const z = y[i]! - y0
    sx += x
    sy += z
    sxx += x * x
    sxy += x * z
    syy += z * z
  }
  const n = t.length
  const varied = sxx - (sx * sx) / n
  return varied > 0 ? syy - (sy * sy) / n - (sxy - (sx * sy) / n) ** 2 / varied : Infinity
}

function ones(t: Float64Array): Float64Array {
  return t.map(() => 1)
}
