import type { Finding } from '@safety-portfolio/stats'
import type { LossPair } from '../loss-to-loss-law.js'
import { addOffset } from './add-offset.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { distinctLogs, invalidValue } from './identifiability.js'
import { evenPart } from './even-part.js'
import { descended } from './levenberg-marquardt.js'
import { centredLosses, type LawModel } from './law-model.js'
import { lossToLossStarts } from './loss-to-loss-starts.js'

type Name = 'K' | 'kappa' | 'E1' | 'E0'

/** The irreducible losses, where they are known from fits of their own. */
export interface KnownIrreducible {
  readonly source: number
  readonly target: number
}

/**
 * L1 = K (L0 - E0)^kappa + E1 in the coordinates (log K, kappa, log E1, log E0), both losses divided by their geometric means. With known
 * irreducible losses only the first two are there.
 */
export function lossToLossDefinition(known: KnownIrreducible | null): LawDefinition<'loss-to-loss', Name, LossPair> {
  const size = known === null ? 4 : 2
  const names: readonly Name[] = ['K', 'kappa', 'E1', 'E0']
  return {
    law: 'loss-to-loss',
    names: names.slice(0, size),
    logScale: [true, false, true, true].slice(0, size),
    exponents: [['kappa', 1, 'source loss']],
    assumptions: [
      'The target loss is K (L0 - E0)^kappa + E1 over the whole range, and below it wherever it is extrapolated.',
      ...(known === null
        ? []
        : [
            `The irreducible losses are known: E0 = ${known.source} and E1 = ${known.target}; their errors are not in the intervals.`,
          ]),
      'Pairs are independent, and the error is in the target loss: the source loss is taken as exact.',
    ],
    unidentifiable: (pairs) => unidentifiable(pairs, size, known),
    refusal({ kappa }) {
      if (kappa >= 0.05 && kappa <= 20) return undefined
      return {
        code: 'kappa-at-bound',
        message: `The best fit has kappa = ${kappa.toPrecision(3)}, outside [0.05, 20]: the target loss does not rise like a power of the source loss. Add pairs over a wider range of losses.`,
      }
    },
    build(pairs, weights): FittableLaw<Name> {
      const losses = centredLosses(pairs.map(({ target }) => target))
      const logs = pairs.map(({ source }) => Math.log(source))
      const mean = logs.reduce((total, value) => total + value, 0) / logs.length
      const source = Float64Array.from(logs, (value) => Math.exp(value - mean))
      const unit = Math.exp(losses.logLossMean)
      const fixed = known === null ? null : { E0: known.source / Math.exp(mean), E1: Math.log(known.target / unit) }
      const model: LawModel = {
        n: pairs.length,
        size,
        weights,
        ...losses,
        vanishing: known === null ? [2, 3] : [],
        longest: [2, 0.5, 3, 1].slice(0, size),
        logValue(theta, i, gradient, hessian) {
          const E0 = fixed?.E0 ?? Math.exp(theta[3]!)
          const above = source[i]! - E0
          const v = Math.log(above)
          hessian.fill(0)
          gradient[0] = 1
          gradient[1] = v
          const term = theta[0]! + theta[1]! * v
          if (fixed !== null) return addOffset(term, fixed.E1, -1, 0, gradient, hessian)
          const slope = -E0 / above
          gradient[2] = 0
          gradient[3] = theta[1]! * slope
          hessian[size + 3] = hessian[3 * size + 1] = slope
          hessian[3 * size + 3] = (theta[1]! * slope * source[i]!) / above
          return addOffset(term, theta[2]!, 2, 0, gradient, hessian)
        },
      }
      return {
        ...model,
        starts(at) {
          const { model: part, take } = evenPart(model, at, source)
          return descended(part, lossToLossStarts(take(source), part.level, fixed, part.weights), true)
        },
        constants: (theta) => ({
          K: Math.exp(theta[0]! + losses.logLossMean - theta[1]! * mean),
          kappa: theta[1]!,
          E0: known?.source ?? Math.exp(theta[3]! + mean),
          E1: known?.target ?? Math.exp(theta[2]! + losses.logLossMean),
        }),
        derivatives() {
          const rows = new Float64Array(size * size)
          for (let j = 0; j < size; j += 1) rows[j * size + j] = 1
          rows[1] = -mean
          return rows
        },
      }
    },
  }
}

function unidentifiable(
  pairs: readonly LossPair[],
  constants: number,
  known: KnownIrreducible | null,
): Finding | undefined {
  const invalid = invalidValue(pairs, ['source', 'target'])
  if (invalid !== undefined) return invalid
  const distinct = distinctLogs(pairs.map(({ source }) => source))
  if (distinct <= constants) {
    return {
      code: 'too-few-points',
      message: `${distinct} distinct source losses cannot determine ${constants === 4 ? 'four' : 'two'} constants and say how well: at least ${constants + 1} are needed. Add pairs${known === null ? ', or give the irreducible losses from fits of their own' : ''}.`,
    }
  }
  if (pairs.every(({ target }) => Math.abs(target / pairs[0]!.target - 1) < 1e-9)) {
    return { code: 'constant-loss', message: 'All target losses are the same. Add pairs over a wider range of losses.' }
  }
  if (known === null) return undefined
  const below = pairs.findIndex(({ source, target }) => source <= known.source || target <= known.target)
  if (below === -1) return undefined
  return {
    code: 'loss-below-irreducible',
    message: `Run ${below + 1}: a loss is not above the given irreducible loss. Check the irreducible losses, or estimate them.`,
  }
}
