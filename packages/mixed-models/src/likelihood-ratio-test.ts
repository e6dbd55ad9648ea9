import type { Finding } from '@safety-portfolio/stats'
import { chiSquaredSurvival } from '@safety-portfolio/stats'
import type { FixedEffect } from './fixed-effects.js'
import type { RandomEffectCovariance } from './random-effects.js'

/** What a likelihood-ratio test needs of a fit. */
export interface ComparableFit {
  /** The formula. */
  readonly formula: string
  /** Family of the response. */
  readonly family: 'gaussian' | 'binomial'
  /** Estimation method. */
  readonly method: string
  /** Rows. */
  readonly n: number
  /** -2 log likelihood, or `null` when the fit was refused. */
  readonly minusTwoLogLik: number | null
  /** Number of parameters. */
  readonly parameters: number
  /** Fixed effects. */
  readonly fixed: readonly Pick<FixedEffect, 'term'>[]
  /** Random-effect covariances. */
  readonly random: readonly Pick<RandomEffectCovariance, 'terms'>[]
}

/** A comparison of two nested models. */
export interface LikelihoodRatioTest {
  /** Difference of -2 log likelihood. */
  readonly statistic: number
  /** Difference in the number of parameters. */
  readonly df: number
  /** p-value by the chi-squared distribution; conservative (too large) when variances are tested against 0. */
  readonly p: number
  /**
   * p-value by the mixture of chi-squared distributions with `df - 1` and `df` degrees of freedom in equal shares, which is right when the
   * models differ by one random effect (one variance and its covariances; Stram and Lee 1994); `null` for other comparisons.
   */
  readonly mixtureP: number | null
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
}

/**
 * Likelihood-ratio test of two nested models fitted to the same rows.
 *
 * @param smaller - The fit with fewer parameters.
 * @param larger - The fit that contains it.
 * @throws RangeError when the fits cannot be compared: different rows, families or methods, REML fits with different fixed effects, a refused
 * fit, or no difference in parameters.
 * @example
 * ```ts
 * import { fitLinear, likelihoodRatioTest, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const fit = (formula: string) => fitLinear(prepareModel(formula, rows), { method: 'ML' })
 * likelihoodRatioTest(fit('y ~ 1 + (1 | g)'), fit('y ~ x + (1 | g)')).df // => 1
 * ```
 */
export function likelihoodRatioTest(smaller: ComparableFit, larger: ComparableFit): LikelihoodRatioTest {
  const fail = (what: string): never => {
    throw new RangeError(`likelihoodRatioTest: ${what}`)
  }
  if (smaller.minusTwoLogLik === null || larger.minusTwoLogLik === null) return fail('one of the fits was refused')
  if (smaller.n !== larger.n) fail(`the fits use different rows (${smaller.n} and ${larger.n})`)
  if (smaller.family !== larger.family || smaller.method !== larger.method) {
    fail(
      `the fits are by different methods (${smaller.family} ${smaller.method} and ${larger.family} ${larger.method})`,
    )
  }
  const df = larger.parameters - smaller.parameters
  if (df < 1) fail(`the second fit must have more parameters, got ${smaller.parameters} and ${larger.parameters}`)
  const names = (fit: ComparableFit): string => fit.fixed.map(({ term }) => term).join('\n')
  const sameFixed = names(smaller) === names(larger)
  if (smaller.method === 'REML' && !sameFixed) {
    fail('REML likelihoods of models with different fixed effects cannot be compared; fit both by ML')
  }
  const dimensions = (fit: ComparableFit): number => fit.random.reduce((sum, { terms }) => sum + terms.length, 0)
  const added = dimensions(larger) - dimensions(smaller)
  const raw = smaller.minusTwoLogLik - larger.minusTwoLogLik
  const statistic = Math.max(0, raw)
  const survival = (degrees: number): number =>
    degrees === 0 ? (statistic > 0 ? 0 : 1) : chiSquaredSurvival(statistic, degrees)
  const warnings: Finding[] = []
  if (raw < -1e-6) {
    warnings.push({
      code: 'not-nested',
      message: `The larger model fits worse by ${(-raw).toPrecision(3)}: the models are not nested, or one has not converged.`,
    })
  }
  if (added > 0 && !(sameFixed && added === 1)) {
    warnings.push({
      code: 'boundary-test',
      message:
        'Variances are tested at the edge of their range: the chi-squared p-value is too large. Prefer a parametric bootstrap.',
    })
  }
  return {
    statistic,
    df,
    p: survival(df),
    mixtureP: sameFixed && added === 1 ? (survival(df - 1) + survival(df)) / 2 : null,
    warnings,
  }
}
