import { chiSquaredSurvival, fisherFSurvival } from '@safety-portfolio/stats'
import type { FixedEffect } from './fixed-effects.js'
import { fixedEffect } from './fixed-effects.js'
import { multiply, multiplyTransposed, transpose } from './internal/dense.js'
import { spectralMap, symmetricEigen } from './internal/symmetric-eigen.js'

/** A test that several linear combinations of the fixed effects are all zero. */
export interface JointTest {
  /** F statistic; with infinite denominator degrees of freedom, chi-squared / `numeratorDf`. */
  readonly statistic: number
  /** Number of independent combinations. */
  readonly numeratorDf: number
  /** Denominator degrees of freedom; `null` for the chi-squared limit. */
  readonly denominatorDf: number | null
  /** p-value. */
  readonly p: number
  /** Which approximation was used. */
  readonly method: string
}

/**
 * A way to test linear combinations of the fixed effects: their covariance matrix with a rule for degrees of freedom. Made by
 * {@link waldInference}, {@link satterthwaite} and {@link kenwardRoger}; used by contrasts and marginal means.
 */
export interface FixedEffectInference {
  /** `'wald'`, `'satterthwaite'` or `'kenward-roger'`. */
  readonly method: string
  /** Names of the fixed effects. */
  readonly terms: readonly string[]
  /** Their estimates. */
  readonly estimates: readonly number[]
  /** Their covariance matrix. */
  readonly covariance: readonly (readonly number[])[]
  /** Degrees of freedom for one combination; `null` for the normal distribution. */
  degreesOfFreedom(contrast: readonly number[]): number | null
  /** Joint test of several combinations, each a row. */
  jointTest(contrasts: readonly (readonly number[])[]): JointTest
}

/** Estimate, standard error and interval of a combination of fixed effects. */
export function combination(
  inference: FixedEffectInference,
  label: string,
  contrast: readonly number[],
  level: number,
): FixedEffect {
  const estimate = contrast.reduce((sum, weight, k) => sum + weight * inference.estimates[k]!, 0)
  const se = Math.sqrt(Math.max(0, quadraticForm(inference.covariance, contrast)))
  const df = inference.degreesOfFreedom(contrast)
  return fixedEffect({ term: label, estimate, se, df, level, method: inference.method })
}

/** Every fixed effect by the given inference. */
export function fixedEffectTable(inference: FixedEffectInference, level = 0.95): FixedEffect[] {
  return inference.terms.map((term, k) =>
    combination(
      inference,
      term,
      inference.terms.map((_, other) => (other === k ? 1 : 0)),
      level,
    ),
  )
}

/** c'Vc. */
export function quadraticForm(matrix: readonly (readonly number[])[], c: readonly number[]): number {
  return matrix.reduce((sum, row, i) => sum + c[i]! * row.reduce((inner, value, j) => inner + value * c[j]!, 0), 0)
}

/** The independent directions of L V L' with their t statistics squared: what multi-degree tests are made of. */
export function independentContrasts(
  contrasts: readonly (readonly number[])[],
  covariance: readonly (readonly number[])[],
  estimates: readonly number[],
): { readonly direction: number[]; readonly squared: number }[] {
  const rows = contrasts.length
  const p = estimates.length
  const l = Float64Array.from(contrasts.flat())
  const v = Float64Array.from(covariance.flat())
  const lvl = multiply(multiply(l, v, rows, p, p), transpose(l, rows, p), rows, p, rows)
  const eigen = symmetricEigen(lvl, rows)
  const largest = Math.max(eigen.values[0]!, 0)
  return Array.from(eigen.values).flatMap((value, k) => {
    if (!(value > 1e-10 * largest)) return []
    const direction = Array.from({ length: p }, (_, j) => {
      let sum = 0
      for (let i = 0; i < rows; i += 1) sum += eigen.vectors[i * rows + k]! * contrasts[i]![j]!
      return sum
    })
    const effect = direction.reduce((sum, weight, j) => sum + weight * estimates[j]!, 0)
    return [{ direction, squared: effect ** 2 / value }]
  })
}

/** F or chi-squared test from a statistic. */
export function jointTestOf(
  statistic: number,
  numeratorDf: number,
  denominatorDf: number | null,
  method: string,
): JointTest {
  const p =
    denominatorDf === null
      ? chiSquaredSurvival(statistic * numeratorDf, numeratorDf)
      : fisherFSurvival(statistic, numeratorDf, denominatorDf)
  return { statistic, numeratorDf, denominatorDf, p, method }
}

/** Inference that takes the covariance parameters as known: normal and chi-squared distributions. */
export function waldInference(fit: {
  readonly fixed: readonly FixedEffect[]
  readonly fixedCovariance: readonly (readonly number[])[]
}): FixedEffectInference {
  const estimates = fit.fixed.map(({ estimate }) => estimate)
  return {
    method: 'wald',
    terms: fit.fixed.map(({ term }) => term),
    estimates,
    covariance: fit.fixedCovariance,
    degreesOfFreedom: () => null,
    jointTest: (contrasts) => {
      const parts = independentContrasts(contrasts, fit.fixedCovariance, estimates)
      const statistic = parts.reduce((sum, { squared }) => sum + squared, 0) / parts.length
      return jointTestOf(statistic, parts.length, null, 'wald')
    },
  }
}

/** L' (L V L')^+ L, the metric of a joint test. */
export function contrastMetric(
  l: Float64Array,
  v: Float64Array,
  rows: number,
  p: number,
): { metric: Float64Array; rank: number } {
  const lvl = multiply(multiply(l, v, rows, p, p), transpose(l, rows, p), rows, p, rows)
  const eigen = symmetricEigen(lvl, rows)
  const floor = 1e-10 * Math.max(eigen.values[0]!, 0)
  const rank = eigen.values.filter((value) => value > floor).length
  const inverse = spectralMap(eigen, rows, (value) => (value > floor ? 1 / value : 0))
  return { metric: multiplyTransposed(l, multiply(inverse, l, rows, rows, p), p, rows, p), rank }
}
