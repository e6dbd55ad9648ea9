import { Environment } from '@marcbachmann/cel-js'
import { celLeaf } from './cel-leaf.js'
import type { Condition } from './condition.js'
import type { Policy } from './policy.js'

/** Something a policy says that does not fit the rest of it. */
export interface ReferenceProblem {
  /** Stable code. */
  readonly code: string
  /** Where, as a path of the document. */
  readonly path: readonly (string | number)[]
  /** What is wrong. */
  readonly message: string
}

/** Facts that the engine derives from a case, besides those with a colon such as `standard:X`. */
const derivedFacts: ReadonlySet<string> = new Set(['assessed', 'kept', 'upgraded', 'interim'])

/** Every reference of a policy that leads nowhere, and every expression that is not one over its facts. */
export function checkReferences(policy: Policy): readonly ReferenceProblem[] {
  const problems: ReferenceProblem[] = []
  const report = (code: string, path: ReferenceProblem['path'], message: string): void => {
    problems.push({ code, path, message })
  }
  const known = (set: ReadonlySet<string>, kind: string, id: string, path: ReferenceProblem['path']): void => {
    if (!set.has(id)) report(`missing-${kind}`, path, `names the ${kind} "${id}", which is not declared`)
  }
  const sources = new Set(Object.keys(policy.sources))
  const clauses = new Set(Object.keys(policy.clauses))
  const standards = new Set(policy.standards.map(({ id }) => id))
  const thresholds = new Set(policy.thresholds.map(({ id }) => id))
  const claims = new Set(policy.claims.map(({ id }) => id))

  for (const [id, { source }] of Object.entries(policy.clauses)) known(sources, 'source', source, ['clauses', id])
  for (const [part, list] of Object.entries(policy)) {
    if (!Array.isArray(list)) continue
    const seen = new Set<string>()
    for (const [index, item] of (list as readonly unknown[]).entries()) {
      if (typeof item !== 'object' || item === null) continue
      const { id, clause } = item as { readonly id?: string; readonly clause?: string }
      if (id !== undefined) {
        if (seen.has(id)) report('defined-twice', [part, index, 'id'], `"${id}" is defined twice`)
        seen.add(id)
      }
      if (clause !== undefined) known(clauses, 'clause', clause, [part, index, 'clause'])
    }
  }
  if (policy.assessment !== undefined) known(clauses, 'clause', policy.assessment.clause, ['assessment', 'clause'])
  policy.baseline.forEach((id, index) => {
    known(standards, 'standard', id, ['baseline', index])
  })
  policy.thresholds.forEach(({ requires, above }, index) => {
    if (above !== undefined) known(thresholds, 'threshold', above, ['thresholds', index, 'above'])
    requires.forEach(({ standard, claim, clause }, at) => {
      const path = ['thresholds', index, 'requires', at]
      if (standard !== undefined) known(standards, 'standard', standard, path)
      if (claim !== undefined) known(claims, 'claim', claim, path)
      if ((standard === undefined) === (claim === undefined)) {
        report('requirement', path, 'must name either a standard or a claim')
      }
      known(clauses, 'clause', clause, path)
    })
  })
  problems.push(...cyclicThresholds(policy))
  policy.lines.forEach(({ threshold }, index) => {
    known(thresholds, 'threshold', threshold, ['lines', index, 'threshold'])
  })
  policy.commitments.forEach(({ parts }, index) => {
    parts.forEach(({ clause }, at) => {
      if (clause !== undefined) known(clauses, 'clause', clause, ['commitments', index, 'parts', at])
    })
  })
  problems.push(...checkConditions(policy))
  return problems
}

function cyclicThresholds({ thresholds }: Policy): readonly ReferenceProblem[] {
  const above = new Map(thresholds.map(({ id, above: lower }) => [id, lower]))
  return thresholds.flatMap(({ id }, index) => {
    const seen = new Set<string>()
    for (let at: string | undefined = id; at !== undefined; at = above.get(at)) {
      if (seen.has(at)) {
        return [{ code: 'cyclic', path: ['thresholds', index, 'above'], message: `${id} stands above itself` }]
      }
      seen.add(at)
    }
    return []
  })
}

const celTypes = { truth: 'bool', number: 'double', text: 'string', date: 'string' } as const

function checkConditions(policy: Policy): readonly ReferenceProblem[] {
  const environment = new Environment({ unlistedVariablesAreDyn: false })
  for (const [name, { type }] of Object.entries(policy.facts)) environment.registerVariable(name, celTypes[type])
  const problems: ReferenceProblem[] = []
  const expression = (text: string, path: ReferenceProblem['path'], truth: boolean): void => {
    let message: string | undefined
    try {
      celLeaf(text)
      const checked = environment.check(text)
      if (!checked.valid) message = checked.error?.message.split('\n')[0]
      else if (truth && checked.type !== 'bool') message = `gives ${checked.type ?? 'no type'}, not true or false`
    } catch (error) {
      message = (error as Error).message
    }
    if (message !== undefined) problems.push({ code: 'expression', path, message: `"${text}": ${message}` })
  }
  for (const { condition, path } of conditionsOf(policy)) {
    for (const leaf of leavesOf(condition)) {
      if ('cel' in leaf) expression(leaf.cel, path, true)
      else if (policy.facts[leaf.fact]?.type !== 'truth' && !isDerived(leaf.fact, policy)) {
        problems.push({
          code: 'missing-fact',
          path,
          message: `reads the fact "${leaf.fact}", which is not declared as true or false`,
        })
      }
    }
  }
  policy.tests.forEach(({ compute }, index) => {
    for (const [key, texts] of Object.entries(compute))
      for (const text of texts) expression(text, ['tests', index, 'compute', key], false)
  })
  return problems
}

function isDerived(fact: string, policy: Policy): boolean {
  if (derivedFacts.has(fact)) return true
  const split = fact.indexOf(':')
  const id = fact.slice(split + 1)
  switch (fact.slice(0, Math.max(split, 0))) {
    case 'standard':
    case 'interim':
      return policy.standards.some((standard) => standard.id === id)
    case 'ruled-out':
      return policy.thresholds.some((threshold) => threshold.id === id)
    case 'claim':
      return policy.claims.some((claim) => claim.id === id)
    case 'approval':
    case 'shared':
      return id !== ''
    default:
      return false
  }
}

/** Every condition of a policy with its place. */
export function conditionsOf(
  policy: Policy,
): readonly { readonly condition: Condition; readonly path: readonly (string | number)[] }[] {
  return [
    ...policy.rules.flatMap(({ when, require }, index) => [
      ...(when === undefined ? [] : [{ condition: when, path: ['rules', index, 'when'] }]),
      { condition: require, path: ['rules', index, 'require'] },
    ]),
    ...policy.obligations.flatMap(({ when }, index) =>
      when === undefined ? [] : [{ condition: when, path: ['obligations', index, 'when'] }],
    ),
    ...policy.tests.flatMap(({ stages }, index) =>
      stages.map((condition, at) => ({ condition, path: ['tests', index, 'stages', at] })),
    ),
    ...policy.questions.flatMap(({ rows }, index) =>
      rows.map(({ when }, at) => ({ condition: when, path: ['questions', index, 'rows', at, 'when'] })),
    ),
  ]
}

/** The leaves of a condition. */
export function leavesOf(condition: Condition): readonly ({ readonly cel: string } | { readonly fact: string })[] {
  if (typeof condition === 'string') return [{ cel: condition }]
  if ('cel' in condition || 'fact' in condition) return [condition]
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  if ('not' in condition) return leavesOf(condition.not)
  if ('implies' in condition) return condition.implies.flatMap(leavesOf)
  return condition.of.flatMap(leavesOf)
}
