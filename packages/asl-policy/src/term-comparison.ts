import { compareDurations } from './calendar-date.js'
import type { Policy, Term } from './policy.js'

/** Which way a promise changed. */
export type Direction = 'stronger' | 'weaker' | 'same' | 'incomparable'

/** How one promise differs between two policies. */
export interface TermDifference {
  readonly direction: Direction
  /** What changed, e.g. `interval-lengthened`; `unchanged` where nothing did. */
  readonly change: string
  /** Entries of a list that are gone. */
  readonly removed: readonly string[]
  /** Entries of a list that are new. */
  readonly added: readonly string[]
}

/** The term of a policy that a name means: its id, one of its names, or the one whose name shares most words. */
export function findTerm({ terms }: Policy, name: string): Term | undefined {
  const wanted = words(name)
  const exact = terms.find((term) =>
    [term.id, ...term.names].some((known) => words(known).join(' ') === wanted.join(' ')),
  )
  if (exact !== undefined) return exact
  const scored = terms.map((term) => ({
    term,
    score: Math.max(...[term.id, ...term.names].map((known) => overlap(wanted, words(known)))),
  }))
  const [best] = scored.toSorted((a, b) => b.score - a.score)
  return best !== undefined && best.score >= 0.5 ? best.term : undefined
}

/**
 * Compares a promise in two policies. Longer intervals and limits, narrower audiences, fewer lines and a smaller scope are weaker; a promise
 * that is dropped is weaker, one that is made is stronger; a threshold with one more condition is weaker; lists that lose and gain are incomparable.
 *
 * @example
 * ```ts
 * import { compareTerms, findTerm, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const cadence = (version: string) => findTerm(shippedPolicy('rsp', version), 'cadence') ?? null
 * compareTerms(cadence('1.0'), cadence('2.0')).change // => 'interval-lengthened'
 * ```
 */
export function compareTerms(before: Term | null, after: Term | null): TermDifference {
  const none = { removed: [], added: [] }
  if (before === null && after === null) return { direction: 'same', change: 'unchanged', ...none }
  if (before === null)
    return {
      direction: made(after!) ? 'stronger' : 'same',
      change: `${after!.kind}-added`,
      ...none,
      added: after!.list ?? [],
    }
  if (after === null)
    return {
      direction: made(before) ? 'weaker' : 'same',
      change: `${before.kind}-removed`,
      ...none,
      removed: before.list ?? [],
    }
  if (before.kind !== after.kind) return { direction: 'incomparable', change: 'rewritten', ...none }
  switch (before.kind) {
    case 'interval':
      return ordered(
        compareDurations(after.value ?? 'P0D', before.value ?? 'P0D'),
        'interval-lengthened',
        'interval-shortened',
      )
    case 'limit':
      return ordered(Math.sign((after.size ?? 0) - (before.size ?? 0)), 'limit-loosened', 'limit-tightened')
    case 'audience':
      return ordered(Math.sign((before.size ?? 0) - (after.size ?? 0)), 'audience-narrowed', 'audience-widened')
    case 'commitment':
      return ordered(Number(made(before)) - Number(made(after)), 'commitment-removed', 'commitment-added')
    case 'lines':
      return listed(before, after, 'lines-removed', 'lines-added')
    case 'scope':
      return listed(before, after, 'scope-narrowed', 'scope-widened')
    case 'threshold': {
      // One more condition, and fewer models cross it.
      const { removed, added } = listed(after, before, '', '')
      const step = Math.min(1, added.length) - Math.min(1, removed.length)
      if (added.length > 0 && removed.length > 0)
        return { direction: 'incomparable', change: 'rewritten', removed: added, added: removed }
      return { ...ordered(-step, 'threshold-raised', 'threshold-lowered'), removed: added, added: removed }
    }
  }
}

/** `step` above 0 is weaker. */
function ordered(step: number, weaker: string, stronger: string): TermDifference {
  const none = { removed: [], added: [] }
  if (step > 0) return { direction: 'weaker', change: weaker, ...none }
  return step < 0
    ? { direction: 'stronger', change: stronger, ...none }
    : { direction: 'same', change: 'unchanged', ...none }
}

function listed({ list: before = [] }: Term, { list: after = [] }: Term, fewer: string, more: string): TermDifference {
  const removed = before.filter((entry) => !after.includes(entry))
  const added = after.filter((entry) => !before.includes(entry))
  if (removed.length > 0 && added.length > 0) return { direction: 'incomparable', change: 'rewritten', removed, added }
  return { ...ordered(removed.length - added.length, fewer, more), removed, added }
}

function made({ kind, made: stated, list }: Term): boolean {
  return kind === 'commitment'
    ? stated === true
    : kind === 'lines' || kind === 'scope' || kind === 'threshold'
      ? (list ?? []).length > 0
      : true
}

function words(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))
}

function overlap(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((word) => b.includes(word)).length
  return shared / Math.max(1, Math.min(a.length, b.length) + Math.abs(a.length - b.length) / 2)
}
