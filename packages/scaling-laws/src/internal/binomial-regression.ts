import { dampedNewton } from '@safety-portfolio/stats'

/** Counts of successes along a design. */
export interface BinomialData {
  readonly successes: Float64Array
  readonly trials: Float64Array
}

/** A binomial regression with log-log link, p = exp(-exp(-eta)). */
export interface BinomialFit {
  readonly coefficients: readonly number[]
  readonly logLikelihood: number
  readonly fitted: Float64Array
  /** Pearson's chi-squared. */
  readonly pearson: number
}

/** Beyond this |eta| the probability is 0 or 1 to the last digit. */
const saturation = 30

/** log(1 - exp(-m)) for m > 0. */
function logComplement(m: number): number {
  return m > Math.LN2 ? Math.log1p(-Math.exp(-m)) : Math.log(-Math.expm1(-m))
}

/** Maximum likelihood; the log likelihood is concave, and where it has no maximum (separation) its supremum is approached. */
export function fitBinomial(columns: readonly Float64Array[], { successes, trials }: BinomialData): BinomialFit {
  const p = columns.length
  const eta = (x: ArrayLike<number>, i: number): number => {
    let total = 0
    for (let j = 0; j < p; j += 1) total += x[j]! * columns[j]![i]!
    return Math.max(-saturation, Math.min(saturation, total))
  }
  const fit = dampedNewton(
    (x, gradient, hessian) => {
      gradient.fill(0)
      hessian.fill(0)
      let value = 0
      for (const [i, n] of trials.entries()) {
        const y = successes[i]!
        const m = Math.exp(-eta(x, i))
        const odds = m > saturation ? 0 : 1 / Math.expm1(m)
        value += y * m - (n - y) * logComplement(m)
        const slope = -m * (y - (n - y) * odds)
        // d2l/dm2 = -(n - y) e^m / (e^m - 1)^2 = -(n - y) odds (1 + odds)
        const curvature = m * m * (n - y) * odds * (1 + odds) + m * (y - (n - y) * odds)
        for (let j = 0; j < p; j += 1) {
          gradient[j] = gradient[j]! + slope * columns[j]![i]!
          for (let k = 0; k < p; k += 1)
            hessian[j * p + k] = hessian[j * p + k]! + curvature * columns[j]![i]! * columns[k]![i]!
        }
      }
      return value
    },
    startAtMean(p, { successes, trials }),
  )
  const fitted = trials.map((_, i) => Math.exp(-Math.exp(-eta(fit.x, i))))
  let pearson = 0
  for (const [i, n] of trials.entries()) {
    const expected = fitted[i]!
    const variance = n * expected * (1 - expected)
    if (variance > 0) pearson += (successes[i]! - n * expected) ** 2 / variance
  }
  return { coefficients: fit.x, logLikelihood: -(fit.value ?? NaN), fitted, pearson }
}

/** Intercept at the pooled rate, pulled off 0 and 1; slopes 0. */
function startAtMean(p: number, { successes, trials }: BinomialData): number[] {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  const rate = (sum(successes) + 0.5) / (sum(trials) + 1)
  return [-Math.log(-Math.log(rate)), ...new Array<number>(p - 1).fill(0)]
}
