import type { Finding } from '@safety-portfolio/stats'
import { size, type ChinchillaProblem } from './chinchilla-problem.js'
import { lacking } from './finding.js'
import type { Solution } from './solution.js'

/** Exponents outside these are the edge of what runs over a few orders of magnitude can show. */
const smallestExponent = 0.01
const largestExponent = 4
/** Condition number of the scaled Hessian above which constants are a ridge and not a point. */
const illConditioned = 1e8
/** A term that differs less than this from that of the first run, relative to the geometric mean loss, is no effect. */
const noEffect = 1e-6

/** Why the optimum must not be reported as a fit. */
export function refusalOf({ n, x, y }: ChinchillaProblem, theta: Float64Array): Finding | undefined {
  for (const [index, coordinate] of [x, y].entries()) {
    const [exponent, , name] = chinchillaShape.exponents[index]!
    const terms = coordinate.subarray(0, n).map((at) => Math.exp(theta[index]! - theta[index + 3]! * at))
    if (!terms.some((term) => Math.abs(term - terms[0]!) > noEffect))
      return lacking(`no-effect-of-${name}`, 'the best fit has none', name)
    const value = theta[index + 3]!
    if (!(value >= smallestExponent && value <= largestExponent)) {
      const seen = `${value.toPrecision(3)} is outside [${smallestExponent}, ${largestExponent}]`
      return lacking(`${exponent}-at-bound`, seen, name)
    }
  }
  return undefined
}

/** Why constants are a ridge and not a point: the Hessian is flat in some direction. */
export function ridgeOf(conditionNumber: number | null, columns = 'params and tokens'): Finding | undefined {
  if (conditionNumber !== null && conditionNumber <= illConditioned) return undefined
  return lacking('ill-conditioned', 'a combination of constants is free', columns)
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

const chinchillaShape: LawShape = {
  size,
  exponents: [
    ['alpha', 3, 'params'],
    ['beta', 4, 'tokens'],
  ],
  vanishing: [2],
}
