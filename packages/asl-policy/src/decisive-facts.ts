import type { CompiledPolicy } from './compile-policy.js'
import type { Facts } from './cel-leaf.js'
import { atomsOf, knownFacts } from './compiled-condition.js'
import { ruleOutcome } from './decide.js'
import { outcomes } from './policy.js'

/** Up to so many unknowns every completion is tried. */
const exhaustiveUnknowns = 8

/**
 * The unknown facts that could still change the outcome: for each there is a way the other unknowns may turn out in which it alone makes the
 * difference. Up to eight unknowns every way is tried; beyond, those in which all others turn out well, or all badly.
 */
export function decisiveFacts(compiled: CompiledPolicy, values: Uint8Array, facts: Facts): readonly string[] {
  const known = knownFacts(facts)
  const open = [
    ...new Set(
      compiled.rules
        .filter((rule) => ruleOutcome(rule, values) !== null)
        .flatMap((rule) => [...(rule.when === null ? [] : atomsOf(rule.when)), ...atomsOf(rule.require)])
        .filter((atom) => values[atom] === 1),
    ),
  ]
  const decisive = new Set<number>()
  const trial = Uint8Array.from(values)
  const outcome = (): number => {
    let worst = 0
    for (const rule of compiled.rules) {
      const found = ruleOutcome(rule, trial)
      if (found !== null) worst = Math.max(worst, outcomes.indexOf(found))
    }
    return worst
  }
  const ways = open.length <= exhaustiveUnknowns ? 2 ** open.length : 2
  for (let way = 0; way < ways; way += 1) {
    open.forEach((atom, index) => {
      trial[atom] = ways === 2 && open.length > 1 ? way * 2 : ((way >> index) & 1) * 2
    })
    const before = outcome()
    for (const atom of open) {
      if (decisive.has(atom)) continue
      trial[atom] = 2 - (trial[atom] ?? 0)
      if (outcome() !== before) decisive.add(atom)
      trial[atom] = 2 - (trial[atom] ?? 0)
    }
  }
  const names = new Set<string>()
  for (const atom of open) {
    if (!decisive.has(atom)) continue
    for (const fact of compiled.table.atoms[atom]!.facts) {
      if (known[fact] === undefined) names.add(named(fact, compiled))
    }
  }
  return [...names]
}

function named(fact: string, { policy }: CompiledPolicy): string {
  if (!fact.startsWith('ruled-out:')) return fact === 'assessed' || fact === 'kept' ? 'assessment' : fact
  const id = fact.slice('ruled-out:'.length)
  const above = policy.thresholds.find((threshold) => threshold.id === id)?.above
  return `${above === undefined ? 'determination' : 'follow-up'}:${id}`
}
