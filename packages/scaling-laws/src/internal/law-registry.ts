import type { KnownLaw, LawConstants, LawName, LawPoint } from '../law-name.js'
import { bnsl } from './bnsl-definition.js'
import { chinchilla } from './chinchilla-definition.js'
import { definitionOf } from './defined-laws.js'
import { kaplan } from './kaplan-definition.js'
import { kaplanSteps } from './kaplan-steps-definition.js'
import type { InferableLaw } from './located-law.js'
import { m1 } from './m1-definition.js'
import { m3 } from './m3-definition.js'
import { m4 } from './m4-definition.js'
import { overTraining } from './over-training-definition.js'
import { powerLaw } from './power-law-definition.js'
import { powerOffset } from './power-offset-definition.js'

const definitions: {
  readonly [Law in LawName]: InferableLaw<Law, Extract<keyof LawConstants<Law>, string>, LawPoint<Law>>
} = /* @__PURE__ */ (() => ({
  chinchilla,
  bnsl: bnsl(1, 0),
  'bnsl-2': { ...bnsl(2, 0), law: 'bnsl-2' },
  'bnsl-3': { ...bnsl(3, 0), law: 'bnsl-3' },
  'bnsl-4': { ...bnsl(4, 0), law: 'bnsl-4' },
  'bnsl-5': { ...bnsl(5, 0), law: 'bnsl-5' },
  'bnsl-6': { ...bnsl(6, 0), law: 'bnsl-6' },
  kaplan,
  'kaplan-steps': kaplanSteps,
  m1,
  m2: { ...powerOffset, law: 'm2' },
  m3,
  m4: m4(null),
  'over-training': overTraining,
  power: powerLaw,
  'power-offset': powerOffset,
}))()

/** A datum of any law. */
export interface AnyPoint {
  readonly loss: number
}

/** A law for code that does not care which. */
export type AnyLaw = InferableLaw<string, string, AnyPoint>

/** The law of a name, or the definition of one that was made by `defineLaw`. */
export function lawNamed(caller: string, law: KnownLaw): AnyLaw {
  const definition = typeof law === 'object' ? definitionOf(law) : Object.hasOwn(definitions, law) && definitions[law]
  if (!definition) {
    const given = typeof law === 'object' ? 'an object that defineLaw has not made' : law
    throw new RangeError(
      `${caller}: law must be one of ${Object.keys(definitions).join(', ')} or made by defineLaw, got ${given}`,
    )
  }
  return definition
}

/** The names of the laws of the registry. */
export function lawNames(): readonly LawName[] {
  return Object.keys(definitions) as LawName[]
}

/** What a datum spends: compute (6 N D where it is not given; N S for steps, up to the batch size), or x; for a defined law what its `scale` says. */
export function scaleOf(definition: AnyLaw, given: object): number {
  if (definition.scale !== undefined) return definition.scale(given)
  const point = given as LawPoint<LawName>
  if ('x' in point) return point.x
  return 'steps' in point ? point.params * point.steps : (point.compute ?? 6 * point.params * point.tokens)
}
