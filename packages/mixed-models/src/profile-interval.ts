import type { Interval } from '@safety-portfolio/stats'
import { chiSquaredQuantile } from '@safety-portfolio/stats'
import { fitLinear } from './fit-linear.js'
import { constrainedCriterion } from './internal/constrained-problem.js'
import { fillFactor } from './internal/covariance-template.js'
import type { Criterion } from './internal/criterion.js'
import { linearCriterion, linearProblem, solveUpper, whitenedTheta } from './internal/linear-problem.js'
import type { LinearProblem } from './internal/linear-problem.js'
import { crossing } from './internal/profile-crossing.js'
import { quasiNewton } from './internal/quasi-newton.js'
import { identity } from './internal/dense.js'
import { correlationProfiles } from './internal/profile-correlation.js'
import { offBoundary } from './internal/refit.js'
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
}

/** Options of {@link profileIntervals}. */
export interface ProfileOptions {
  /** Coverage. Default 0.95. */
  readonly level?: number
  /** Which parameters: all (default), or only the fixed effects. */
  readonly parameters?: 'all' | 'fixed'
}

/**
 * Profile-likelihood intervals by maximum likelihood: all values of a parameter at which -2 log L, maximised over everything else, is within
 * the chi-squared quantile of its minimum (Bates et al. 2015, section 5.1). For the fixed effects, sigma, and the standard deviations
 * and correlations of the random effects. A standard deviation with lower end 0 means that the data do not exclude that there is no variance.
 *
 * @param model - The model.
 * @param options - Level and choice of parameters.
 * @throws RangeError when the model cannot be fitted.
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
  const fit = fitLinear(model, { method: 'ML' })
  if (fit.minusTwoLogLik === null || fit.sigma === null) {
    throw new RangeError(`profileIntervals: the model cannot be fitted (${fit.refusal?.code ?? 'unknown'})`)
  }
  const problem = linearProblem(model)
  const theta = whitenedTheta(problem, fit.theta)
  const minimum = fit.minusTwoLogLik
  const limit = chiSquaredQuantile(level, 1)
  const interval = (lower: number | null, upper: number | null): Pick<ProfileInterval, 'interval' | 'reason'> =>
    lower === null || upper === null
      ? { interval: null, reason: 'The profile does not rise to the limit on both sides.' }
      : { interval: { lower, upper, level, method: 'profile' } }

  const { p } = problem.design
  const inverse = solveUpper(problem.design.fixed.triangle, identity(p), p)
  const fixed = fit.fixed.map(({ term, estimate, se }, k): ProfileInterval => {
    // The whitened effects exclude the least-squares part, so the constraint is on the difference from it.
    const direction = inverse.slice(k * p, (k + 1) * p)
    const base = direction.reduce((sum, value, j) => sum + value * problem.design.leastSquares[j]!, 0)
    const criterionAt = constrainedCriterion(problem, direction)
    const rise = warmProfile(theta, (value, start) => {
      const criterion = criterionAt(value - base)
      return minimise(start, (x, gradient) => criterion.evaluate(x, gradient))
    })
    const side = (sign: number): number | null => crossing({ rise, minimum, limit, estimate, step: sign * se })
    return { kind: 'fixed', group: null, term, estimate, ...interval(side(-1), side(1)) }
  })
  if (parameters === 'fixed') return fixed
  const criterion = linearCriterion(problem, 'ML')
  const sigma = fit.sigma
  const sigmaRise = warmProfile(theta, (value, start) =>
    minimise(start, (x, gradient) => criterion.evaluate(x, gradient, value ** 2)),
  )
  const sigmaStep = sigma / Math.sqrt(2 * model.n)
  const sigmaSide = (sign: number): number | null =>
    crossing({ rise: sigmaRise, minimum, limit, estimate: sigma, step: sign * sigmaStep, floor: 0 })
  return [
    ...fixed,
    ...standardDeviations(problem, criterion, theta).map(({ group, term, value, minimiseAt }): ProfileInterval => {
      const estimate = value * sigma
      const rise = warmProfile(offBoundary(criterion, theta), minimiseAt)
      const count = model.factors.find(({ name }) => name === group)!.levels.length
      const step = Math.max(estimate / Math.sqrt(2 * count), 0.05 * sigma)
      const side = (sign: number): number | null =>
        crossing({ rise, minimum, limit, estimate, step: sign * step, floor: 0 })
      const lower = estimate === 0 ? 0 : side(-1)
      return { kind: 'standard-deviation', group, term, estimate, ...interval(lower, side(1)) }
    }),
    ...correlationProfiles(problem, criterion).map(({ group, terms, at, held }): ProfileInterval => {
      const label = { kind: 'correlation', group, term: terms.join(', ') } as const
      const estimate = at(theta)
      // Undefined, or exactly on the boundary: there is no profile on both sides.
      if (!(Math.abs(estimate) < 1 - 1e-9)) {
        const value = Number.isNaN(estimate) ? null : Math.sign(estimate)
        return { ...label, estimate: value, interval: null, reason: 'The covariance is singular in these two effects.' }
      }
      // On the scale of atanh the ends -1 and 1 are at infinity: a profile that stays below the limit has them as its interval's ends.
      const rise = warmProfile(offBoundary(criterion, theta), (value, start) => minimise(start, held(Math.tanh(value))))
      const count = model.factors.find(({ name }) => name === group)!.levels.length
      const side = (sign: number): number => {
        const end = crossing({
          rise,
          minimum,
          limit,
          estimate: Math.atanh(estimate),
          step: sign / Math.sqrt(count),
          reach: 8,
        })
        return end === null ? sign : Math.tanh(end)
      }
      return { ...label, estimate, ...interval(side(-1), side(1)) }
    }),
    { kind: 'sigma', group: null, term: 'sigma', estimate: sigma, ...interval(sigmaSide(-1), sigmaSide(1)) },
  ]
}

type Profile = (value: number, start: Float64Array) => { readonly value: number; readonly x: Float64Array }

/** Starts each minimisation where the one before on the same side ended. */
function warmProfile(theta: Float64Array, at: Profile): (value: number, fresh: boolean) => number {
  let last = theta
  return (value, fresh) => {
    if (fresh) last = theta
    const { value: reached, x } = at(value, last)
    last = x
    return reached
  }
}

function minimise(
  start: Float64Array,
  objective: (x: Float64Array, gradient: Float64Array) => number,
): { value: number; x: Float64Array } {
  const { value, x } = quasiNewton(objective, start, { gradientTolerance: 1e-5, maxIterations: 300 })
  return { value, x }
}

/** Each standard deviation relative to sigma, and the minimum of the deviance with it held at a value: sigma then follows from theta. */
function standardDeviations(
  problem: LinearProblem,
  criterion: Criterion,
  theta: Float64Array,
): { group: string; term: string; value: number; minimiseAt: Profile }[] {
  let from = 0
  return problem.design.factors.flatMap(({ factor, triangle }, f) => {
    const template = criterion.templates[f]!
    const { q, positions } = template
    const offset = from
    from += positions.length
    const inverse = solveUpper(triangle, identity(q), q)
    return factor.columnNames.map((term, k) => {
      const a = inverse.slice(k * q, (k + 1) * q)
      const lambda = new Float64Array(q * q)
      const relative = (x: ArrayLike<number>): { norm2: number; along: Float64Array } => {
        fillFactor(template, x, offset, lambda)
        const along = new Float64Array(q)
        for (let j = 0; j < q; j += 1) for (let i = 0; i < q; i += 1) along[j] = along[j]! + a[i]! * lambda[i * q + j]!
        return { norm2: along.reduce((sum, value) => sum + value * value, 0), along }
      }
      const degrees = criterion.rows
      const minimiseAt: Profile = (value, start) =>
        minimise(start, (x, gradient) => {
          const { norm2, along } = relative(x)
          const variance = value ** 2 / norm2
          const reached = criterion.evaluate(x, gradient, variance)
          const { residualSquares } = criterion.state()
          // Chain rule through sigma^2 = value^2 / |Lambda'a|^2.
          const slope = degrees - residualSquares / variance
          positions.forEach(([i, j], index) => {
            gradient[offset + index] = gradient[offset + index]! - (2 * slope * a[i]! * along[j]!) / norm2
          })
          return reached
        })
      return { group: factor.name, term, value: Math.sqrt(relative(theta).norm2), minimiseAt }
    })
  })
}
