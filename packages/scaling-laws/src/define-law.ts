import { rememberLaw } from './internal/defined-laws.js'
import { specDefinition } from './internal/spec-definition.js'
import { requireSpec } from './internal/require-spec.js'

/** One constant of a law that the reader defines; every field has a default. */
export interface ConstantSpec {
  /**
   * `'positive'` (default): above zero; its interval is made on the log scale. `'nonnegative'`: the same, for a part of the loss in the unit of the loss that
   * the best fit may set to zero, as an irreducible loss. `'real'`: any number, as an exponent.
   */
  readonly domain?: 'positive' | 'nonnegative' | 'real'
  /**
   * The law is linear in it (and in all others that are called linear, together): its best value is then solved for exactly at every start, so that it needs
   * no range of its own. Default false.
   */
  readonly linear?: boolean
  /** Range from which starts are taken, on the log scale for a constant above zero. Needed for every constant that is not linear; not a bound. */
  readonly starts?: readonly [lower: number, upper: number]
  /** The field of a place that has to vary for this constant to be determined: with too few distinct values there is no fit. */
  readonly determinedBy?: string
  /** An optimum outside these is the edge of what data can show and is refused as a bound hit. Default: none. */
  readonly limits?: readonly [lower: number, upper: number]
}

/** A law that the reader defines. A place is a datum without its loss: what the loss depends on. */
export interface LawSpec<Name extends string, Place extends object> {
  /** Name of the law in results. */
  readonly law: string
  /** Its constants. */
  readonly constants: Readonly<Record<Name, ConstantSpec>>
  /** The loss at a place, > 0. */
  readonly loss: (constants: Readonly<Record<Name, number>>, place: Place) => number
  /** Derivative of the loss by each constant. Without it differences of eighth order are taken: as exact to about 12 digits, and several times slower. */
  readonly gradient?: (constants: Readonly<Record<Name, number>>, place: Place) => Readonly<Record<Name, number>>
  /** Second derivatives of the loss; one of each pair is enough, and what is missing is zero. Without it differences of the gradient are taken. */
  readonly hessian?: (
    constants: Readonly<Record<Name, number>>,
    place: Place,
  ) => Readonly<Partial<Record<Name, Readonly<Partial<Record<Name, number>>>>>>
  /**
   * What a datum spends, by which backtests and extrapolations order data; default the field `x`, else `compute`, else 6 `params` `tokens`.
   */
  readonly scale?: (place: Place) => number
  /** What has to hold for the law to mean something. */
  readonly assumptions?: readonly string[]
}

/** A law that fits, intervals, predictions, backtests and comparisons take in place of a name. */
export interface DefinedLaw<Name extends string, Place> {
  /** Its name in results. */
  readonly law: string
  /** Its constants in their order. */
  readonly names: readonly Name[]
  /** The loss at a place. */
  loss(constants: Readonly<Record<Name, number>>, place: Place): number
}

/**
 * Makes a law of the reader's own known to the package: {@link fitDefinedLaw}, {@link predictLoss}, {@link profileIntervals}, {@link bootstrapLaw},
 * {@link compareLaws} and {@link backtestLaw} then treat it as one of the built-in laws, with the same optimiser, certificate, intervals and refusals.
 *
 * Only the loss itself is needed. Derivatives that are given are compared with differences at the first start of every fit: a wrong one throws.
 *
 * @param spec - See {@link LawSpec}.
 * @returns The law.
 * @throws RangeError for a constant without a range of starts, or ranges outside the domain.
 *
 * @example
 * ```ts
 * import { defineLaw, fitDefinedLaw } from '@safety-portfolio/scaling-laws'
 *
 * const logarithmic = defineLaw({
 *   law: 'logarithmic',
 *   constants: { E: { domain: 'nonnegative', linear: true }, B: { linear: true, determinedBy: 'x' } },
 *   loss: ({ E, B }, { x }: { readonly x: number }) => E + B / Math.log(x),
 * })
 * const points = [1e2, 1e3, 1e4, 1e5, 1e6].map((x) => ({ x, loss: 0.5 + 3 / Math.log(x) }))
 * fitDefinedLaw(logarithmic, points, { loss: 'squared' }).parameters?.B // => ~3.00000
 * ```
 */
export function defineLaw<Name extends string, Place extends object>(
  spec: LawSpec<Name, Place>,
): DefinedLaw<Name, Place> {
  requireSpec(spec)
  const law: DefinedLaw<Name, Place> = {
    law: spec.law,
    names: Object.keys(spec.constants) as Name[],
    loss: (constants, place) => spec.loss(constants, place),
  }
  rememberLaw(law, specDefinition(spec))
  return law
}
