import type { LinearFit } from './fit-linear.js'
import { contrastMetric, independentContrasts, jointTestOf } from './fixed-effect-inference.js'
import type { FixedEffectInference, JointTest } from './fixed-effect-inference.js'
import { multiply, toNested, transpose } from './internal/dense.js'
import { fittedProblem } from './internal/fitted-problem.js'
import { parameterCovariance } from './internal/parameter-covariance.js'
import { covarianceUnits, denseLimit } from './internal/variance-components.js'
import type { CovarianceUnit, CovarianceUnits } from './internal/variance-components.js'
import type { MixedModel } from './mixed-model.js'

/**
 * Kenward and Roger's (1997, Biometrics 53, 983-997) small-sample inference: the covariance of the fixed effects corrected for the
 * estimation of the covariance parameters (their section 2, with the expected information), and the scaled F approximation of section 3 in
 * the form of Halekoh and Hojsgaard (2014, J. Stat. Softw. 59(9)). Computed from cross-products of the groups; rows are not looked at.
 *
 * @param model - The model.
 * @param fit - Its fit by REML.
 * @throws RangeError when the fit is by ML, or when crossed factors have more than 1,500 random effects (use {@link satterthwaite}).
 * @example
 * ```ts
 * import { fitLinear, fixedEffectTable, kenwardRoger, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * fixedEffectTable(kenwardRoger(model, fitLinear(model)))[1]!.df // => ~11.0
 * ```
 */
export function kenwardRoger(
  model: MixedModel,
  fit: Pick<LinearFit, 'formula' | 'n' | 'method' | 'sigma' | 'theta' | 'refusal'>,
): FixedEffectInference {
  if (fit.method !== 'REML') throw new RangeError(`kenwardRoger: the fit must be by REML, got ${fit.method}`)
  const { problem, theta, variance, estimates, covariance } = fittedProblem('kenwardRoger', model, fit)
  const parts = covarianceUnits(problem, theta)
  if (parts === null) {
    throw new RangeError(`kenwardRoger: crossed factors with more than ${denseLimit} random effects; use satterthwaite`)
  }
  const p = estimates.length
  const back = (matrix: Float64Array): Float64Array => toOriginal(problem.design.fixed.triangle, matrix, p)
  const { first, second, traces, count } = parameterMatrices(parts, p, variance, back)
  // Expected information of the covariance parameters, and its inverse.
  const information = new Float64Array(count * count)
  const phiP = first.map((matrix) => multiply(covariance, matrix, p, p, p))
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const value =
        traces[i * count + j]! - 2 * traceOf(covariance, second[i * count + j]!, p) + traceOf(phiP[i]!, phiP[j]!, p)
      information[i * count + j] = value / 2
      information[j * count + i] = value / 2
    }
  }
  const natural = Float64Array.from({ length: count }, (_, i) => traces[i * count + i]! / 2)
  const w = parameterCovariance(information, natural, first, count)
  if (w === null) {
    throw new RangeError('kenwardRoger: the covariance parameters cannot be told apart (their information is singular)')
  }

  const u = new Float64Array(p * p)
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < count; j += 1) {
      const weight = w[i * count + j]!
      const product = multiply(first[i]!, phiP[j]!, p, p, p)
      const q = second[Math.max(i, j) * count + Math.min(i, j)]!
      // Q_ij for j > i is the transpose of Q_ji; the sum is symmetric.
      for (let a = 0; a < p; a += 1) {
        for (let b = 0; b < p; b += 1) {
          const own = i >= j ? q[a * p + b]! : q[b * p + a]!
          u[a * p + b] = u[a * p + b]! + weight * (own - product[a * p + b]!)
        }
      }
    }
  }
  const correction = multiply(multiply(covariance, u, p, p, p), covariance, p, p, p)
  const adjusted = covariance.map((value, k) => value + correction[k]! + correction[(k % p) * p + Math.floor(k / p)]!)
  const phiPPhi = phiP.map((matrix) => multiply(matrix, covariance, p, p, p))
  const values = Array.from(estimates)
  const nested = toNested(adjusted, p, p)

  const jointTest = (contrasts: readonly (readonly number[])[]): JointTest => {
    const rows = contrasts.length
    const { metric, rank } = contrastMetric(Float64Array.from(contrasts.flat()), covariance, rows, p)
    const products = phiPPhi.map((matrix) => multiply(metric, matrix, p, p, p))
    const alone = products.map((matrix) => trace(matrix, p))
    let a1 = 0
    let a2 = 0
    for (let i = 0; i < count; i += 1) {
      for (let j = 0; j < count; j += 1) {
        a1 += w[i * count + j]! * alone[i]! * alone[j]!
        a2 += w[i * count + j]! * traceOf(products[i]!, products[j]!, p)
      }
    }
    const { df, scaling } = scaledF(a1, a2, rank)
    const parted = independentContrasts(contrasts, nested, values)
    const statistic = parted.reduce((sum, { squared }) => sum + squared, 0) / rank
    return jointTestOf(scaling * statistic, rank, df, 'kenward-roger')
  }
  return {
    method: 'kenward-roger',
    terms: model.fixedNames,
    estimates: values,
    covariance: nested,
    degreesOfFreedom: (contrast) => jointTest([contrast]).denominatorDf,
    jointTest,
  }
}

/** Denominator degrees of freedom and scaling of the F statistic (Kenward and Roger 1997, section 3). */
function scaledF(a1: number, a2: number, q: number): { df: number; scaling: number } {
  const b = (a1 + 6 * a2) / (2 * q)
  const g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
  const divisor = 3 * q + 2 * (1 - g)
  const c1 = g / divisor
  const c2 = (q - g) / divisor
  const c3 = (q + 2 - g) / divisor
  const v0 = 1 + c1 * b
  const v1 = 1 - c2 * b
  const v2 = 1 - c3 * b
  const share = 1 - a2 / q
  // Where both vanish together (balanced designs) their ratio is 1.
  const ratio = Math.abs(share) < 1e-10 && Math.abs(v1) < 1e-10 ? 1 : share / v1
  const rho = (ratio ** 2 * (Math.abs(v0) < 1e-10 ? 0 : v0)) / v2 / q
  const df = 4 + (q + 2) / (q * rho - 1)
  return { df, scaling: Math.abs(df - 2) < 1e-2 ? 1 : (df * share) / (df - 2) }
}

/**
 * Per parameter (entries of the random-effect covariance, last sigma^2): P_i = -X'V^-1 G_i V^-1 X; per pair (i >= j) Q_ij = X'V^-1 G_i V^-1
 * G_j V^-1 X and the trace of V^-1 G_i V^-1 G_j.
 */
function parameterMatrices(
  parts: CovarianceUnits,
  p: number,
  variance: number,
  back: (matrix: Float64Array) => Float64Array,
): { first: Float64Array[]; second: Float64Array[]; traces: Float64Array; count: number } {
  const free = parts.units[0]?.parameters.length ?? 0
  const count = free + 1
  const first = Array.from({ length: count }, () => new Float64Array(p * p))
  const second = Array.from({ length: count * count }, () => new Float64Array(p * p))
  const traces = new Float64Array(count * count)
  first[free]!.set(parts.x2)
  second[count * count - 1]!.set(parts.x3)
  traces[count * count - 1] = parts.trace
  for (const unit of parts.units) addUnit(unit, p, first, second, traces, count)
  const s2 = variance ** 2
  return {
    first: first.map((matrix) => back(matrix.map((value) => -value / s2))),
    second: second.map((matrix) => back(matrix.map((value) => value / (s2 * variance)))),
    traces: traces.map((value) => value / s2),
    count,
  }
}

function addUnit(
  unit: CovarianceUnit,
  p: number,
  first: Float64Array[],
  second: Float64Array[],
  traces: Float64Array,
  count: number,
): void {
  const { size, parameters, count: times } = unit
  const free = count - 1
  // E_b F and P E_b F for each parameter.
  const ef = parameters.map((positions) => {
    const out = new Float64Array(size * p)
    for (const [r, c] of positions) for (let k = 0; k < p; k += 1) out[r * p + k] = out[r * p + k]! + unit.f[c * p + k]!
    return out
  })
  const pef = ef.map((matrix) => multiply(unit.p, matrix, size, size, p))
  parameters.forEach((positions, a) => {
    accumulate(first[a]!, unit.f, ef[a]!, size, p, times)
    for (let b = 0; b <= a; b += 1) {
      accumulate(second[a * count + b]!, ef[a]!, pef[b]!, size, p, times)
      let sum = 0
      for (const [r, c] of positions) {
        for (const [s, t] of parameters[b]!) sum += unit.p[c * size + s]! * unit.p[t * size + r]!
      }
      traces[a * count + b] = traces[a * count + b]! + times * sum
    }
    // With sigma^2: Q_0a = (Z'W^2 X)' E_a F.
    accumulate(second[free * count + a]!, unit.f2, ef[a]!, size, p, times)
    let sum = 0
    for (const [r, c] of positions) sum += unit.p2[c * size + r]!
    traces[free * count + a] = traces[free * count + a]! + times * sum
  })
}

/** target += factor * left' right. */
function accumulate(
  target: Float64Array,
  left: Float64Array,
  right: Float64Array,
  rows: number,
  p: number,
  factor: number,
): void {
  for (let r = 0; r < rows; r += 1) {
    for (let i = 0; i < p; i += 1) {
      const value = factor * left[r * p + i]!
      if (value === 0) continue
      for (let j = 0; j < p; j += 1) target[i * p + j] = target[i * p + j]! + value * right[r * p + j]!
    }
  }
}

/** R' M R for the triangle with X = Q R: from the whitened fixed basis to the original columns. */
function toOriginal(triangle: Float64Array, matrix: Float64Array, p: number): Float64Array {
  const rt = transpose(triangle, p, p)
  return multiply(multiply(rt, matrix, p, p, p), triangle, p, p, p)
}

function trace(a: Float64Array, p: number): number {
  let sum = 0
  for (let i = 0; i < p; i += 1) sum += a[i * p + i]!
  return sum
}

/** Trace of a b. */
function traceOf(a: Float64Array, b: Float64Array, p: number): number {
  let sum = 0
  for (let i = 0; i < p; i += 1) for (let j = 0; j < p; j += 1) sum += a[i * p + j]! * b[j * p + i]!
  return sum
}
