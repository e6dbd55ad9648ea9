import type { LinearFit } from './fit-linear.js'
import { independentContrasts, jointTestOf, quadraticForm } from './fixed-effect-inference.js'
import type { FixedEffectInference } from './fixed-effect-inference.js'
import { covarianceParameters } from './internal/covariance-parameters.js'
import { toNested } from './internal/dense.js'
import { fittedProblem } from './internal/fitted-problem.js'
import type { MixedModel } from './mixed-model.js'

/**
 * Satterthwaite's degrees of freedom for the fixed effects: df = 2 v^2 / Var(v), where v is the variance of the combination and Var(v) follows
 * from the curvature of the likelihood in the covariance parameters (Fai and Cornelius 1996; Kuznetsova, Brockhoff and Christensen 2017,
 * section 2). Joint tests combine the independent directions as there. On the boundary, directions without information are left out.
 *
 * @param model - The model.
 * @param fit - Its fit, usually by REML.
 * @example
 * ```ts
 * import { fitLinear, fixedEffectTable, prepareModel, satterthwaite } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const model = prepareModel('y ~ x + (1 | g)', rows)
 * fixedEffectTable(satterthwaite(model, fitLinear(model)))[1]!.df // => ~11.0
 * ```
 */
export function satterthwaite(model: MixedModel, fit: LinearFit): FixedEffectInference {
  const fitted = fittedProblem('satterthwaite', model, fit)
  const { theta, estimates, covariance } = fitted
  const p = estimates.length
  const count = theta.length
  const { covariance: parameterCovariance, sensitivity } = covarianceParameters(fitted, fit)
  const nested = toNested(covariance, p, p)
  const derivatives = sensitivity.map((matrix) => toNested(matrix, p, p))

  const degreesOfFreedom = (contrast: readonly number[]): number => {
    const slopes = derivatives.map((matrix) => quadraticForm(matrix, contrast))
    let spread = 0
    for (let i = 0; i <= count; i += 1) {
      for (let j = 0; j <= count; j += 1) spread += slopes[i]! * slopes[j]! * parameterCovariance[i * (count + 1) + j]!
    }
    return (2 * quadraticForm(nested, contrast) ** 2) / spread
  }
  const values = Array.from(estimates)
  return {
    method: 'satterthwaite',
    terms: model.fixedNames,
    estimates: values,
    covariance: nested,
    degreesOfFreedom,
    jointTest: (contrasts) => {
      const parts = independentContrasts(contrasts, nested, values)
      const statistic = parts.reduce((sum, { squared }) => sum + squared, 0) / parts.length
      const each = parts.map(({ direction }) => degreesOfFreedom(direction))
      return jointTestOf(statistic, parts.length, combinedDegrees(each), 'satterthwaite')
    },
  }
}

/** Denominator degrees of freedom of the mean of independent squared t variables, by matching the expectation of F. */
function combinedDegrees(each: readonly number[]): number {
  const [first = NaN] = each
  if (each.length === 1 || each.every((value) => Math.abs(value - first) < 1e-8 * first)) return first
  if (each.some((value) => value <= 2)) return 2
  const expected = each.reduce((sum, value) => sum + value / (value - 2), 0)
  return (2 * expected) / (expected - each.length)
}
