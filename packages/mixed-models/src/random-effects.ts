import type { GroupingFactor } from './mixed-model.js'
import { outerProduct } from './internal/covariance-template.js'
import { toNested } from './internal/dense.js'

/** The covariance of the random effects of one term. */
export interface RandomEffectCovariance {
  /** Grouping factor. */
  readonly group: string
  /** Names of the effects. */
  readonly terms: readonly string[]
  /** Their covariance matrix, on the scale of the response (or of the linear predictor). */
  readonly covariance: readonly (readonly number[])[]
  /** Square roots of its diagonal. */
  readonly standardDeviations: readonly number[]
  /** Correlations; `null` where a standard deviation is 0. */
  readonly correlations: readonly (readonly (number | null)[])[]
}

/** Predicted random effects (conditional modes, BLUPs) of one grouping factor. */
export interface ConditionalModes {
  /** Grouping factor. */
  readonly group: string
  /** Names of the effects. */
  readonly terms: readonly string[]
  /** The groups. */
  readonly levels: readonly string[]
  /** One row for each group, one column for each effect. */
  readonly values: readonly (readonly number[])[]
  /** Their conditional standard deviations given the data and the estimated parameters (as lme4's `condVar`), same shape. */
  readonly standardDeviations: readonly (readonly number[])[]
}

/** Covariances of each term from the relative factor and the residual variance. */
export function randomCovariances(
  factors: readonly GroupingFactor[],
  lambdas: readonly Float64Array[],
  variance: number,
): RandomEffectCovariance[] {
  return factors.flatMap((factor, index) => {
    const q = factor.columnNames.length
    const whole = outerProduct(lambdas[index]!, q)
    let start = 0
    return factor.blocks.map((size) => {
      const block = new Float64Array(size * size)
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j < size; j += 1) block[i * size + j] = variance * whole[(start + i) * q + start + j]!
      }
      const terms = factor.columnNames.slice(start, start + size)
      start += size
      const sd = terms.map((_, i) => Math.sqrt(block[i * size + i]!))
      return {
        group: factor.name,
        terms,
        covariance: toNested(block, size, size),
        standardDeviations: sd,
        correlations: terms.map((_, i) =>
          terms.map((__, j) => {
            if (i === j && sd[i]! > 0) return 1
            return sd[i]! > 0 && sd[j]! > 0 ? Math.max(-1, Math.min(1, block[i * size + j]! / (sd[i]! * sd[j]!))) : null
          }),
        ),
      }
    })
  })
}
