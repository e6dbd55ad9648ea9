import { UsageError } from '../usage-error.js'
import { chinchilla } from './chinchilla.js'
import { curveLaws } from './curve-laws.js'
import type { Law } from './law.js'
import { powerOffset } from './power-offset.js'
import { runLaws } from './run-laws.js'

/** The laws that `scaling fit` knows, by name. */
export const knownLaws: ReadonlyMap<string, Law> = new Map(
  [chinchilla, ...runLaws, powerOffset, ...curveLaws].map((law) => [law.name, law]),
)

/** The law of a name, or an error that lists the known ones. */
export function lawNamed(name: string): Law {
  const law = knownLaws.get(name)
  if (law === undefined)
    throw new UsageError(`There is no law '${name}'. Known laws: ${[...knownLaws.keys()].join(', ')}.`)
  return law
}

/** Every loss that some law can minimise. */
export function knownLosses(): readonly string[] {
  return [...new Set([...knownLaws.values()].flatMap((law) => law.losses))]
}
