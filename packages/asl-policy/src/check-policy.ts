import { compilePolicy } from './compile-policy.js'
import { AtomTable, evaluateNode } from './compiled-condition.js'
import type { Finding } from './decision-warnings.js'
import { combinations, factDomains } from './fact-domains.js'
import { proveFailClosed, type FailClosed } from './fail-closed.js'
import { lintPolicy } from './lint-policy.js'
import { activities, type Activity, type Policy } from './policy.js'
import { version } from './version.js'

/** What static analysis found in a policy. */
export interface PolicyCheck {
  readonly policy: { readonly id: string; readonly version: string }
  /** Whether it fails closed for every activity that it has rules for, and nothing else of weight was found. */
  readonly sound: boolean
  readonly failClosed: readonly FailClosed[]
  /** Rules that never apply, or that can never fail. */
  readonly unreachable: readonly Finding[]
  /** Activities and texts that nothing decides. */
  readonly gaps: readonly Finding[]
  /** Rules that no case can satisfy together. */
  readonly conflicts: readonly Finding[]
  /** Constructs that turn unknown into false or true. */
  readonly lints: readonly Finding[]
  readonly method: string
  readonly assumptions: readonly string[]
  readonly version: string
}

/** So many combinations of facts are tried for each rule. */
const combinationLimit = 50_000

/**
 * Checks a policy without any case: that unknown never permits, that every rule can apply and can fail, that some case satisfies all rules of an
 * activity, that answers do not depend on constructs which launder unknown into false, and what is left open.
 *
 * @example
 * ```ts
 * import { checkPolicy, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * checkPolicy(shippedPolicy('meta', '2')).sound // => true
 * ```
 */
export function checkPolicy(policy: Policy): PolicyCheck {
  const failClosed = perRules(policy, (activity) => proveFailClosed(policy, activity))
    .map(({ activity, found }) => ({ ...found, activity }))
    .filter(({ rules }) => rules > 0)
  const unreachable = unreachableRules(policy)
  const conflicts = conflictsOf(policy)
  const lints = lintPolicy(policy)
  const sound =
    failClosed.every(({ allUnknownHolds, unknownNeverPermits }) => allUnknownHolds && unknownNeverPermits) &&
    unreachable.length === 0 &&
    conflicts.length === 0 &&
    lints.length === 0
  return {
    policy: { id: policy.id, version: policy.version },
    sound,
    failClosed,
    unreachable,
    gaps: gapsOf(policy),
    conflicts,
    lints,
    method:
      'every assignment of true, false and unknown up to 12 atoms, a satisfiability solver beyond; every side of every line of every rule',
    assumptions: ['Expressions are taken as independent atoms for the proof, which can only make it harder to pass.'],
    version,
  }
}

/** Asks something of every activity; activities with the same rules share the answer. */
function perRules<T>(
  policy: Policy,
  ask: (activity: Activity) => T,
): readonly { readonly activity: Activity; readonly found: T }[] {
  const answers = new Map<string, T>()
  return activities.map((activity) => {
    const key = JSON.stringify(compilePolicy(policy, activity).rules)
    if (!answers.has(key)) answers.set(key, ask(activity))
    return { activity, found: answers.get(key) as T }
  })
}

function unreachableRules(policy: Policy): readonly Finding[] {
  const findings: Finding[] = []
  const cases = [
    ...policy.rules.map(({ id, when, require }) => ({ name: `rule ${id}`, when: when ?? null, require })),
    ...policy.questions.flatMap(({ id, rows }) =>
      rows.map((row) => ({ name: `row ${row.id} of ${id}`, when: row.when, require: null })),
    ),
  ]
  for (const { name, when, require } of cases) {
    const conditions = [...(when === null ? [] : [when]), ...(require === null ? [] : [require])]
    const worlds = combinations(factDomains(conditions, policy.facts), combinationLimit)
    if (worlds === null) continue
    const table = new AtomTable()
    const whenNode = when === null ? null : table.compile(when)
    const requireNode = require === null ? null : table.compile(require)
    let applies = false
    // A rule that is only a question whether something is known fails while it is not.
    let fails =
      requireNode === null ||
      evaluateNode(
        requireNode,
        new Uint8Array(table.atoms.length).map((_, atom) =>
          table.atoms[atom]!.facts.length === 0 ? table.values({})[atom]! : 1,
        ),
      ) !== 2
    for (const facts of worlds) {
      const values = table.values(facts)
      if (whenNode !== null && evaluateNode(whenNode, values) !== 2) continue
      applies = true
      if (requireNode !== null && evaluateNode(requireNode, values) === 0) fails = true
      if (fails) break
    }
    if (!applies) findings.push({ code: 'unreachable', message: `${name} never applies.` })
    else if (!fails) findings.push({ code: 'cannot-fail', message: `${name} can never fail, so it asks nothing.` })
  }
  return findings
}

function conflictsOf(policy: Policy): readonly Finding[] {
  return perRules(policy, (activity) => isSatisfiable(policy, activity))
    .filter(({ found }) => !found)
    .map(({ activity }) => ({ code: 'conflict', message: `No case satisfies all rules for ${activity}.` }))
}

/** Whether some case satisfies all rules of an activity; what is too large to try counts as satisfiable. */
function isSatisfiable(policy: Policy, activity: Activity): boolean {
  const { rules, table } = compilePolicy(policy, activity)
  const conditions = policy.rules
    .filter((rule) => rule.activities === undefined || rule.activities.includes(activity))
    .flatMap(({ when, require }) => [...(when === undefined ? [] : [when]), require])
  const worlds = combinations(factDomains(conditions, policy.facts), combinationLimit)
  const derived = Object.fromEntries(
    table.atoms
      .filter(({ leaf, key }) => leaf === null && policy.facts[key] === undefined)
      .map(({ key }) => [key, true]),
  )
  if (rules.length === 0 || worlds === null) return true
  return worlds.some((facts) => {
    const values = table.values({ ...derived, ...facts })
    return rules.every(
      ({ when, require }) => evaluateNode(require, values) === 2 || (when !== null && evaluateNode(when, values) === 0),
    )
  })
}

function gapsOf(policy: Policy): readonly Finding[] {
  const silent = activities.filter((activity) => compilePolicy(policy, activity).rules.length === 0)
  const thresholds = policy.thresholds.filter(({ requires }) => requires.length === 0)
  const undefinedStandards = policy.standards.filter(
    ({ id, criteria }) =>
      criteria.length === 0 &&
      policy.thresholds.some(({ requires }) => requires.some(({ standard }) => standard === id)),
  )
  return [
    ...(silent.length === 0
      ? []
      : [
          {
            code: 'silent-activity',
            message: `No rule speaks to ${silent.join(', ')}: a decision there asks nothing.`,
          },
        ]),
    ...thresholds.map(({ id }) => ({ code: 'no-requirement', message: `${id} asks for nothing.` })),
    ...undefinedStandards.map(({ id }) => ({
      code: 'undefined-standard',
      message: `${id} is required, but the text does not say what it holds.`,
    })),
    ...policy.claims.map(({ id }) => ({
      code: 'judgement',
      message: `${id} is left to judgement: a claim with an author and a reviewer.`,
    })),
  ]
}
