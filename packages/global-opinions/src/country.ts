import { iso31661 } from 'iso-3166/1.js'
import { countryNames, partialLabels } from './internal/country-names.js'

/** What a survey's label for a group of people says. */
export interface Country {
  /** The label as published. */
  readonly label: string
  /** The name without its qualifier, in one spelling: `'South Korea'` for `'S. Korea'`; the label's own where the country is unknown. */
  readonly name: string
  /** ISO 3166-1 alpha-3, `'XKX'` for Kosovo (which ISO has no code for); `null` where the country is unknown. */
  readonly iso3: string | null
  /** ISO 3166-1 numeric, three digits: what most maps are keyed by. `null` where there is none. */
  readonly numeric: string | null
  /** Who was asked, where the label says so. A non-national sample (often a few cities) does not stand for the country. */
  readonly sample: 'unqualified' | 'national' | 'old-national' | 'non-national'
  /** Whether the label means a part of the country, such as Northern Ireland. */
  readonly part: boolean
}

const qualifier = /\s*\((?<kind>[^()]*\bsample)\)\s*$/i

/**
 * Reads the label that a survey gives to a country: aliases (`S. Korea`), qualifiers (`India (Old national sample)`), ISO codes (`IND`, `IN`).
 *
 * @param label - as in the file
 *
 * @example
 * ```ts
 * import { countryOf } from '@safety-portfolio/global-opinions'
 *
 * countryOf('Taiwan ROC').iso3 // => 'TWN'
 * countryOf('Mali (Non-national sample)').sample // => 'non-national'
 * countryOf('Atlantis').iso3 // => null
 * ```
 */
export function countryOf(label: string): Country {
  const base = label.replace(qualifier, '').trim()
  const known = lookup(base)
  return {
    label,
    name: known?.name ?? base,
    iso3: known?.iso3 ?? null,
    numeric: known?.numeric ?? null,
    sample: sampleOf(qualifier.exec(label)?.groups?.['kind']),
    part: partialLabels.has(comparable(base)),
  }
}

function sampleOf(kind: string | undefined): Country['sample'] {
  if (kind === undefined) return 'unqualified'
  if (/non.?national/i.test(kind)) return 'non-national'
  return /old/i.test(kind) ? 'old-national' : 'national'
}

interface Known {
  readonly iso3: string
  readonly name: string
  readonly numeric: string | null
}

let index: ReadonlyMap<string, Known> | undefined

function lookup(name: string): Known | undefined {
  index ??= makeIndex()
  return index.get(/^[A-Z]{2,3}$/.test(name) ? name : comparable(name))
}

function makeIndex(): ReadonlyMap<string, Known> {
  const made = new Map<string, Known>()
  const printed = new Map(countryNames.map(([iso3, name]) => [iso3, name]))
  for (const { alpha2, alpha3, name, numeric } of iso31661) {
    const known: Known = { iso3: alpha3, name: printed.get(alpha3) ?? name, numeric }
    for (const key of [alpha2, alpha3, comparable(name), comparable(known.name)]) made.set(key, known)
  }
  for (const [iso3, name, ...spellings] of countryNames) {
    const known = made.get(iso3) ?? { iso3, name, numeric: null }
    for (const spelling of [name, ...spellings]) {
      made.set(comparable(spelling), known)
      // Abbreviations in capitals look like codes.
      if (/^[A-Z]{2,3}$/.test(spelling) && !made.has(spelling)) made.set(spelling, known)
    }
    if (!made.has(iso3)) made.set(iso3, known)
  }
  return made
}

/** Without case, accents and punctuation. */
function comparable(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', 'and')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
}
