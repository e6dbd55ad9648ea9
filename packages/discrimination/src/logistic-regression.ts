import { choleskyFactor, choleskySolve, dampedNewton, normalQuantile, normalSurvival } from '@safety-portfolio/stats'
import type { Finding, Interval } from '@safety-portfolio/stats'
import { logistic } from './yes-no-logit.js'

/** One coefficient on the logit scale. */
export interface LogisticEffect {
  /** `(Intercept)`, or `column=level`. */
  readonly term: string
  /** Estimate. */
  readonly estimate: number
  /** Standard error. */
  readonly se: number
  /** Wald interval. */
  readonly interval: Interval
  /** Two-sided p-value. */
  readonly p: number
  /** exp(estimate). */
  readonly oddsRatio: number
}

/** A fitted logistic regression. */
export interface LogisticRegression {
  /** The coefficients; none when the fit was refused. */
  readonly effects: readonly LogisticEffect[]
  /** Why there is no fit. */
  readonly refusal: Finding | null
}

/**
 * Logistic regression of decisions on attributes, for odds ratios of a group with the others held. Cases must be independent: for decisions on shared
 * questions use {@link analyzeDecisions}.
 *
 * @param decisions - Decisions, true for yes.
 * @param attributes - Columns of levels, each with its baseline: `{ race: { levels: [...], baseline: 'white' } }`.
 * @param options - `level` of the intervals, default 0.95.
 * @throws RangeError when a column has another length, or a baseline does not occur.
 * @example
 * ```ts
 * import { logisticRegression } from '@safety-portfolio/discrimination'
 *
 * const group = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b']
 * const fit = logisticRegression([true, false, false, false, true, true, true, false], { group: { levels: group, baseline: 'a' } })
 * fit.effects[1]!.oddsRatio // => ~9.0
 * ```
 */
export function logisticRegression(
  decisions: readonly boolean[],
  attributes: Readonly<Record<string, { readonly levels: readonly string[]; readonly baseline: string }>>,
  options: { readonly level?: number } = {},
): LogisticRegression {
  const { level = 0.95 } = options
  const terms = ['(Intercept)']
  const columns: Float64Array[] = [new Float64Array(decisions.length).fill(1)]
  for (const [name, { levels, baseline }] of Object.entries(attributes)) {
    if (levels.length !== decisions.length) {
      throw new RangeError(
        `logisticRegression: column ${name} has ${levels.length} cells for ${decisions.length} decisions`,
      )
    }
    if (!levels.includes(baseline)) {
      throw new RangeError(`logisticRegression: baseline ${JSON.stringify(baseline)} is not a level of ${name}`)
    }
    for (const one of [...new Set(levels)].filter((other) => other !== baseline).toSorted()) {
      terms.push(`${name}=${one}`)
      columns.push(Float64Array.from(levels, (cell) => (cell === one ? 1 : 0)))
    }
  }
  const p = terms.length
  const y = Float64Array.from(decisions, (yes) => (yes ? 1 : 0))
  const found = newton(columns, y)
  if (found === null) {
    return {
      effects: [],
      refusal: {
        code: 'separation',
        message:
          'Some combination of the attributes predicts the decision perfectly, or the columns depend on each other: odds ratios run off to infinity.',
      },
    }
  }
  const z = normalQuantile(1 - (1 - level) / 2)
  return {
    effects: terms.map((term, k) => {
      const estimate = found.beta[k]!
      const se = Math.sqrt(found.covariance[k * p + k]!)
      return {
        term,
        estimate,
        se,
        interval: { lower: estimate - z * se, upper: estimate + z * se, level, method: 'wald' },
        p: Math.min(1, 2 * normalSurvival(Math.abs(estimate / se))),
        oddsRatio: Math.exp(estimate),
      }
    }),
    refusal: null,
  }
}

/** A linear predictor beyond this is separation: no finite optimum is that sure. */
const separationLimit = 18

/** Maximum likelihood by Newton's method; `null` under separation. */
function newton(
  columns: readonly Float64Array[],
  y: Float64Array,
): { readonly beta: Float64Array; readonly covariance: Float64Array } | null {
  const p = columns.length
  const fit = dampedNewton((beta, gradient, hessian) => {
    gradient.fill(0)
    hessian.fill(0)
    let value = 0
    for (let row = 0; row < y.length; row += 1) {
      let eta = 0
      for (let k = 0; k < p; k += 1) eta += columns[k]![row]! * beta[k]!
      const mu = logistic(eta)
      const weight = mu * (1 - mu)
      // -log likelihood as log(1 + exp(eta)) - y eta.
      value += Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - y[row]! * eta
      for (let i = 0; i < p; i += 1) {
        const x = columns[i]![row]!
        gradient[i]! += x * (mu - y[row]!)
        for (let j = 0; j < p; j += 1) hessian[i * p + j]! += weight * x * columns[j]![row]!
      }
    }
    return value
  }, new Float64Array(p))
  let furthest = 0
  for (let row = 0; row < y.length; row += 1) {
    let eta = 0
    for (let k = 0; k < p; k += 1) eta += columns[k]![row]! * fit.x[k]!
    furthest = Math.max(furthest, Math.abs(eta))
  }
  if (!fit.converged || !fit.hessianPositiveDefinite || furthest > separationLimit) return null
  const information = new Float64Array(p * p)
  for (let row = 0; row < y.length; row += 1) {
    let eta = 0
    for (let k = 0; k < p; k += 1) eta += columns[k]![row]! * fit.x[k]!
    const mu = logistic(eta)
    for (let i = 0; i < p; i += 1) {
      for (let j = 0; j < p; j += 1) information[i * p + j]! += mu * (1 - mu) * columns[i]![row]! * columns[j]![row]!
    }
  }
  const factor = choleskyFactor(information, p)
  if (factor === null) return null
  const covariance = new Float64Array(p * p)
  for (let k = 0; k < p; k += 1) {
    covariance.set(
      choleskySolve(
        factor,
        p,
        Float64Array.from({ length: p }, (_, i) => (i === k ? 1 : 0)),
      ),
      k * p,
    )
  }
  return { beta: Float64Array.from(fit.x), covariance }
}
