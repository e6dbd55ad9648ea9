import { studentTSurvivalQuantile, type Estimate, type Finding } from '@safety-portfolio/stats'
import { requireFinite, requireFraction, requirePositive } from './internal/require-number.js'
import { ordinaryLeastSquares } from './internal/ordinary-least-squares.js'
import { noEstimate } from './internal/no-estimate.js'

/** One model of a family with its compute and a measure of capability. */
export interface FamilyPoint {
  /** Family the model belongs to. */
  readonly family: string
  /** Training compute in FLOP (> 0). */
  readonly compute: number
  /** Capability: the first principal component, or the `capability` of an observational law. */
  readonly capability: number
}

/** Capability of one family against compute: capability = intercept + slope log10 C. JSON-safe. */
export interface FamilyCompute {
  /** The family. */
  readonly family: string
  /** Number of models. */
  readonly n: number
  /** Capability per order of magnitude of compute. */
  readonly slope: Estimate
  /** Capability at 1 FLOP: far outside the data. */
  readonly intercept: Estimate
  /** Share of the variance of capability on the line; `null` where it cannot be had. */
  readonly rSquared: number | null
  /** The line about its middle, for {@link equivalentCompute}; `null` when refused. */
  readonly line: FamilyLine | null
  /** Why there is no line. */
  readonly refusal?: Finding
}

/** capability = level + slope (log10 C - centre), level and slope uncorrelated. */
export interface FamilyLine {
  /** Mean of log10 C. */
  readonly centre: number
  /** Capability at `centre`. */
  readonly level: number
  /** Capability per order of magnitude. */
  readonly slope: number
  /** Standard error of `level`. */
  readonly levelError: number
  /** Standard error of `slope`. */
  readonly slopeError: number
  /** n - 2. */
  readonly degreesOfFreedom: number
  /** Coverage of the intervals asked for. */
  readonly confidence: number
}

const leastModels = 3

/**
 * Log-linear relation of capability and compute within each family (Ruan et al. 2024, arXiv 2405.10938, equation 4: S = theta_f log C + nu_f), by
 * ordinary least squares with Student t intervals. Families differ in slope and intercept: that is their compute efficiency.
 *
 * @param points - Models of any number of families.
 * @param options - `level`: coverage of the intervals, default 0.95.
 * @returns One entry per family, in the order of first appearance; with fewer than 3 models or one compute a `refusal`.
 * @throws RangeError for compute or capability outside their domain.
 *
 * @example
 * ```ts
 * import { equivalentCompute, fitFamilyCompute } from '@safety-portfolio/scaling-laws'
 *
 * const points = [1e21, 1e22, 1e23].map((compute, i) => ({ family: 'A', compute, capability: [0.1, 0.52, 0.9][i]! }))
 * const [family] = fitFamilyCompute(points)
 * family!.slope.estimate! // => ~0.400
 * equivalentCompute(family!, 0.7).estimate! // => ~3.04e22
 * ```
 */
export function fitFamilyCompute(
  points: readonly FamilyPoint[],
  options: { readonly level?: number } = {},
): readonly FamilyCompute[] {
  const { level: confidence = 0.95 } = options
  requireFraction('fitFamilyCompute', 'level', confidence)
  const families = new Map<string, FamilyPoint[]>()
  for (const point of points) {
    requirePositive('fitFamilyCompute', 'compute', point.compute)
    requireFinite('fitFamilyCompute', 'capability', point.capability)
    const members = families.get(point.family)
    if (members === undefined) families.set(point.family, [point])
    else members.push(point)
  }
  return [...families].map(([family, members]) => fitFamily(family, members, confidence))
}

function fitFamily(family: string, members: readonly FamilyPoint[], confidence: number): FamilyCompute {
  const n = members.length
  const x = Float64Array.from(members, ({ compute }) => Math.log10(compute))
  const y = Float64Array.from(members, ({ capability }) => capability)
  const centre = x.reduce((total, value) => total + value, 0) / n
  const fit =
    n < leastModels ? null : ordinaryLeastSquares([new Float64Array(n).fill(1), x.map((value) => value - centre)], y)
  if (fit === null) {
    const refusal: Finding =
      n < leastModels
        ? { code: 'too-few-models', message: `${family} has ${n} models with compute; a line with its error needs 3.` }
        : { code: 'one-compute', message: `All models of ${family} have the same compute, so there is no slope.` }
    const none: Estimate = noEstimate(refusal.message)
    return { family, n, slope: none, intercept: none, rSquared: null, line: null, refusal }
  }
  const variance = fit.rss / (n - 2)
  const [level, slope] = fit.coefficients as unknown as readonly [number, number]
  const levelError = Math.sqrt(variance * fit.inverse[0]!)
  const slopeError = Math.sqrt(variance * fit.inverse[3]!)
  const mean = y.reduce((total, value) => total + value, 0) / n
  const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const quantile = studentTSurvivalQuantile((1 - confidence) / 2, n - 2)
  const around = (estimate: number, error: number): Estimate => ({
    estimate,
    standardError: error,
    interval: {
      lower: estimate - quantile * error,
      upper: estimate + quantile * error,
      level: confidence,
      method: `t(${n - 2})`,
    },
  })
  return {
    family,
    n,
    slope: around(slope, slopeError),
    intercept: around(level - slope * centre, Math.hypot(levelError, slopeError * centre)),
    rSquared: total > 0 ? 1 - fit.rss / total : null,
    line: { centre, level, slope, levelError, slopeError, degreesOfFreedom: n - 2, confidence },
  }
}

/**
 * Compute in FLOP at which the line of a family reaches a capability: the "f-equivalent FLOP" of Ruan et al. 2024 (section 3.4), which puts models of
 * other families on the compute scale of one. The interval is Fieller's: exact for the line under normal errors, the capability taken as known.
 *
 * @param family - The family whose compute is the scale, from {@link fitFamilyCompute}.
 * @param capability - Measured like that of the family.
 * @returns The compute; without an interval where the slope is not significant (then every compute is compatible), and `null` where capability does
 *   not grow with compute.
 * @throws RangeError if `capability` is not finite.
 *
 * @example
 * ```ts
 * import { equivalentCompute, fitFamilyCompute } from '@safety-portfolio/scaling-laws'
 *
 * const points = [1e21, 1e22, 1e23].map((compute, i) => ({ family: 'A', compute, capability: [0.1, 0.52, 0.9][i]! }))
 * const [family] = fitFamilyCompute(points)
 * equivalentCompute(family!, 0.9).interval!.method // => 'Fieller, t(1)'
 * ```
 */
export function equivalentCompute({ family, line, refusal }: FamilyCompute, capability: number): Estimate {
  requireFinite('equivalentCompute', 'capability', capability)
  const without = (estimate: number | null, reason: string): Estimate => {
    return { estimate, standardError: null, interval: null, reason }
  }
  if (line === null) return without(null, refusal?.message ?? `${family} has no line.`)
  const { centre, level, slope, levelError, slopeError, degreesOfFreedom, confidence } = line
  if (!(slope > 0)) return without(null, `Capability of ${family} does not grow with compute.`)
  const x = (capability - level) / slope
  const estimate = 10 ** (centre + x)
  if (!(estimate > 0 && estimate < Infinity))
    return without(null, `The capability lies too far off the line of ${family}.`)
  const quantile = studentTSurvivalQuantile((1 - confidence) / 2, degreesOfFreedom)
  // Roots of (capability - level - slope x)^2 = t^2 (levelError^2 + slopeError^2 x^2).
  const a = slope ** 2 - (quantile * slopeError) ** 2
  const b = slope * (capability - level)
  const c = (capability - level) ** 2 - (quantile * levelError) ** 2
  if (!(a > 0)) return without(estimate, `The slope of ${family} does not differ from 0 at this level; add models.`)
  const root = Math.sqrt(Math.max(0, b * b - a * c))
  const [lower, upper] = [10 ** (centre + (b - root) / a), 10 ** (centre + (b + root) / a)]
  if (!(lower > 0 && upper < Infinity)) return without(estimate, 'The interval spans all compute; add models.')
  return {
    estimate,
    standardError: (estimate * Math.LN10 * Math.hypot(levelError, slopeError * x)) / slope,
    interval: { lower, upper, level: confidence, method: `Fieller, t(${degreesOfFreedom})` },
  }
}
