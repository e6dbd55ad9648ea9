import { dampedNewton } from '@safety-portfolio/stats'

/** Counts of successes along a design. */
export interface BinomialData {
  readonly successes: Float64Array
  readonly trials: Float64Array
}

/** A binomial regression with log-log link, p = chance + (1 - chance) exp(-exp(-eta)). */
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

/** Value, slope and curvature in eta of minus the log likelihood of y successes in n. */
function term(eta: number, y: number, n: number, chance: number): readonly [number, number, number] {
  const m = Math.exp(-eta)
  const odds = m > saturation ? 0 : 1 / Math.expm1(m)
  // The failures: minus (n - y) log(1 - exp(-m)), up to the constant log(1 - chance).
  let first = (n - y) * odds
  let second = -(n - y) * odds * (1 + odds)
  let value = -(n - y) * logComplement(m)
  if (chance === 0) {
    value += y * m
    first -= y
  } else if (y > 0) {
    const q = Math.exp(-m)
    const p = chance + (1 - chance) * q
    const share = ((1 - chance) * q) / p
    value -= y * Math.log(p)
    first -= y * share
    second += y * share * (1 - share)
  }
  // d/dm of the value is -first, d2/dm2 is -second; m falls as exp(-eta).
  return [value, m * first, -m * m * second - m * first]
}

/**
 * Maximum likelihood. Without chance the log likelihood is concave, and where it has no maximum (separation) its supremum is
 * approached; with chance it need not be.
 */
export function fitBinomial(
  columns: readonly Float64Array[],
  { successes, trials }: BinomialData,
  chance = 0,
): BinomialFit {
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
      let total = 0
      for (let i = 0; i < trials.length; i += 1) {
        const [value, slope, curvature] = term(eta(x, i), successes[i]!, trials[i]!, chance)
        total += value
        for (let j = 0; j < p; j += 1) {
          const xj = columns[j]![i]!
          gradient[j] = gradient[j]! + slope * xj
          for (let k = 0; k < p; k += 1) hessian[j * p + k] = hessian[j * p + k]! + curvature * xj * columns[k]![i]!
        }
      }
      return total
    },
    startAtMean(p, { successes, trials }, chance),
  )
  const fitted = trials.map((_, i) => chance + (1 - chance) * Math.exp(-Math.exp(-eta(fit.x, i))))
  let pearson = 0
  let failures = 0
  for (let i = 0; i < trials.length; i += 1) {
    const [n, expected] = [trials[i]!, fitted[i]!]
    const variance = n * expected * (1 - expected)
    if (variance > 0) pearson += (successes[i]! - n * expected) ** 2 / variance
    failures += n - successes[i]!
  }
  const logLikelihood = -(fit.value ?? NaN) + failures * Math.log1p(-chance)
  return { coefficients: fit.x, logLikelihood, fitted, pearson }
}

/** Intercept at the pooled rate above chance, kept off 0; slopes 0. */
function startAtMean(p: number, { successes, trials }: BinomialData, chance: number): number[] {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  const pooled = (sum(successes) + 0.5) / (sum(trials) + 1)
  const rate = Math.max(0.02, (pooled - chance) / (1 - chance))
  return [-Math.log(-Math.log(rate)), ...new Array<number>(p - 1).fill(0)]
}
