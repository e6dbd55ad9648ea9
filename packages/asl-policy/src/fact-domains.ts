import { leavesOf } from './policy-references.js'
import type { Condition } from './condition.js'
import { celLeaf } from './cel-leaf.js'
import type { Policy } from './policy.js'

/** Values of one fact among which conditions can tell apart; `null` is unknown. */
export type FactDomain = readonly (string | number | boolean | null)[]

/**
 * For every fact that conditions read, values on every side of every line they draw: truths true and false; numbers at, just below and just
 * above every constant; texts every declared or mentioned value.
 */
export function factDomains(conditions: readonly Condition[], facts: Policy['facts']): ReadonlyMap<string, FactDomain> {
  const domains = new Map<string, FactDomain>()
  const leaves = conditions.flatMap(leavesOf)
  const texts = leaves.flatMap((leaf) => ('cel' in leaf ? [leaf.cel] : []))
  for (const leaf of leaves) {
    const names = 'fact' in leaf ? [leaf.fact] : celLeaf(leaf.cel).facts
    for (const name of names) {
      if (!domains.has(name)) domains.set(name, domainOf(name, facts[name], texts))
    }
  }
  return domains
}

function domainOf(name: string, declared: Policy['facts'][string] | undefined, texts: readonly string[]): FactDomain {
  const type = declared?.type ?? 'truth'
  if (type === 'truth') return [true, false]
  const mentioning = texts.filter((text) => celLeaf(text).facts.includes(name))
  if (type === 'number') {
    const constants = mentioning.flatMap((text) =>
      [...text.matchAll(/(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi)].map(([found]) => Number(found)),
    )
    const points = [...new Set(constants)].toSorted((a, b) => a - b)
    const around = points.flatMap((point) => [
      point - Math.max(Math.abs(point), 1) * 1e-6,
      point,
      point + Math.max(Math.abs(point), 1) * 1e-6,
    ])
    const { min = -Infinity, max = Infinity } = declared ?? {}
    const inside = around.filter((value) => value >= min && value <= max)
    return inside.length === 0 ? [1] : inside
  }
  const mentioned = mentioning.flatMap((text) =>
    [...text.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b ?? ''),
  )
  return [...new Set([...(declared?.values ?? []), ...mentioned])]
}

/** Every combination of values, up to a number; `null` beyond it. */
export function combinations(
  domains: ReadonlyMap<string, FactDomain>,
  limit: number,
): readonly Readonly<Record<string, unknown>>[] | null {
  let list: Readonly<Record<string, unknown>>[] = [{}]
  for (const [name, domain] of domains) {
    if (list.length * domain.length > limit) return null
    list = list.flatMap((facts) => domain.map((value) => ({ ...facts, [name]: value })))
  }
  return list
}
