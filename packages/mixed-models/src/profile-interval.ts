import type { Interval } from '@safety-portfolio/stats'
import { chiSquaredQuantile, chiSquaredSurvival } from '@safety-portfolio/stats'
import { fitCensored } from './fit-censored.js'
import type { CensoredFit } from './fit-censored.js'
import { fitGeneralised } from './fit-generalised.js'
import type { GeneralisedFit } from './fit-generalised.js'
import { fitLinear } from './fit-linear.js'
import type { LinearFit } from './fit-linear.js'
import { laplaceProfile } from './internal/laplace-profile.js'
import { linearProfile } from './internal/linear-profile.js'
import { warmProfile } from './internal/model-profile.js'
import type { ModelProfile, ProfiledParameter } from './internal/model-profile.js'
import { correlationProfiles } from './internal/profile-correlation.js'
import { crossing } from './internal/profile-crossing.js'
import type { MixedModel } from './mixed-model.js'

/** A profile-likelihood interval of one parameter. */
export interface ProfileInterval {
  /** What it is an interval of. */
  readonly kind: 'fixed' | 'sigma' | 'standard-deviation' | 'correlation'
  /** Grouping factor of a standard deviation or correlation, else `null`. */
  readonly group: string | null
  /** Name of the effect, of two for a correlation (`'(Intercept), Days'`); `'sigma'` for the residual. */
  readonly term: string
  /** Maximum-likelihood estimate; `null` for the correlation of an effect that has no variance. */
  readonly estimate: number | null
  /** The interval, or `null` with a reason when the profile does not cross the limit. */
  readonly interval: Interval | null
  /** Why there is no interval. */
  readonly reason?: string
  /** Of a fixed effect: signed root of the likelihood-ratio statistic of the test that it is 0. */
  readonly statistic?: number
  /** Its p-value, which is below 1 - level where the interval excludes 0. */
  readonly p?: number
}

/** Options of {@link profileIntervals}. */
export interface ProfileOptions {
  /** Coverage. Default 0.95. */
  readonly level?: number
  /** Which parameters: all (default), or only the fixed effects. */
  readonly parameters?: 'all' | 'fixed'
  /**
   * The fit, which says the family and the points of quadrature. Default: a linear fit; of counts `cbind(yes, no)` a binomial one, of
   * `censored(lower, upper)` a censored one, by Laplace.
   */
  readonly fit?: LinearFit | GeneralisedFit | CensoredFit
}

/**
 * Profile-likelihood intervals by maximum likelihood: all values of a parameter at which -2 log L, maximised over everything else, is within
 * the chi-squared quantile of its minimum (Bates et al. 2015, section 5.1). For the fixed effects, sigma, and the standard deviations
 * and correlations of the random effects of linear, binomial and censored models. A standard deviation with lower end 0 means that the data do not
 * exclude that there is no variance.
 *
 * @param model - The model.
 * @param options - Level, choice of parameters, the fit.
 * @throws RangeError when the model cannot be fitted or the fit belongs to another model.
 * @example
 * ```ts
 * import { prepareModel, profileIntervals } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const [intercept] = profileIntervals(prepareModel('y ~ x + (1 | g)', rows))
 * intercept!.interval!.lower // => ~2.31
 * ```
 */
export function profileIntervals(model: MixedModel, options: ProfileOptions = {}): ProfileInterval[] {
  const { level = 0.95, parameters = 'all' } = options
  if (!(level > 0 && level < 1)) throw new RangeError(`profileIntervals: level must be between 0 and 1, got ${level}`)
  const fit = maximumLikelihood(model, options.fit)
  const profile = profileOf(model, fit)
  const limit = chiSquaredQuantile(level, 1)
  const { minimum, gradientTolerance } = profile
  const sides = (
    parameter: ProfiledParameter,
    from: { readonly estimate: number; readonly step: number; readonly floor?: number; readonly reach?: number },
  ): [number | null, number | null] => {
    const rise = warmProfile(parameter, gradientTolerance)
    const side = (sign: number): number | null => crossing({ rise, minimum, limit, ...from, step: sign * from.step })
    return [from.estimate === from.floor ? from.estimate : side(-1), side(1)]
  }
  const interval = ([lower, upper]: readonly (number | null)[]): Pick<ProfileInterval, 'interval' | 'reason'> =>
    lower == null || upper == null
      ? { interval: null, reason: 'The profile does not rise to the limit on both sides.' }
      : { interval: { lower, upper, level, method: 'profile' } }

  const fixed = fit.fixed.map(({ term, estimate, se }, k): ProfileInterval => {
    const parameter = profile.fixed(k)
    const atZero = Math.max(0, warmProfile(parameter, gradientTolerance)(0, true) - minimum)
    const test = { statistic: Math.sign(estimate) * Math.sqrt(atZero), p: chiSquaredSurvival(atZero, 1) }
    const ends = interval(sides(parameter, { estimate, step: se }))
    return { kind: 'fixed', group: null, term, estimate, ...ends, ...(Number.isFinite(atZero) ? test : {}) }
  })
  if (parameters === 'fixed') return fixed
  const spread = fit.sigma ?? 1
  const groupsOf = (name: string | null): number => model.factors.find((factor) => factor.name === name)!.levels.length
  const deviations = profile.deviations.map(({ group, term, estimate, ...parameter }): ProfileInterval => {
    const step = Math.max(estimate / Math.sqrt(2 * groupsOf(group)), 0.05 * spread)
    const ends = sides(parameter, { estimate, step, floor: 0 })
    return { kind: 'standard-deviation', group, term, estimate, ...interval(ends) }
  })
  const correlations = correlationIntervals(profile, (parameter, estimate, group) => {
    const step = 1 / Math.sqrt(groupsOf(group))
    // On the scale of atanh the ends -1 and 1 are at infinity: a profile that stays below the limit has them as its interval's ends.
    const [lower, upper] = sides(parameter, { estimate: Math.atanh(estimate), step, reach: 8 })
    return interval([lower === null ? -1 : Math.tanh(lower), upper === null ? 1 : Math.tanh(upper)])
  })
  if (profile.sigma === null || fit.sigma === null) return [...fixed, ...deviations, ...correlations]
  const estimate = fit.sigma
  const ends = sides(profile.sigma, { estimate, step: estimate / Math.sqrt(2 * model.n), floor: 0 })
  return [
    ...fixed,
    ...deviations,
    ...correlations,
    { kind: 'sigma', group: null, term: 'sigma', estimate, ...interval(ends) },
  ]
}

function maximumLikelihood(model: MixedModel, given: ProfileOptions['fit']): LinearFit | GeneralisedFit | CensoredFit {
  const linear = given === undefined ? model.trials === null && model.bounds === null : isLinear(given)
  const fit = linear
    ? fitLinear(model, { method: 'ML' })
    : (given ?? (model.bounds === null ? fitGeneralised(model) : fitCensored(model)))
  if (fit.minusTwoLogLik === null) {
    throw new RangeError(`profileIntervals: the model cannot be fitted (${fit.refusal?.code ?? 'unknown'})`)
  }
  return fit
}

const isLinear = (fit: LinearFit | GeneralisedFit | CensoredFit): fit is LinearFit =>
  fit.method === 'ML' || fit.method === 'REML'

function profileOf(model: MixedModel, fit: LinearFit | GeneralisedFit | CensoredFit): ModelProfile {
  return isLinear(fit)
    ? linearProfile(model, fit as LinearFit & { minusTwoLogLik: number; sigma: number })
    : laplaceProfile(model, fit)
}

function correlationIntervals(
  { linear, criterion, optimum, lifted }: ModelProfile,
  interval: (
    parameter: ProfiledParameter,
    estimate: number,
    group: string,
  ) => { readonly interval: Interval | null; readonly reason?: string },
): ProfileInterval[] {
  return correlationProfiles(linear, criterion).map(({ group, terms, at, held }): ProfileInterval => {
    const label = { kind: 'correlation', group, term: terms.join(', ') } as const
    const estimate = at(optimum)
    // Undefined, or exactly on the boundary: there is no profile on both sides.
    if (!(Math.abs(estimate) < 1 - 1e-9)) {
      const value = Number.isNaN(estimate) ? null : Math.sign(estimate)
      return { ...label, estimate: value, interval: null, reason: 'The covariance is singular in these two effects.' }
    }
    const parameter = { start: lifted, held: (value: number) => held(Math.tanh(value)) }
    return { ...label, estimate, ...interval(parameter, estimate, group) }
  })
}
