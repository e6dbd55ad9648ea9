import type { DefinedLaw } from './define-law.js'
import type { LawFit } from './fit-result.js'
import { definitionOf } from './internal/defined-laws.js'
import { fitLaw, type FitLawOptions } from './internal/fit-law.js'

/** The fit of a law of the reader's own. JSON-safe. */
export type DefinedLawFit<Name extends string> = LawFit<string, Readonly<Record<Name, number>>>

/**
 * Fits a law that {@link defineLaw} made, by the steps of every built-in law: starts by variable projection over the constants that are not linear, damped Newton,
 * certificate, sandwich or bootstrap intervals, refusal where the data do not determine the constants.
 *
 * @param law - The law.
 * @param points - Places with their losses; more distinct ones than constants.
 * @param options - See {@link FitLawOptions}.
 * @returns Constants with intervals and evidence; refused with a reason where the data cannot determine them.
 * @throws RangeError for options outside their domain, an object that {@link defineLaw} has not made, or derivatives that are not those of the loss.
 *
 * @example
 * ```ts
 * import { defineLaw, fitDefinedLaw } from '@safety-portfolio/scaling-laws'
 *
 * const law = defineLaw({
 *   law: 'power with offset',
 *   constants: {
 *     E: { domain: 'nonnegative', linear: true },
 *     B: { linear: true, determinedBy: 'x' },
 *     c: { domain: 'real', starts: [0, 2], limits: [0.01, 4], determinedBy: 'x' },
 *   },
 *   loss: ({ E, B, c }, { x }: { readonly x: number }) => E + B * x ** -c,
 * })
 * const curve = [1e6, 2e6, 4e6, 8e6, 1.6e7].map((x) => ({ x, loss: 0.3 + 200 * x ** -0.45 }))
 * fitDefinedLaw(law, curve, { loss: 'squared' }).parameters?.c // => ~0.450000
 * ```
 */
export function fitDefinedLaw<Name extends string, Place extends object>(
  law: DefinedLaw<Name, Place>,
  points: readonly (Place & { readonly loss: number })[],
  options: FitLawOptions = {},
): DefinedLawFit<Name> {
  const definition = definitionOf(law)
  if (definition === undefined) throw new RangeError('fitDefinedLaw: law must be made by defineLaw, got another object')
  return fitLaw(
    'fitDefinedLaw',
    { ...definition, refusal: (constants) => definition.refusal(constants, points) },
    points,
    options,
  )
}
