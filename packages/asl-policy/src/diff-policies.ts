import { AtomTable, evaluateNode } from './compiled-condition.js'
import type { Condition } from './condition.js'
import type { Finding } from './decision-warnings.js'
import { combinations, factDomains } from './fact-domains.js'
import { joined } from './joined.js'
import { lineMoved } from './line-moved.js'
import { movedLines, narrowedScopes } from './diff-detectors.js'
import type { Policy, Rule } from './policy.js'
import { compareTerms, type Direction } from './term-comparison.js'
import { version } from './version.js'

/** How one part differs. */
export interface PartDifference {
  readonly part: 'rule' | 'threshold' | 'standard' | 'term' | 'line' | 'clock'
  readonly id: string
  readonly direction: Direction
  readonly change: string
  readonly from: string | null
  readonly to: string | null
  /** A case that one of them permits and the other does not. */
  readonly witness: Readonly<Record<string, unknown>> | null
}

/** How two policies differ. */
export interface PolicyDiff {
  readonly from: string
  readonly to: string
  /** The whole: stronger or weaker only if no part goes the other way. */
  readonly direction: Direction
  readonly differences: readonly PartDifference[]
  /** Lines that moved after results, scopes that narrowed before use. */
  readonly detectors: readonly Finding[]
  readonly method: string
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly version: string
}

const combinationLimit = 100_000

/**
 * Compares two policies part by part. A rule is stronger than another when every case that it permits is permitted by the other and one is
 * not; that case is the witness. Promises are compared by what they promise (see {@link compareTerms}).
 *
 * @example
 * ```ts
 * import { diffPolicies, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const { differences } = diffPolicies(shippedPolicy('rsp', '2.1'), shippedPolicy('rsp', '2.2'))
 * differences.map(({ id, direction }) => [id, direction]) // => [['insider-scope', 'weaker']]
 * ```
 */
export function diffPolicies(from: Policy, to: Policy): PolicyDiff {
  const differences = [
    ...ruleDifferences(from, to),
    ...thresholdDifferences(from, to),
    ...termDifferences(from, to),
    ...lineDifferences(from, to),
    ...clockDifferences(from, to),
  ].filter(({ direction }) => direction !== 'same')
  return {
    from: `${from.id} ${from.version}`,
    to: `${to.id} ${to.version}`,
    direction: overall(differences.map(({ direction }) => direction)),
    differences,
    detectors: [...movedLines(to), ...narrowedScopes(from, to)],
    method:
      'rules over every side of every line they draw; thresholds by capability and by what they ask; promises by interval, audience, list or presence',
    assumptions: [
      'Rules are compared one by one: what one version spreads over several rules counts as rules gone and rules new.',
    ],
    warnings:
      from.id === to.id
        ? []
        : [
            {
              code: 'other-publisher',
              message: 'These are policies of different families; parts with the same name need not mean the same.',
            },
          ],
    version,
  }
}

/** What several directions come to. */
function overall(directions: readonly Direction[]): Direction {
  if (directions.length === 0) return 'same'
  if (directions.includes('incomparable') || (directions.includes('weaker') && directions.includes('stronger'))) {
    return 'incomparable'
  }
  return directions.includes('weaker') ? 'weaker' : 'stronger'
}

function ruleDifferences(from: Policy, to: Policy): readonly PartDifference[] {
  return joined(from.rules, to.rules).map(([before, after]): PartDifference => {
    const base = {
      part: 'rule' as const,
      id: (before ?? after)!.id,
      from: before?.clause ?? null,
      to: after?.clause ?? null,
    }
    const facts = { ...from.facts, ...to.facts }
    if (before === null) return { ...base, direction: 'stronger', change: 'rule-added', witness: breach(after!, facts) }
    if (after === null) return { ...base, direction: 'weaker', change: 'rule-removed', witness: breach(before, facts) }
    return { ...base, ...compareRules(before, after, facts) }
  })
}

/** Which of two rules permits more, with a case that tells them apart. */
function compareRules(
  before: Pick<Rule, 'when' | 'require'>,
  after: Pick<Rule, 'when' | 'require'>,
  facts: Policy['facts'],
): Pick<PartDifference, 'direction' | 'change' | 'witness'> {
  const conditions = [conditionOf(before), conditionOf(after)]
  if (JSON.stringify(conditions[0]) === JSON.stringify(conditions[1])) {
    return { direction: 'same', change: 'unchanged', witness: null }
  }
  const worlds = combinations(factDomains(conditions, facts), combinationLimit)
  if (worlds === null) return { direction: 'incomparable', change: 'too-large-to-compare', witness: null }
  const table = new AtomTable()
  const [a, b] = conditions.map((condition) => table.compile(condition))
  let onlyBefore: Readonly<Record<string, unknown>> | null = null
  let onlyAfter: Readonly<Record<string, unknown>> | null = null
  for (const world of worlds) {
    const values = table.values(world)
    const [first, second] = [evaluateNode(a!, values) === 2, evaluateNode(b!, values) === 2]
    if (first && !second) onlyBefore ??= world
    if (second && !first) onlyAfter ??= world
    if (onlyBefore !== null && onlyAfter !== null) break
  }
  if (onlyBefore !== null && onlyAfter !== null)
    return { direction: 'incomparable', change: 'rule-changed', witness: onlyAfter }
  if (onlyBefore !== null) return { direction: 'stronger', change: 'rule-tightened', witness: onlyBefore }
  if (onlyAfter !== null) return { direction: 'weaker', change: 'rule-loosened', witness: onlyAfter }
  return { direction: 'same', change: 'reworded', witness: null }
}

/** A case that a rule does not permit. */
function breach(
  rule: Pick<Rule, 'when' | 'require'>,
  facts: Policy['facts'],
): Readonly<Record<string, unknown>> | null {
  const condition = conditionOf(rule)
  const table = new AtomTable()
  const node = table.compile(condition)
  const worlds = combinations(factDomains([condition], facts), combinationLimit) ?? []
  return worlds.find((world) => evaluateNode(node, table.values(world)) !== 2) ?? null
}

function conditionOf({ when, require }: Pick<Rule, 'when' | 'require'>): Condition {
  return when === undefined ? require : { implies: [when, require] }
}

function thresholdDifferences(from: Policy, to: Policy): readonly PartDifference[] {
  return joined(from.thresholds, to.thresholds, ({ capability, id }) => capability ?? id).map(([before, after]) => {
    const base = {
      part: 'threshold' as const,
      id:
        before === null
          ? after!.id
          : after === null || after.id === before.id
            ? before.id
            : `${before.id} -> ${after.id}`,
      from: before?.statement ?? null,
      to: after?.statement ?? null,
      witness: null,
    }
    if (before === null) return { ...base, direction: 'stronger', change: 'threshold-added' }
    if (after === null) return { ...base, direction: 'weaker', change: 'threshold-removed' }
    const asked = ({ requires }: typeof before): string =>
      JSON.stringify(requires.map(({ standard, claim, activities }) => [standard, claim, activities]))
    if (before.whenUnknown !== after.whenUnknown) {
      const direction = after.whenUnknown === 'flag' ? 'weaker' : 'stronger'
      return { ...base, direction, change: `when unknown: ${after.whenUnknown}` }
    }
    if (asked(before) !== asked(after)) return { ...base, direction: 'incomparable', change: 'asks-for-something-else' }
    const direction = before.statement === after.statement ? 'same' : 'incomparable'
    return { ...base, direction, change: direction === 'same' ? 'unchanged' : 'reworded' }
  })
}

function termDifferences(from: Policy, to: Policy): readonly PartDifference[] {
  return joined(from.terms, to.terms).map(([before, after]) => {
    const { direction, change } = compareTerms(before, after)
    const end = (term: typeof before): string | null => term?.value ?? term?.text ?? null
    return {
      part: 'term',
      id: (before ?? after)!.id,
      direction,
      change,
      from: end(before),
      to: end(after),
      witness: null,
    }
  })
}

function lineDifferences(from: Policy, to: Policy): readonly PartDifference[] {
  return joined(from.lines, to.lines).flatMap(([before, after]): readonly PartDifference[] => {
    const base = { part: 'line' as const, id: (before ?? after)!.id, witness: null }
    const text = (line: typeof before): string | null => (line === null ? null : `${line.sense} ${line.line}`)
    const ends = { from: text(before), to: text(after) }
    // Lines of other thresholds are compared with those thresholds.
    if (before === null || after === null || before.line === null || after.line === null) return []
    if (before.line === after.line && before.sense === after.sense) return []
    const { direction } = lineMoved(
      { ...before, line: before.line },
      { ...after, line: after.line },
      { reasonRecorded: false },
    )
    return [{ ...base, ...ends, direction: direction === 'looser' ? 'weaker' : 'stronger', change: 'line-moved' }]
  })
}

function clockDifferences(from: Policy, to: Policy): readonly PartDifference[] {
  return joined(from.clocks, to.clocks).map(([before, after]) => {
    const text = (clock: typeof before): string | null => clock?.every ?? clock?.within ?? null
    const base = {
      part: 'clock' as const,
      id: (before ?? after)!.id,
      from: text(before),
      to: text(after),
      witness: null,
    }
    if (before === null) return { ...base, direction: 'stronger', change: 'clock-added' }
    if (after === null) return { ...base, direction: 'weaker', change: 'clock-removed' }
    if (before.hard !== after.hard)
      return { ...base, direction: after.hard ? 'stronger' : 'weaker', change: after.hard ? 'now-hard' : 'now-soft' }
    return base.from === base.to
      ? { ...base, direction: 'same', change: 'unchanged' }
      : { ...base, ...termOf(before, after) }
  })
}

function termOf(
  before: Policy['clocks'][number],
  after: Policy['clocks'][number],
): Pick<PartDifference, 'direction' | 'change'> {
  const term = (clock: typeof before): Policy['terms'][number] => ({
    id: clock.id,
    names: [],
    kind: 'interval',
    text: clock.starts,
    value: clock.every ?? clock.within,
    clause: clock.clause,
  })
  const { direction, change } = compareTerms(term(before), term(after))
  return { direction, change }
}
