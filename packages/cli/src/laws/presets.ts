import { presets as registry, publishedFits, type PresetName, type PublishedFit } from '@safety-portfolio/scaling-laws'
import { UsageError } from '../usage-error.js'

/** Short names of the presets of the Chinchilla law, kept from the table of published fits. */
const shortNames: Readonly<Record<string, PublishedFit>> = publishedFits

/** The published fits of the Chinchilla law that can be named: by short name, and by author and year. */
export const presets: ReadonlyMap<string, PublishedFit> = new Map<string, PublishedFit>([
  ...Object.entries(shortNames),
  ...Object.entries(registry).flatMap(([name, preset]) =>
    preset.law === 'chinchilla' || preset.law === 'data-constrained' ? [[name, preset as PublishedFit] as const] : [],
  ),
])

/** Every preset by author and year, of any law. */
export const allPresets: ReadonlyMap<string, (typeof registry)[PresetName]> = new Map(Object.entries(registry))

/** The published fit of a name, or an error that lists the known ones. */
export function presetNamed(name: string): PublishedFit {
  const preset = presets.get(name)
  if (preset === undefined) {
    throw new UsageError(`There is no preset '${name}'. Known presets: ${[...presets.keys()].join(', ')}.`)
  }
  return preset
}
