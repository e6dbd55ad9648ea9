import { comparableLabel, optionLabels } from '../option-label.js'

/** Options and their shares in one order. */
export interface LabelledShares {
  readonly labels: readonly string[] | null
  readonly shares: unknown
}

/**
 * Shares that are given as option -> share (a struct of Parquet, an object of JSON) in the order of the options, or in their own where the row
 * names none. What is no such mapping is passed on as it is.
 *
 * @returns what is wrong, as text, where the mapping and the options differ.
 */
export function labelledShares(value: unknown, labels: readonly string[] | null): LabelledShares | string {
  const entries = entriesOf(value)
  if (entries === null) return { labels, shares: value }
  const own = optionLabels(entries.map(([label]) => label))
  if (own === null) return 'the distribution is empty'
  const keys = own.map(comparableLabel)
  if (new Set(keys).size !== keys.length) return 'the distribution names an option twice'
  if (labels === null) return { labels: own, shares: entries.map(([, share]) => share) }
  const wanted = labels.map(comparableLabel)
  const extra = keys.findIndex((key) => !wanted.includes(key))
  if (extra >= 0) return `the distribution has the option '${own[extra]!}', which the row does not name`
  const places = wanted.map((key) => keys.indexOf(key))
  // An option that nobody chose may be left out.
  return { labels, shares: places.map((place) => (place < 0 ? 0 : entries[place]![1])) }
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] | null {
  if (value instanceof Map) return [...(value as ReadonlyMap<unknown, unknown>)]
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return null
  return Object.entries(value)
}
