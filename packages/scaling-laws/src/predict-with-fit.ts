import type { Estimate } from '@safety-portfolio/stats'
import type { ConstantCovariance, LawFit } from './fit-result.js'
import { deltaEstimate } from './internal/chinchilla-estimates.js'
import { requireFraction } from './internal/options.js'
import { studentTHalfWidth } from './internal/student-t-half-width.js'
import type { DefinedLaw } from './define-law.js'
import type { KnownLaw, LawConstants, LawName } from './law-name.js'
import { lawLoss, type LawPlace } from './law-value.js'

/** What of a fit predictions need: its law, constants and covariance. */
export type PredictingFit<Law extends LawName> = Pick<
  LawFit<Law, LawConstants<Law>>,
  'law' | 'parameters' | 'covariance'
>

/**
 * The law's own value at given places from a fit alone, without its data: the estimate and its interval by the delta method from the covariance that
 * the fit carries. It says nothing of the noise of a run; {@link predictLoss} does, from the data.
 *
 * @param fit - A fit, or one read back by `parseFit`.
 * @param places - `{ params, tokens }`, `{ params, steps }` or `{ x }`.
 * @param options - `level`: coverage of the intervals, default 0.95. `law`: the law of a fit by `fitDefinedLaw`, which a name does not tell.
 * @returns One estimate per place; without a covariance their intervals are `null` with the reason.
 * @throws RangeError for a refused fit, a place outside the domain of the law or a level outside (0, 1).
 *
 * @example
 * ```ts
 * import { fitChinchilla, predictWithFit, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const fit = fitChinchilla(simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 }), { loss: 'log-squared' })
 * const [loss] = predictWithFit(fit, [{ params: 7e10, tokens: 1.4e12 }])
 * loss!.estimate // => ~1.979
 * loss!.interval!.lower < 1.98 // => true
 * ```
 */
export function predictWithFit<Law extends LawName>(
  fit: PredictingFit<Law>,
  places: readonly LawPlace<Law>[],
  options?: { readonly level?: number },
): readonly Estimate[]
export function predictWithFit<Name extends string, Place>(
  fit: Pick<LawFit<string, Readonly<Record<Name, number>>>, 'law' | 'parameters' | 'covariance'>,
  places: readonly Place[],
  options: { readonly law: DefinedLaw<Name, Place>; readonly level?: number },
): readonly Estimate[]
export function predictWithFit(
  fit: Pick<LawFit<string, object>, 'law' | 'parameters' | 'covariance'>,
  places: readonly object[],
  options: { readonly law?: DefinedLaw<string, never>; readonly level?: number } = {},
): readonly Estimate[] {
  const { level = 0.95 } = options
  requireFraction('predictWithFit', 'level', level)
  const { parameters, covariance } = fit
  const law = options.law ?? (fit.law as KnownLaw)
  if (parameters === null) throw new RangeError('predictWithFit: fit must have constants, and this one was refused')
  const matrix = covariance === null ? null : Float64Array.from(covariance.matrix.flat())
  const quantile = covariance === null ? 0 : studentTHalfWidth((1 - level) / 2, covariance.degrees)
  return places.map((place) => {
    const lossAt = (constants: object): number => lawLoss(law, constants as never, place as never)
    const logLoss = (constants: object): number => Math.log(lossAt(constants))
    const gradient = (): readonly number[] => numericGradient(parameters, covariance!, logLoss)
    return deltaEstimate({ value: lossAt(parameters), log: true, gradient }, matrix, quantile, level, 'delta method, t')
  })
}

/** Central differences of a function of the constants, each moved on the scale of the covariance. */
export function numericGradient<Constants>(
  parameters: Constants,
  { scales }: ConstantCovariance,
  f: (constants: Constants) => number,
): readonly number[] {
  // Cube root of the rounding error: truncation and cancellation are equal there.
  const step = 6e-6
  const constants = parameters as Readonly<Record<string, number>>
  return scales.map((scale) => {
    const name = scale.replace(/^log /, '')
    const at = (move: number): number =>
      f({
        ...constants,
        [name]: scale === name ? constants[name]! + move : constants[name]! * Math.exp(move),
      } as Constants)
    return (at(step) - at(-step)) / (2 * step)
  })
}
