import type { Finding } from '@safety-portfolio/stats'
import type { CurvePoint } from '../curve-point.js'
import { distinctLogs, invalidValue } from './identifiability.js'

/** Why the points of a curve cannot determine so many constants, before anything is fitted. */
export function tooFewPoints(points: readonly CurvePoint[], constants: number): Finding | undefined {
  const invalid = invalidValue(points, ['x', 'loss'])
  if (invalid !== undefined) return invalid
  const distinct = distinctLogs(points.map(({ x }) => x))
  if (distinct > constants) return undefined
  return {
    code: 'too-few-points',
    message: `${distinct} distinct ${distinct === 1 ? 'value' : 'values'} of x cannot determine ${constants} constants and say how well: at least ${constants + 1} are needed. Add points over a wider range of x.`,
  }
}

/** Why an exponent must not be reported. */
export function exponentAtBound(c: number): Finding | undefined {
  if (c >= 0.01 && c <= 4) return undefined
  return {
    code: 'c-at-bound',
    message: `The best fit has c = ${c.toPrecision(3)}, outside [0.01, 4]: these points do not fall like a power of x. Add points over a wider range of x.`,
  }
}
