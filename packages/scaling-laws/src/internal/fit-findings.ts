import type { Finding } from '@safety-portfolio/stats'
import { size, type ChinchillaProblem } from './chinchilla-problem.js'
import type { Solution } from './solution.js'

/** Exponents outside these are the edge of what runs over a few orders of magnitude can show. */
const smallestExponent = 0.01
const largestExponent = 4
/** Condition number of the scaled Hessian above which constants are a ridge and not a point. */
const illConditioned = 1e8

/** A term that varies less than this over the runs, relative to the geometric mean loss, is no effect. */
const noEffect = 1e-6

/** Why the optimum must not be reported as a fit. */
export function refusalOf(problem: ChinchillaProblem, theta: Float64Array): Finding | undefined {
  const terms = [
    { name: 'params', symbol: 'A', exponent: 'alpha', index: 0, coordinate: problem.x },
    { name: 'tokens', symbol: 'B', exponent: 'beta', index: 1, coordinate: problem.y },
  ] as const
  for (const { name, symbol, exponent, index, coordinate } of terms) {
    let largest = 0
    let smallest = Infinity
    for (let i = 0; i < problem.n; i += 1) {
      const term = Math.exp(theta[index]! - theta[index + 3]! * coordinate[i]!)
      largest = Math.max(largest, term)
      smallest = Math.min(smallest, term)
    }
    if (!(largest - smallest > noEffect)) {
      return {
        code: `no-effect-of-${name}`,
        message: `The loss of these runs does not fall with ${name} in the best fit, so ${symbol}, ${exponent} and the compute-optimal allocation do not exist. Add runs that differ more in ${name}, or fit a law of the other variable alone.`,
      }
    }
    const value = theta[index + 3]!
    if (!(value >= smallestExponent && value <= largestExponent)) {
      return {
        code: `${exponent}-at-bound`,
        message: `The best fit has ${exponent} = ${value.toPrecision(3)}, outside [${smallestExponent}, ${largestExponent}]: ${value < smallestExponent ? `the term in ${name} is a constant or a logarithm, which cannot be told apart from E` : `only the smallest ${name} matter`}. Add runs over a wider range of ${name}.`,
      }
    }
  }
  return undefined
}

/** What the reader must know about an optimum that is reported. */
export function warningsOf(
  optima: readonly Solution[],
  converged: boolean,
  conditionNumber: number | null,
  covariance: Float64Array | null,
  { size, exponents, vanishing }: LawShape = chinchillaShape,
): readonly Finding[] {
  const { theta, value } = optima[0]!
  const warnings: Finding[] = []
  const warn = (code: string, message: string): void => void warnings.push({ code, message })
  if (!converged) {
    warn(
      'not-converged',
      'The constants are not a certified optimum (see gradientNorm and basins): do not rely on them.',
    )
  }
  if (vanishing.some((index) => theta[index] === -Infinity)) {
    warn(
      'zero-irreducible-loss',
      'E is at its bound 0: the runs do not show where the loss levels off. Extrapolations are optimistic; add larger runs.',
    )
  }
  if (conditionNumber === null || conditionNumber > illConditioned) {
    warn(
      'ill-conditioned',
      'The objective is nearly flat along some combination of the constants: they are a ridge, not a point. Predictions within the runs may still be good; add runs over a wider range of params and tokens.',
    )
  }
  const rival = optima.slice(1).find((optimum) => optimum.converged)
  if (rival !== undefined && rival.value <= 1.01 * value) {
    warn(
      'competing-optimum',
      'Another optimum with different constants fits within 1 % as well (see basins.optima): the runs do not decide between them.',
    )
  }
  for (const [name, index, cure] of exponents) {
    const error = covariance === null ? 0 : Math.sqrt(covariance[index * size + index]!)
    if (error > 0.5 * Math.abs(theta[index]!)) {
      warn(
        `uncertain-${name}`,
        `The standard error of ${name} is more than half of ${name}: the data hardly determine it. Add runs over a wider range of ${cure}.`,
      )
    }
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
