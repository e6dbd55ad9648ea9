import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { FitLoss, LossName } from './fit-result.js'
import { dispersion } from './internal/law-likelihood.js'
import { lawNamed, type AnyPoint } from './internal/law-registry.js'
import { profileEnds } from './internal/likelihood-profile.js'
import { determinedLaw } from './internal/located-law.js'
import { profileCut } from './internal/profile-cut.js'
import type { IdentifiabilityOption } from './internal/identifiability-option.js'
import { describeLoss } from './internal/describe-loss.js'
import { fitLoss, requireFraction, requireNewNames, requireOneOf, usableData } from './internal/options.js'
import type { KnownLaw, LawConstants, LawLabel, LawPoint } from './law-name.js'
import { uncertified } from './internal/uncertified.js'
import { version } from './version.js'

/** How a rise of the objective is judged. */
export type ProfileCalibration = 'sandwich' | 'dispersion' | 'likelihood'

/** How to profile; every option has a default. */
export interface ProfileOptions<Constants> extends IdentifiabilityOption {
  /** Distance between law and data; default `'huber'`. `'lad'` is refused: its profile has corners and no second derivative. */
  readonly loss?: LossName
  /** Threshold of the Huber loss in log loss; default 1e-3. */
  readonly delta?: number
  /** One nonnegative weight per datum, inversely proportional to the variance of its noise; default 1 each. Only their ratios matter. */
  readonly weights?: readonly number[]
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number
  /**
   * What the rise of the objective is divided by before it is compared with F(1, n - k). `'sandwich'` (default): the variance of the quantity by the
   * sandwich (HC2) over its curvature at the optimum, which needs neither equal noise nor a particular one; the degrees of freedom are those of that
   * variance, fewer where few data decide the quantity. `'dispersion'`: one scale for all quantities, exact for
   * least squares on a linear law with equal normal noise; for Huber the drop-in-dispersion test; needs equal noise. `'likelihood'`: twice the
   * log-likelihood ratio, for normal noise (then the same as `'dispersion'`) or for Huber the Huber density with free scale; needs equal noise of that
   * density and is too short for any other.
   */
  readonly calibration?: ProfileCalibration
  /** Which constants to profile; default all. */
  readonly constants?: readonly Extract<keyof Constants, string>[]
  /** Smooth functions of the constants to profile as well, by name. */
  readonly quantities?: Readonly<Record<string, (constants: Constants) => number>>
}

/** Profile intervals of the constants of a law and of functions of them. JSON-safe. */
export interface ProfileIntervals<Law extends KnownLaw> {
  /** The law. */
  readonly law: LawLabel<Law>
  /** The loss that was minimised. */
  readonly loss: FitLoss
  /** Number of data used. */
  readonly n: number
  /** The constants at the optimum, or `null` with a `refusal`. */
  readonly parameters: LawConstants<Law> | null
  /**
   * Each constant asked for, then each quantity: estimate, standard error from the curvature at the optimum, profile interval; `interval: null` with a `reason`
   * where an end does not exist.
   */
  readonly estimates: Readonly<Record<string, Estimate>>
  /** Whether the constants are a certified local optimum. */
  readonly converged: boolean
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there are no intervals. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/**
 * Profile intervals: all values of a constant at which the best fit with the constant held there is not significantly worse than the best fit. They
 * follow the curvature of the law, do not depend on how a constant is written (B or log B), and are asymmetric where the data are.
 *
 * Every point of a profile is a full fit of the other constants; the ends are roots of the root of the deviance.
 *
 * Source: Venzon and Moolgavkar 1988; Kent 1982 and Pace, Salvan and Sartori 2011 for the sandwich scale of one quantity; Bell and McCaffrey 2002 for its degrees of freedom; Schrader and Hettmansperger 1980
 * for the dispersion of robust losses.
 *
 * @param law - Name of the law, or one made by {@link defineLaw}.
 * @param given - Training runs or points of a curve.
 * @param options - See {@link ProfileOptions}.
 * @returns Estimates by name.
 * @throws RangeError for options outside their domain or a quantity named like a constant.
 *
 * @example
 * ```ts
 * import { profileIntervals, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * const profile = profileIntervals('chinchilla', runs, {
 *   loss: 'log-squared',
 *   level: 0.9,
 *   quantities: { frontier: ({ alpha, beta }) => beta / (alpha + beta) },
 * })
 * const { lower, upper } = profile.estimates['frontier']!.interval!
 * lower < 0.5126 && 0.5126 < upper // => true
 * ```
 */
export function profileIntervals<Law extends KnownLaw>(
  law: Law,
  given: readonly LawPoint<Law>[],
  options: ProfileOptions<LawConstants<Law>> = {},
): ProfileIntervals<Law> {
  const definition = lawNamed('profileIntervals', law)
  const loss = fitLoss('profileIntervals', options)
  const used = usableData<AnyPoint>('profileIntervals', given, options.weights)
  const { points } = used
  const { level = 0.95, calibration = 'sandwich', quantities = {}, constants: asked = definition.names } = options
  requireFraction('profileIntervals', 'level', level)
  requireOneOf('profileIntervals', 'calibration', calibration, ['sandwich', 'dispersion', 'likelihood'])
  for (const name of asked) {
    if (!definition.names.includes(name)) {
      throw new RangeError(`profileIntervals: constants must be among ${definition.names.join(', ')}, got ${name}`)
    }
  }
  requireNewNames('profileIntervals', quantities, definition.names)
  const refused = (refusal: Finding): ProfileIntervals<Law> => ({
    law: definition.law as LawLabel<Law>,
    loss,
    n: points.length,
    parameters: null,
    estimates: {},
    converged: false,
    method: 'refused',
    assumptions: [],
    warnings: [],
    refusal,
    version,
  })
  if (loss.name === 'lad') return refused(noProfile)
  const located = determinedLaw('profileIntervals', definition, used, loss, options)
  if ('code' in located) return refused(located)
  const noise = dispersion(located)
  if (noise === null) return refused(noNoise)

  const { best } = located
  const cut = profileCut(located, noise, calibration, level)
  const constants = located.constants(best.theta) as unknown as LawConstants<Law>
  const method = (degrees: number | string): string => `profile (${calibration}, F(1, ${degrees}))`
  const estimates: Record<string, Estimate> = {}
  const seen = { doubtful: 0, better: false }
  const add = (name: string, value: (theta: Float64Array) => number, log: boolean): void => {
    const estimate = value(best.theta)
    const scaled = log ? (theta: Float64Array): number => Math.log(value(theta)) : value
    if (!Number.isFinite(scaled(best.theta))) {
      estimates[name] = { estimate, standardError: null, interval: null, reason: atBound }
      return
    }
    const ends = profileEnds(located, scaled, cut)
    seen.doubtful += ends.doubtful
    seen.better ||= ends.better
    const back = (end: number): number => (log ? Math.exp(end) : end)
    // A constant that may vanish and whose profile never rises above the critical value on the way to zero is bounded by zero.
    const lower = ends.lower === null ? (log && ends.upper !== null ? 0 : null) : back(ends.lower)
    const upper = ends.upper === null ? null : back(ends.upper)
    const error = ends.curvatureError
    estimates[name] = {
      estimate,
      standardError: error === null ? null : log ? error * estimate : error,
      ...(lower === null || upper === null
        ? { interval: null, reason: ends.curvatureError === null ? noCurvature : unbounded(lower, upper) }
        : { interval: { lower, upper, level, method: method(ends.degrees ?? noise.degrees) } }),
    }
  }
  definition.names.forEach((name, index) => {
    if (asked.includes(name)) add(name, (theta) => located.constants(theta)[name]!, definition.logScale[index]!)
  })
  for (const [name, quantity] of Object.entries(quantities)) {
    add(name, (theta) => quantity(located.constants(theta) as unknown as LawConstants<Law>), false)
  }
  const warnings: Finding[] = [...located.doubts]
  if (!located.converged) warnings.push(uncertified)
  if (loss.name === 'huber' && calibration === 'likelihood') warnings.push(longTails)
  if (seen.doubtful > 0)
    warnings.push({
      code: 'profile-not-converged',
      message: `${seen.doubtful} constrained fits were not certified optima: ends of intervals may be too close to the estimate.`,
    })
  if (seen.better) warnings.push(betterFound)
  return {
    law: definition.law as LawLabel<Law>,
    loss,
    n: points.length,
    parameters: constants,
    estimates,
    converged: located.converged,
    method: `${describeLoss(loss)}; intervals: ${method(calibration === 'sandwich' ? 'its own degrees of freedom' : noise.degrees)} of the objective with one quantity held, the other constants fitted again`,
    assumptions: [...definition.assumptions, assumption(calibration, loss)],
    warnings,
    version,
  }
}

function assumption(calibration: ProfileCalibration, loss: FitLoss): string {
  if (calibration === 'sandwich') return 'The noise is independent between points; its size and shape may differ.'
  if (calibration === 'dispersion' || loss.name !== 'huber')
    return 'The noise has the same distribution at every point.'
  return 'The noise has the same Huber density at every point: longer tails than the normal.'
}

const noProfile: Finding = {
  code: 'no-profile',
  message:
    'A least-absolute-deviations objective has corners, so its profile has no scale to be judged by. Use the Huber loss with a small delta, or a bootstrap.',
}
const noNoise: Finding = {
  code: 'no-noise',
  message:
    'The law meets all points up to rounding, or there are no more points than constants: there is no noise to judge a profile by.',
}
const longTails: Finding = {
  code: 'long-tailed-density',
  message:
    "The Huber density with a threshold below the noise has Laplace's tails. Where the noise is normal the intervals are too short: 90 % ones held the truth in 79 to 84 % of simulations. calibration: 'sandwich' needs no particular noise.",
}
const betterFound: Finding = {
  code: 'better-optimum',
  message: 'A constrained fit was better than the fit: the constants are not the global optimum.',
}
const atBound = 'The constant is at its bound, where the profile has no chi-squared limit.'
const noCurvature = 'The objective is not strictly convex in this quantity at the optimum.'

function unbounded(lower: number | null, upper: number | null): string {
  const side = lower === null && upper === null ? 'either side' : lower === null ? 'the lower side' : 'the upper side'
  return `The profile does not rise to its critical value on ${side}: the data do not bound this quantity there.`
}
