import type { Finding } from '@safety-portfolio/stats'
import { completeRow, imputeScores, type ImputedScores, type ImputeScoresOptions } from '../impute-scores.js'
import { componentScores, principalComponents, type PrincipalComponents } from '../principal-components.js'
import { fitSigmoid, fitSigmoidWithFloor, sigmoid, type SigmoidFit } from './sigmoid-regression.js'

/** Rows of the models that train the law, and of all models for predictions. */
export interface ObservationalData {
  /** Benchmark scores of the training models. */
  readonly train: readonly (readonly (number | null)[])[]
  /** Target of the training models; `null` where missing. */
  readonly target: readonly (number | null)[]
  /** Benchmark scores of every model to predict. */
  readonly all: readonly (readonly (number | null)[])[]
}

export interface ObservationalSpec {
  readonly components: number
  /** A fixed floor, or `null` for one fitted in [0, highestFloor]. */
  readonly floor: number | null
  readonly highestFloor: number
  readonly ceiling: number
  readonly delta: number | null
  readonly imputation: ImputeScoresOptions
}

/** Imputation, components and law from one weighting of the training models. */
export interface ObservationalPoint {
  readonly imputed: ImputedScores
  readonly components: PrincipalComponents
  readonly law: SigmoidFit
  /** The law on the benchmarks themselves: slope per benchmark, whatever the rotation of the components. */
  readonly benchmarkSlopes: readonly number[]
  /** Intercept + slopes . components of every model. */
  readonly capability: readonly number[]
  readonly predicted: readonly number[]
}

export function fitObservationalPoint(
  { train, target, all }: ObservationalData,
  weights: Float64Array,
  { components, floor, highestFloor, ceiling, delta, imputation }: ObservationalSpec,
): ObservationalPoint | Finding {
  const imputed = imputeScores(train, { ...imputation, weights })
  if (imputed.refusal !== undefined) return imputed.refusal
  const pca = principalComponents(imputed.rows, { components, weights })
  if (pca.refusal !== undefined) return pca.refusal
  const scored = target.flatMap((value, i) => (value === null ? [] : [i]))
  const columns = [
    new Float64Array(scored.length).fill(1),
    ...pca.loadings.map((_, k) => Float64Array.from(scored, (i) => pca.scores[i]![k]!)),
  ]
  const y = Float64Array.from(scored, (i) => target[i]!)
  const w = Float64Array.from(scored, (i) => weights[i]!)
  const spec = { ceiling, delta }
  const law =
    floor === null ? fitSigmoidWithFloor(columns, y, w, highestFloor, spec) : fitSigmoid(columns, y, w, floor, spec)
  const [intercept, ...slopes] = law.coefficients as [number, ...number[]]
  const capability = all.map((row) =>
    componentScores(completeRow(row, imputed.reconstruction!, imputation), pca.mean, pca.loadings).reduce(
      (total, score, k) => total + slopes[k]! * score,
      intercept,
    ),
  )
  return {
    imputed,
    components: pca,
    law,
    benchmarkSlopes: pca.mean.map((_, j) =>
      slopes.reduce((total, slope, k) => total + slope * pca.loadings[k]![j]!, 0),
    ),
    capability,
    predicted: capability.map((u) => law.floor + (ceiling - law.floor) * sigmoid(u)),
  }
}
