import { requireInteger } from './internal/require.js'

/** What each detector did on each item, column by column. */
export interface LayerOutcomes {
  /** Names of the detectors, all different. */
  readonly detectors: readonly string[]
  /** One column per detector: 1 caught, 0 missed, anything else: not run on this item. */
  readonly caught: readonly Uint8Array[]
  /** Per item: 1 should be caught, 0 is benign, anything else: not known. Left out: every item should be caught. */
  readonly labels?: Uint8Array | undefined
  /** Name of each stratum, and the index of the stratum of each item. */
  readonly strata?: { readonly names: readonly string[]; readonly of: Uint32Array } | undefined
}

/** An item with the answers of its detectors. */
export interface LayerItem {
  /** Whether each detector caught it, in the order of the detectors; `null` where it was not run. */
  readonly caught: readonly (boolean | null)[]
  /** Whether it should be caught; `null` where nobody knows. Default true. */
  readonly positive?: boolean | null
  /** Its stratum, such as the family of an attack. */
  readonly stratum?: string
}

/**
 * Columns from items.
 *
 * @param items - items, each with one answer per detector
 * @param detectors - names of the detectors, all different, 1 to 16
 * @throws RangeError if names repeat, are none or more than 16, or an item has another number of answers.
 *
 * @example
 * ```ts
 * import { layerOutcomes } from '@safety-portfolio/risk'
 *
 * const outcomes = layerOutcomes([{ caught: [true, false] }, { caught: [false, false] }], ['input', 'output'])
 * Array.from(outcomes.caught[0]!) // => [1, 0]
 * ```
 */
export function layerOutcomes(items: readonly LayerItem[], detectors: readonly string[]): LayerOutcomes {
  const columns = detectors.map(() => new Uint8Array(items.length))
  const labels = new Uint8Array(items.length)
  const of = new Uint32Array(items.length)
  const names = new Map<string, number>()
  for (const [i, item] of items.entries()) {
    if (item.caught.length !== detectors.length) {
      throw new RangeError(`layerOutcomes: item ${i} must have ${detectors.length} answers, got ${item.caught.length}`)
    }
    for (const [j, value] of item.caught.entries()) columns[j]![i] = code(value)
    labels[i] = code(item.positive === undefined ? true : item.positive)
    const stratum = item.stratum ?? ''
    let index = names.get(stratum)
    if (index === undefined) names.set(stratum, (index = names.size))
    of[i] = index
  }
  const labelled = items.some(({ positive }) => positive !== undefined)
  const stratified = items.some(({ stratum }) => stratum !== undefined)
  const outcomes = {
    detectors,
    caught: columns,
    ...(labelled ? { labels } : {}),
    ...(stratified ? { strata: { names: [...names.keys()], of } } : {}),
  }
  checkOutcomes('layerOutcomes', outcomes)
  return outcomes
}

function code(value: boolean | null): number {
  return value === null ? 2 : value ? 1 : 0
}

/** Throws a RangeError unless names differ and columns have one length. */
export function checkOutcomes(caller: string, { detectors, caught, labels, strata }: LayerOutcomes): void {
  requireInteger(caller, 'detectors.length', detectors.length, 1)
  if (detectors.length > 16) throw new RangeError(`${caller}: detectors must be at most 16, got ${detectors.length}`)
  const twice = detectors.find((name, index) => detectors.indexOf(name) !== index)
  if (twice !== undefined) throw new RangeError(`${caller}: detectors must differ, got '${twice}' twice`)
  if (caught.length !== detectors.length) {
    throw new RangeError(`${caller}: caught must have ${detectors.length} columns, got ${caught.length}`)
  }
  const n = caught[0]!.length
  const lengths = [...caught.map(({ length }) => length), labels?.length ?? n, strata?.of.length ?? n]
  const odd = lengths.find((length) => length !== n)
  if (odd !== undefined) throw new RangeError(`${caller}: columns must have one length, got ${n} and ${odd}`)
}
