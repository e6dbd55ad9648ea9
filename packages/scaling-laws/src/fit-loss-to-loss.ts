import type { Finding } from '@safety-portfolio/stats'
import type { LawFit } from './fit-result.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'
import { lossToLossDefinition } from './internal/loss-to-loss-definition.js'
import { requireNonNegative, requirePositive } from './internal/require-number.js'
import type { LossPair, LossToLossParameters } from './loss-to-loss-law.js'

/** The fit of a loss-to-loss law. JSON-safe. With known irreducible losses their standard errors and intervals are `null`. */
export type LossToLossFit = LawFit<'loss-to-loss', LossToLossParameters>

/** How to fit a loss-to-loss law; every option has a default. */
export interface FitLossToLossOptions extends FitLawOptions {
  /**
   * The irreducible losses E0 (>= 0) and E1 (> 0), from a scaling law fitted to each loss, as the authors do. By default they are estimated from
   * the pairs, which takes a visible curve: on a straight line only E1 - K E0 is determined.
   */
  readonly irreducible?: { readonly source: number; readonly target: number }
}

/** Condition number of the scaled Hessian above which the four constants are a ridge. */
const ridge = 1e8

/**
 * Fits L1 = K (L0 - E0)^kappa + E1 to pairs of losses by damped Newton on the exact Hessian from the best cells of a grid over E0 and kappa.
 *
 * Refused where the pairs cannot determine the constants: where the relation is a straight line within its noise (kappa is compatible with 1 and
 * an irreducible loss with anything), or the objective is a ridge. Known irreducible losses cure it.
 *
 * Source: Brandfonbrener et al. 2024 (arXiv 2411.12925).
 *
 * @param pairs - At least five pairs of distinct source loss; three with known irreducible losses.
 * @param options - See {@link FitLossToLossOptions}.
 * @returns Constants with intervals and evidence; refused with a reason where the pairs cannot determine them.
 * @throws RangeError for options outside their domain.
 *
 * @example
 * ```ts
 * import { fitLossToLoss, lossToLoss } from '@safety-portfolio/scaling-laws'
 *
 * const truth = { K: 1.2, kappa: 1.4, E0: 1.7, E1: 2 }
 * const pairs = [2, 2.3, 2.7, 3.2, 3.8, 4.5].map((source) => ({ source, target: lossToLoss(truth, source) }))
 * fitLossToLoss(pairs, { loss: 'log-squared' }).parameters?.kappa // => ~1.40000
 *
 * const line = pairs.map(({ source }) => ({ source, target: 1 + 0.5 * source }))
 * fitLossToLoss(line, { loss: 'log-squared' }).refusal?.code // => 'straight-line'
 * ```
 */
export function fitLossToLoss(pairs: readonly LossPair[], options: FitLossToLossOptions = {}): LossToLossFit {
  const { irreducible, ...rest } = options
  if (irreducible !== undefined) {
    requireNonNegative('fitLossToLoss', 'irreducible.source', irreducible.source)
    requirePositive('fitLossToLoss', 'irreducible.target', irreducible.target)
    const fit = fitLaw('fitLossToLoss', lossToLossDefinition(irreducible), pairs, rest)
    const none = { E0: null, E1: null }
    return {
      ...fit,
      standardErrors: { ...fit.standardErrors, ...none },
      intervals: { ...fit.intervals, ...none },
    }
  }
  const definition = lossToLossDefinition(null)
  const { bootstrap, ...once } = rest
  const plain = fitLaw('fitLossToLoss', definition, pairs, once)
  // A straight line is a ridge; which of the two the engine sees first is a matter of rounding, and the reader is told of the line.
  const judged =
    plain.refusal?.code === 'ill-conditioned'
      ? fitLaw('fitLossToLoss', definition, pairs, { ...once, identifiability: 'warn' })
      : plain
  const refusal = judged.parameters === null ? undefined : ridgeFinding(judged)
  if (refusal !== undefined) {
    return fitLaw('fitLossToLoss', { ...definition, unidentifiable: () => refusal }, pairs, once)
  }
  return bootstrap === undefined ? plain : fitLaw('fitLossToLoss', definition, pairs, rest)
}

function ridgeFinding({ parameters, basins, intervals }: LossToLossFit): Finding | undefined {
  const { kappa } = parameters!
  const cure =
    'Add pairs over a wider range of losses, or give the irreducible losses from fits of their own (option irreducible).'
  const { lower, upper } = intervals['kappa'] ?? { lower: kappa - 1e-6, upper: kappa + 1e-6 }
  const straight = lower <= 1 && upper >= 1
  if (straight) {
    return {
      code: 'straight-line',
      message: `The pairs lie on a straight line within their noise (kappa is between ${lower.toPrecision(3)} and ${upper.toPrecision(3)}), which determines K and E1 - K E0 but neither irreducible loss. ${cure}`,
    }
  }
  const condition = basins?.conditionNumber ?? Infinity
  if (condition <= ridge) return undefined
  return {
    code: 'not-identifiable',
    message: `The objective is flat along a combination of K, kappa, E0 and E1 (condition number ${condition.toPrecision(2)}). ${cure}`,
  }
}
