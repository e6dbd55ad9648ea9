import type { CurvePoint } from '../curve-point.js'
import { addOffset } from './add-offset.js'
import { centredLogs } from './centred-logs.js'
import { condensedCurve, type CurveData } from './condensed-curve.js'
import { exponentAtBound, tooFewPoints } from './curve-identifiability.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { descended } from './levenberg-marquardt.js'
import { centredLosses, type LawModel } from './law-model.js'
import { m4Objective } from './m4-objective.js'
import { m4Share, shareLength } from './m4-share.js'
import { m4Starts } from './m4-starts.js'

type Name = 'B' | 'E' | 'c' | 'alpha' | 'E0'

/** Outside these alpha is 0 (no plateau at E0) or a cliff. */
const smallestAlpha = 1e-3
const largestAlpha = 100
/** A plateau this many times the highest loss is none. */
const highestPlateau = 100

/**
 * M4 in the coordinates (K, log E, c, log alpha, log(E0 - E)), x centred in log: y = E + (E0 - E) t with log t - alpha log(1 - t) = K - c x, and
 * log B = K + (1 - alpha) log(E0 - E). With a known E0 the last coordinate is missing.
 */
export function m4(known: number | null): LawDefinition<'m4', Name, CurvePoint> {
  const size = known === null ? 5 : 4
  const names: readonly Name[] = ['B', 'E', 'c', 'alpha', 'E0']
  return {
    law: 'm4',
    names: names.slice(0, size),
    logScale: [true, true, false, true, true].slice(0, size),
    exponents: [['c', 2, 'x']],
    assumptions: [
      'Loss leaves a plateau E0 at small x and levels off at E, with (y - E) / (E0 - y)^alpha = B x^-c in between and beyond.',
      ...(known === null ? [] : [`The plateau at small x is known: E0 = ${known}.`]),
      'Points are independent: not, for instance, checkpoints of one run whose noise carries over.',
    ],
    unidentifiable(points) {
      const few = tooFewPoints(points, size)
      if (few !== undefined) return few
      const above = known === null ? undefined : points.findIndex(({ loss }) => loss >= known)
      if (above === undefined || above === -1) return undefined
      return {
        code: 'loss-above-plateau',
        message: `Run ${above + 1}: its loss ${points[above]!.loss} is not below the given E0 = ${known}. Leave E0 out, or leave out points at the plateau.`,
      }
    },
    refusal({ alpha, c, E, E0 }) {
      if (!(alpha >= smallestAlpha && alpha <= largestAlpha)) {
        return {
          code: 'alpha-at-bound',
          message: `The best fit has alpha = ${alpha.toPrecision(3)}, outside [${smallestAlpha}, ${largestAlpha}]: these points show no plateau at small x that the curve leaves. Use M2, or add points at smaller x.`,
        }
      }
      if (!(E0 - E < Infinity))
        return { code: 'E0-at-bound', message: 'The best fit has no plateau at small x: use M2.' }
      return exponentAtBound(c)
    },
    build(points, weights): FittableLaw<Name> {
      const losses = centredLosses(points.map(({ loss }) => loss))
      const { centred: x, mean } = centredLogs(points.map((point) => point.x))
      const unit = Math.exp(losses.logLossMean)
      const plateau = known === null ? null : known / unit
      const share = new Float64Array(shareLength)
      const highest = losses.level.reduce((most, value) => Math.max(most, value), 0)
      const lawAt = (x: Float64Array, data: CurveData): LawModel => ({
        logLossMean: losses.logLossMean,
        ...data,
        size,
        vanishing: [1],
        longest: [2, 3, 0.5, 1, 1].slice(0, size),
        logValue(theta, i, gradient, hessian, order) {
          const alpha = Math.exp(theta[3]!)
          m4Share(theta[0]! - theta[2]! * x[i]!, alpha, share)
          const z = share[1]!
          const a = share[2]! * alpha
          const zz = share[3]!
          const zAlpha = share[4]! * alpha
          const along = -x[i]!
          hessian.fill(0)
          gradient[0] = z
          gradient[1] = 0
          gradient[2] = z * along
          gradient[3] = a
          hessian[0] = zz
          hessian[2] = hessian[2 * size] = zz * along
          hessian[3] = hessian[3 * size] = zAlpha
          hessian[2 * size + 2] = zz * along * along
          hessian[2 * size + 3] = hessian[3 * size + 2] = zAlpha * along
          hessian[3 * size + 3] = share[5]! * alpha * alpha + a
          let logSpan: number
          if (plateau === null) {
            logSpan = theta[4]!
            gradient[4] = 1
          } else {
            const E = Math.exp(theta[1]!)
            const span = plateau - E
            logSpan = Math.log(span)
            gradient[1] = -E / span
            hessian[size + 1] = (-E * plateau) / span ** 2
          }
          return addOffset(logSpan + share[0]!, theta[1]!, 1, 0, gradient, hessian, order)
        },
        ...(plateau === null && {
          objective: ({ n, size, weights, level, rows }, { log, delta, gaussNewton = false }, ...into) =>
            m4Objective({ n, size, weights, level, rows }, x, { log, delta, gaussNewton }, ...into),
        }),
        condensed(at) {
          const curve = condensedCurve(at, x)
          return curve && lawAt(curve.x, curve)
        },
      })
      const model = lawAt(x, { n: points.length, weights, ...losses })
      const logSpan = (theta: Float64Array): number =>
        plateau === null ? theta[4]! : Math.log(plateau - Math.exp(theta[1]!))
      return {
        ...model,
        starts(at) {
          const curve = condensedCurve({ ...model, weights: at }, x)
          const part = curve === null ? { ...model, weights: at } : lawAt(curve.x, curve)
          const starts = m4Starts(part, curve?.x ?? x, plateau, part.weights)
          return descended(part, starts, part.n < model.n, 3)
        },
        constants(theta) {
          const E = Math.exp(theta[1]!)
          const alpha = Math.exp(theta[3]!)
          const E0 = plateau ?? E + Math.exp(theta[4]!)
          const logB = theta[0]! + theta[2]! * mean + (1 - alpha) * (logSpan(theta) + losses.logLossMean)
          return {
            E: E * unit,
            E0: E0 > highestPlateau * highest ? Infinity : (known ?? E0 * unit),
            B: Math.exp(logB),
            c: theta[2]!,
            alpha,
          }
        },
        derivatives(theta) {
          const rows = new Float64Array(size * size)
          const E = Math.exp(theta[1]!)
          const alpha = Math.exp(theta[3]!)
          const span = Math.exp(logSpan(theta))
          rows[0] = 1
          rows[2] = mean
          rows[3] = -alpha * (logSpan(theta) + losses.logLossMean)
          if (plateau === null) rows[4] = 1 - alpha
          else rows[1] = (-(1 - alpha) * E) / span
          for (let j = 1; j < size; j += 1) rows[j * size + j] = 1
          if (plateau === null) {
            rows[4 * size + 1] = E / (E + span)
            rows[4 * size + 4] = span / (E + span)
          }
          return rows
        },
      }
    },
  }
}
