import type { Finding } from '@safety-portfolio/stats'
import { size, type ChinchillaProblem } from './chinchilla-problem.js'
import { lacking } from './finding.js'
import type { Solution } from './solution.js'

/** Exponents outside these are the edge of what runs over a few orders of magnitude can show. */
const smallestExponent = 0.01
const largestExponent = 4

/** Why the optimum must not be reported as a fit. */
export function refusalOf({ n, x, y }: ChinchillaProblem, theta: Float64Array): Finding | undefined {
  // A term that differs less than this from that of the first run, relative to the geometric mean loss, is no effect.
  const noEffect = 1e-6
  for (const [exponent, at, name] of exponents) {
    const value = theta[at]!
    const terms = (at > 3 ? y : x).subarray(0, n).map((log) => Math.exp(theta[at - 3]! - value * log))
    if (!terms.some((term) => Math.abs(term - terms[0]!) > noEffect))
      return lacking(`no-effect-of-${name}`, 'the best fit has none', name)
    if (!(value >= smallestExponent && value <= largestExponent)) {
      const seen = `${value.toPrecision(3)} is outside [${smallestExponent}, ${largestExponent}]`
      return lacking(`${exponent}-at-bound`, seen, name)
    }
  }
  return undefined
}

/** Why constants are a ridge and not a point: the Hessian is flat in some direction. */
export function ridgeOf(conditionNumber: number | null, columns = 'params and tokens'): Finding | undefined {
  // Condition number of the scaled Hessian above which constants are a ridge and not a point.
  const illConditioned = 1e8
  if ((conditionNumber ?? Infinity) <= illConditioned) return undefined
  return lacking('ill-conditioned', 'constants trade off', columns)
}

/** What the reader must know about an optimum that is reported. */
export function warningsOf(
  optima: readonly Solution[],
  converged: boolean,
  covariance: Float64Array | null,
  { size, exponents, vanishing }: LawShape = chinchillaShape,
): readonly Finding[] {
  const [{ theta, value }, ...others] = optima as readonly [Solution, ...Solution[]]
  const warnings: Finding[] = []
  const warn = (...parts: Parameters<typeof lacking>): void => void warnings.push(lacking(...parts))
  const every = exponents.map(([, , columns]) => columns).join(' and ')
  if (!converged) warn('not-converged', 'do not rely on it (gradientNorm, basins)', every)
  if (vanishing.some((index) => theta[index] === -Infinity))
    warn('zero-irreducible-loss', 'the loss is not seen to level off', every)
  if ((others.find((optimum) => optimum.converged)?.value ?? Infinity) <= 1.01 * value)
    warn('competing-optimum', 'others fit within 1 % (basins.optima)', every)
  for (const [name, index, columns] of exponents) {
    if ((covariance?.[index * size + index] ?? 0) > 0.25 * theta[index]! ** 2)
      warn(`uncertain-${name}`, 'standard error above half of it', columns)
  }
  return warnings
}

/** Where the coordinates of a law have which meaning. */
export interface LawShape {
  readonly size: number
  /** Name, coordinate, what to vary to determine it. */
  readonly exponents: readonly (readonly [name: string, coordinate: number, cure: string])[]
  /** Coordinates that are logarithms of an irreducible loss. */
  readonly vanishing: readonly number[]
}

const exponents = [
  ['alpha', 3, 'params'],
  ['beta', 4, 'tokens'],
] as const

const chinchillaShape: LawShape = { size, exponents, vanishing: [2] }
