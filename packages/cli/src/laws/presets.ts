import { publishedFits, type PublishedFit } from '@safety-portfolio/scaling-laws'
import { UsageError } from '../usage-error.js'

/** The published fits of the Chinchilla law that can be named. */
export const presets: ReadonlyMap<string, PublishedFit> = new Map<string, PublishedFit>(Object.entries(publishedFits))

/** The published fit of a name, or an error that lists the known ones. */
export function presetNamed(name: string): PublishedFit {
  const preset = presets.get(name)
  if (preset === undefined) {
    throw new UsageError(`There is no preset '${name}'. Known presets: ${[...presets.keys()].join(', ')}.`)
  }
  return preset
}
