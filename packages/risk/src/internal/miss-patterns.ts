import { checkOutcomes, type LayerOutcomes } from '../layer-outcomes.js'

/** How many items were missed by exactly the detectors of each bit mask. */
export interface MissPatterns {
  readonly detectors: number
  /** Count per mask; bit j is set where detector j missed. */
  readonly counts: Float64Array
  readonly n: number
}

/** The patterns of positives, of benign items and of each stratum of positives, and what was left out. */
export interface CountedOutcomes {
  readonly positives: MissPatterns
  readonly benign: MissPatterns
  readonly strata: readonly { readonly name: string; readonly patterns: MissPatterns }[]
  readonly unlabelled: number
  readonly incomplete: number
}

/** One pass over the items: all that follows is arithmetic on at most 2^16 counts. */
export function countOutcomes(caller: string, outcomes: LayerOutcomes): CountedOutcomes {
  checkOutcomes(caller, outcomes)
  const { caught, labels, strata } = outcomes
  const detectors = caught.length
  const size = 2 ** detectors
  const n = caught[0]!.length
  const masks = new Uint32Array(n)
  for (let j = 0; j < detectors; j += 1) {
    const column = caught[j]!
    const bit = 2 ** j
    for (let i = 0; i < n; i += 1) {
      const value = column[i]!
      // Bit 31 marks an item that some detector was not run on.
      if (value === 0) masks[i]! += bit
      else if (value !== 1) masks[i] = masks[i]! | 0x80000000
    }
  }
  const positive = new Float64Array(size)
  const benign = new Float64Array(size)
  const perStratum = strata?.names.map(() => new Float64Array(size)) ?? []
  let [unlabelled, incomplete] = [0, 0]
  for (let i = 0; i < n; i += 1) {
    const label = labels === undefined ? 1 : labels[i]!
    if (label > 1) unlabelled += 1
    else if (masks[i]! >= 0x80000000) incomplete += 1
    else if (label === 0) benign[masks[i]!]! += 1
    else {
      positive[masks[i]!]! += 1
      if (strata !== undefined) perStratum[strata.of[i]!]![masks[i]!]! += 1
    }
  }
  const patterns = (counts: Float64Array): MissPatterns => ({ detectors, counts, n: counts.reduce((x, y) => x + y, 0) })
  return {
    positives: patterns(positive),
    benign: patterns(benign),
    strata: (strata?.names ?? []).map((name, index) => ({ name, patterns: patterns(perStratum[index]!) })),
    unlabelled,
    incomplete,
  }
}

/** Items missed by every detector of the mask. */
export function missedByAll({ counts }: MissPatterns, mask: number): number {
  let missed = 0
  for (let pattern = 0; pattern < counts.length; pattern += 1) if ((pattern & mask) === mask) missed += counts[pattern]!
  return missed
}

/** Items flagged by at least one detector of the mask. */
export function flaggedByAny(patterns: MissPatterns, mask: number): number {
  return patterns.n - missedByAll(patterns, mask)
}
