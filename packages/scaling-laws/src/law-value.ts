import { bnslLoss } from './bnsl-law.js'
import { chinchillaLoss } from './chinchilla-law.js'
import { kaplanLoss, powerLawLoss } from './kaplan-laws.js'
import { kaplanStepsLoss } from './kaplan-training.js'
import type { DefinedLaw } from './define-law.js'
import type { KnownLaw, LawConstants, LawName, LawPoint } from './law-name.js'
import { m1Loss, m2Loss, m3Loss, m4Loss } from './m-laws.js'
import { overTrainingLoss } from './over-training-law.js'
import { powerOffsetLoss } from './power-offset-law.js'

/** Where a law is evaluated: a datum without its loss. */
export type LawPlace<Law extends KnownLaw> = Omit<LawPoint<Law>, 'loss'>

const values: {
  readonly [Law in LawName]: (constants: LawConstants<Law>, place: LawPlace<Law>) => number
} = /* @__PURE__ */ (() => ({
  bnsl: (constants, { x }) => bnslLoss(constants, x),
  'bnsl-2': (constants, { x }) => bnslLoss(constants, x),
  'bnsl-3': (constants, { x }) => bnslLoss(constants, x),
  'bnsl-4': (constants, { x }) => bnslLoss(constants, x),
  'bnsl-5': (constants, { x }) => bnslLoss(constants, x),
  'bnsl-6': (constants, { x }) => bnslLoss(constants, x),
  chinchilla: (constants, { params, tokens }) => chinchillaLoss(constants, params, tokens),
  kaplan: (constants, { params, tokens }) => kaplanLoss(constants, params, tokens),
  'kaplan-steps': (constants, { params, steps }) => kaplanStepsLoss(constants, params, steps),
  m1: (constants, { x }) => m1Loss(constants, x),
  m2: (constants, { x }) => m2Loss(constants, x),
  m3: (constants, { x }) => m3Loss(constants, x),
  m4: (constants, { x }) => m4Loss(constants, x),
  'over-training': (constants, { params, tokens }) => overTrainingLoss(constants, params, tokens),
  power: (constants, { x }) => powerLawLoss(constants, x),
  'power-offset': (constants, { x }) => powerOffsetLoss(constants, x),
}))()

/**
 * The loss that a law predicts, by its name.
 *
 * @param law - Name of the law, as in `fit.law`, or one made by `defineLaw`.
 * @param constants - Its constants, as in `fit.parameters`.
 * @param place - `{ params, tokens }`, `{ params, steps }` or `{ x }`.
 * @returns The predicted loss.
 * @throws RangeError for an unknown law or a place outside its domain.
 *
 * @example
 * ```ts
 * import { lawLoss } from '@safety-portfolio/scaling-laws'
 *
 * lawLoss('power-offset', { E: 0.3, B: 200, c: 0.5 }, { x: 1e6 }) // => 0.5
 * ```
 */
export function lawLoss<Law extends KnownLaw>(law: Law, constants: LawConstants<Law>, place: LawPlace<Law>): number {
  if (typeof law === 'object') return (law as DefinedLaw<string, object>).loss(constants as never, place)
  const name: string = law
  if (!Object.hasOwn(values, name)) {
    throw new RangeError(`lawLoss: law must be one of ${Object.keys(values).join(', ')}, got ${name}`)
  }
  return (values as unknown as Readonly<Record<string, Value>>)[name]!(constants, place)
}

type Value = (constants: unknown, place: unknown) => number
