import { independentContrasts, jointTestOf } from './fixed-effect-inference.js'
import type { FixedEffectInference } from './fixed-effect-inference.js'
import { rowsByGroup } from './internal/rows-by-group.js'
import { multiply, toNested, transpose } from './internal/dense.js'
import { solveUpper } from './internal/linear-problem.js'
import { spectralMap, symmetricEigen } from './internal/symmetric-eigen.js'
import { whitenDesign } from './internal/whitened-design.js'
import type { MixedModel } from './mixed-model.js'

/**
 * Small-sample correction of the sandwich: `CR0` none; `CR1` times m / (m - 1); `CR1S` times m (n - 1) / ((m - 1)(n - p)); `CR2` residuals of
 * each cluster adjusted so that the estimate is unbiased under independence (Bell and McCaffrey 2002).
 */
export type ClusterRobustType = 'CR0' | 'CR1' | 'CR1S' | 'CR2'

/** Options of {@link clusterRobust}. */
export interface ClusterRobustOptions {
  /** The correction. Default `'CR2'`. */
  readonly type?: ClusterRobustType
  /** Grouping factor whose groups are the clusters. Default: the first. */
  readonly cluster?: string
}

interface Cluster {
  /** X_j' A_j e_j, in the orthonormal basis. */
  readonly score: Float64Array
  /** X_j' A_j X_j. */
  readonly adjusted: Float64Array
  /** X_j' A_j A_j X_j. */
  readonly metric: Float64Array
}

/**
 * The answer without a random-effects model: (weighted) least squares with a cluster-robust covariance. Degrees of freedom are Satterthwaite's
 * under a working model of independence for CR2 (Pustejovsky and Tipton 2018, section 2.2), and m - 1 otherwise. A check that belongs beside a
 * mixed model: on balanced data CR1 equals the standard errors of the model with all slopes random.
 *
 * @param model - The model; its random effects are ignored except for the clusters.
 * @param options - Correction and clusters.
 * @throws RangeError when the clusters are not a grouping factor of the model, or there is only one.
 * @example
 * ```ts
 * import { clusterRobust, fixedEffectTable, prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const rows = [1, 2, 3, 4, 5, 6].flatMap((g) => [0, 1, 2].map((x) => ({ g, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })))
 * const inference = clusterRobust(prepareModel('y ~ x + (1 | g)', rows))
 * fixedEffectTable(inference)[1]!.df // => ~5.0
 * ```
 */
export function clusterRobust(model: MixedModel, options: ClusterRobustOptions = {}): FixedEffectInference {
  const { type = 'CR2', cluster } = options
  const factor = cluster === undefined ? model.factors[0] : model.factors.find(({ name }) => name === cluster)
  if (factor === undefined) {
    throw new RangeError(
      `clusterRobust: no grouping factor ${JSON.stringify(cluster ?? '')}; the model has ${model.factors.map(({ name }) => name).join(', ')}`,
    )
  }
  const count = factor.levels.length
  if (count < 2) throw new RangeError(`clusterRobust: needs at least 2 clusters, got ${count}`)
  const design = whitenDesign(model)
  const { p, n } = design
  const columns = design.fixed.columns
  const clusters = rowsByGroup(factor.codes, count).map((rows): Cluster => {
    const cross = new Float64Array(p * p)
    const score = new Float64Array(p)
    for (const row of rows) {
      for (let i = 0; i < p; i += 1) {
        const x = columns[i]![row]!
        score[i] = score[i]! + x * design.residual[row]!
        for (let j = 0; j < p; j += 1) cross[i * p + j] = cross[i * p + j]! + x * columns[j]![row]!
      }
    }
    return type === 'CR2' ? adjust(cross, score, p) : { score, adjusted: cross, metric: cross }
  })
  const factorOf = { CR0: 1, CR1: count / (count - 1), CR1S: (count * (n - 1)) / ((count - 1) * (n - p)), CR2: 1 }[type]
  const meat = new Float64Array(p * p)
  for (const { score } of clusters) {
    for (let i = 0; i < p; i += 1) {
      for (let j = 0; j < p; j += 1) meat[i * p + j] = meat[i * p + j]! + factorOf * score[i]! * score[j]!
    }
  }
  // The bread is the identity in the orthonormal basis: V = R^-1 meat R^-T.
  const left = solveUpper(design.fixed.triangle, meat, p)
  const covariance = toNested(transpose(solveUpper(design.fixed.triangle, transpose(left, p, p), p), p, p), p, p)
  const estimates = Array.from(solveUpper(design.fixed.triangle, design.leastSquares, p, 1))
  const degreesOfFreedom = (contrast: readonly number[]): number =>
    type === 'CR2' ? satterthwaiteDegrees(clusters, design.fixed.triangle, contrast, p) : count - 1
  return {
    method: `cluster-robust ${type}`,
    terms: model.fixedNames,
    estimates,
    covariance,
    degreesOfFreedom,
    jointTest: (contrasts) => {
      const parts = independentContrasts(contrasts, covariance, estimates)
      const statistic = parts.reduce((sum, { squared }) => sum + squared, 0) / parts.length
      const least = Math.min(...parts.map(({ direction }) => degreesOfFreedom(direction)))
      return jointTestOf(statistic, parts.length, least, `cluster-robust ${type}`)
    },
  }
}

/** A_j = (I - X_j X_j')^-1/2 acts within the span of X_j, so that p x p matrices suffice. */
function adjust(cross: Float64Array, score: Float64Array, p: number): Cluster {
  const eigen = symmetricEigen(cross, p)
  // Along an eigenvector of X_j'X_j with value v, I - H has the eigenvalue 1 - v. Where a cluster alone determines a direction it is 0: no
  // residual is left there, and the generalised inverse is used.
  const root = spectralMap(eigen, p, (value) => (1 - value > 1e-10 ? 1 / Math.sqrt(1 - value) : 0))
  return {
    score: multiply(root, score, p, p, 1),
    adjusted: multiply(root, cross, p, p, p),
    metric: spectralMap(eigen, p, (value) => (1 - value > 1e-10 ? value / (1 - value) : 0)),
  }
}

/**
 * df = (trace Psi)^2 / trace(Psi^2), where Psi_jk = b_j'(I - H)b_k is the covariance of the clusters' contributions to the contrast under
 * independence and b_j = A_j X_j (X'X)^-1 c.
 */
function satterthwaiteDegrees(
  clusters: readonly Cluster[],
  triangle: Float64Array,
  contrast: readonly number[],
  p: number,
): number {
  // c'R^-1: solve R' d = c by forward substitution.
  const d = Float64Array.from(contrast)
  const upperTransposed = transpose(triangle, p, p)
  for (let i = 0; i < p; i += 1) {
    for (let k = 0; k < i; k += 1) d[i] = d[i]! - upperTransposed[i * p + k]! * d[k]!
    d[i] = d[i]! / upperTransposed[i * p + i]!
  }
  // b_j'b_j = d' X'A A X d, and X_j'b_j = X'A X d: Psi is a diagonal less B B', so that its square needs only B'B.
  let diagonal = 0
  let squares = 0
  const gram = new Float64Array(p * p)
  for (const { adjusted, metric } of clusters) {
    const own = multiply(adjusted, d, p, p, 1)
    const spread = multiply(metric, d, p, p, 1)
    let squared = 0
    let overlap = 0
    for (let i = 0; i < p; i += 1) {
      squared += spread[i]! * d[i]!
      overlap += own[i]! * own[i]!
      for (let k = 0; k < p; k += 1) gram[i * p + k] = gram[i * p + k]! + own[i]! * own[k]!
    }
    diagonal += squared - overlap
    squares += squared * squared - 2 * squared * overlap
  }
  for (const entry of gram) squares += entry * entry
  return diagonal ** 2 / squares
}
