import { compilePolicy, type CompiledPolicy } from './compile-policy.js'
import { evaluateNode, type ConditionNode } from './compiled-condition.js'
import { caseFacts } from './case-facts.js'
import { askRules } from './decide.js'
import type { Outcome, Policy } from './policy.js'
import type { PolicyCase } from './policy-case.js'

/** A case with the outcome that a test expects. */
export interface PolicyTest {
  readonly subject: PolicyCase
  readonly asOf: string
  readonly outcome: Outcome
}

/** How well tests exercise a policy. */
export interface PolicyCoverage {
  /** For each rule, which of true, false and unknown the tests brought about. */
  readonly rules: readonly { readonly rule: string; readonly seen: readonly ('true' | 'false' | 'unknown')[] }[]
  /** Branches seen over branches there are (three a rule). */
  readonly branches: { readonly seen: number; readonly total: number; readonly share: number }
  /** Changed policies that at least one test tells from the original, over all of them. */
  readonly mutants: { readonly killed: number; readonly total: number; readonly share: number | null }
  /** Changes that no test notices. */
  readonly survivors: readonly string[]
}

/**
 * Branch coverage over true, false and unknown, and a mutation score: every rule dropped, every condition negated, every "all" made "any" and
 * back, every `atLeast` moved by one. A test kills a mutant when the outcome is no longer the expected one.
 */
export function policyCoverage(policy: Policy, tests: readonly PolicyTest[]): PolicyCoverage {
  const runs = tests.map(({ subject, asOf, outcome }) => {
    const compiled = compilePolicy(policy, subject.subject.activity)
    return {
      compiled,
      values: compiled.table.values(caseFacts(policy, subject, asOf).facts),
      outcome: blocked(outcome),
    }
  })
  const all = new Map<string, Set<'true' | 'false' | 'unknown'>>()
  const compiledPolicies = new Set(runs.map(({ compiled }) => compiled))
  for (const { rules } of compiledPolicies) for (const { id } of rules) if (!all.has(id)) all.set(id, new Set())
  for (const { compiled, values } of runs) {
    for (const { id, when, require } of compiled.rules) {
      const value = Math.max(when === null ? 0 : 2 - evaluateNode(when, values), evaluateNode(require, values))
      all.get(id)!.add((['false', 'unknown', 'true'] as const)[value as 0 | 1 | 2])
    }
  }
  const rules = [...all].map(([rule, seen]) => ({ rule, seen: [...seen] }))
  const seen = rules.reduce((sum, rule) => sum + rule.seen.length, 0)
  const total = 3 * rules.length
  const mutants = [...compiledPolicies].flatMap(mutantsOf)
  const survivors = mutants
    .filter(({ original, mutant }) =>
      runs.every(
        ({ compiled, values, outcome }) => compiled !== original || askRules(mutant, values).outcome === outcome,
      ),
    )
    .map(({ change }) => change)
  const killed = mutants.length - survivors.length
  return {
    rules,
    branches: { seen, total, share: total === 0 ? 0 : seen / total },
    mutants: { killed, total: mutants.length, share: mutants.length === 0 ? null : killed / mutants.length },
    survivors,
  }
}

/** Conditions that a permission carries come after the rules. */
function blocked(outcome: Outcome): Outcome {
  return outcome === 'permit-with-conditions' ? 'permit' : outcome
}

interface Mutant {
  readonly change: string
  readonly original: CompiledPolicy
  readonly mutant: CompiledPolicy
}

function mutantsOf(original: CompiledPolicy): readonly Mutant[] {
  return original.rules.flatMap((rule, index) => {
    const replaced = (change: string, part: 'when' | 'require', node: ConditionNode): Mutant => ({
      change: `${original.activity}: ${rule.id}: ${change}`,
      original,
      mutant: { ...original, rules: original.rules.with(index, { ...rule, [part]: node }) },
    })
    return [
      {
        change: `${original.activity}: ${rule.id}: dropped`,
        original,
        mutant: { ...original, rules: original.rules.toSpliced(index, 1) },
      },
      ...(rule.when === null
        ? []
        : variants(rule.when).map(([change, node]) => replaced(`when: ${change}`, 'when', node))),
      ...variants(rule.require).map(([change, node]) => replaced(`require: ${change}`, 'require', node)),
    ]
  })
}

/** A condition with one thing changed. */
function variants(node: ConditionNode): readonly (readonly [string, ConditionNode])[] {
  const negated = [`not (${node.text})`, { op: 'not', text: 'not', of: [node] }] as const
  if (node.op === 'atom') return [negated]
  const inner = node.of.flatMap((child, index) =>
    variants(child).map(
      ([change, changed]) => [change, { ...node, of: node.of.with(index, changed) } as ConditionNode] as const,
    ),
  )
  if (node.op === 'all' || node.op === 'any') {
    if (node.of.length < 2) return [negated, ...inner]
    const op = node.op === 'all' ? 'any' : 'all'
    return [negated, [`${node.text} made ${op} of`, { ...node, op, text: `${op} of` }], ...inner]
  }
  if (node.op === 'atLeast') {
    return [
      negated,
      [`one more than ${node.count}`, { ...node, count: node.count + 1 }],
      [`one fewer than ${node.count}`, { ...node, count: node.count - 1 }],
      ...inner,
    ]
  }
  return inner
}
