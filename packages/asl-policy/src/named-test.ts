import { celLeaf, type CelLeaf, type Facts } from './cel-leaf.js'
import {
  AtomTable,
  atomsOf,
  evaluateNode,
  knownFacts,
  traceNode,
  type ConditionNode,
  type TraceNode,
} from './compiled-condition.js'
import type { NamedTest, Policy } from './policy.js'
import { truthOf, type Ternary, type Truth } from './truth.js'

/** The answer to a test of a policy. */
export interface TestAnswer {
  readonly value: Truth
  /** How it is acted on: unknown counts as true where the test says so. */
  readonly treatAs: boolean
  /** Unknown facts of the first stage that is not settled. */
  readonly missing: readonly string[]
  /** What follows; `null` when nothing does. */
  readonly next: string | null
  /** Numbers shown beside it; `null` where a fact is missing. */
  readonly computed: Readonly<Record<string, unknown>>
  readonly clause: string
  readonly trace: readonly TraceNode[]
}

interface CompiledTest {
  readonly table: AtomTable
  readonly stages: readonly ConditionNode[]
  readonly compute: readonly (readonly [string, readonly CelLeaf[]])[]
}

const compiled = new WeakMap<NamedTest, CompiledTest>()

/**
 * Asks a test of a policy, stage by stage: the first stage that is false answers false, the first that is unknown answers unknown and names
 * what is missing there.
 *
 * @throws RangeError where the policy has no such test.
 *
 * @example
 * ```ts
 * import { askTest, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const facts = { baseline_scaleup: 9, observed: 18 }
 * const { value, computed } = askTest(shippedPolicy('rsp', '3.4'), 'dramatic-acceleration', facts)
 * value // => 'false'
 * computed['required'] // => 81
 * ```
 */
export function askTest(policy: Policy, id: string, facts: Facts): TestAnswer {
  const test = policy.tests.find((candidate) => candidate.id === id)
  if (test === undefined) {
    const known = policy.tests.map((candidate) => candidate.id).join(', ')
    throw new RangeError(
      `askTest: id must be a test of ${policy.id} ${policy.version} (${known || 'it has none'}), got ${id}`,
    )
  }
  const { table, stages, compute } = compileTest(test)
  const known = knownFacts(facts)
  const values = table.values(facts)
  let value: Ternary = 2
  let missing: readonly string[] = []
  const trace: TraceNode[] = []
  for (const stage of stages) {
    value = evaluateNode(stage, values)
    trace.push(traceNode(stage, values))
    if (value === 2) continue
    if (value === 1) missing = unknownFacts(stage, table, values, known)
    break
  }
  const treatAs = value === 2 || (value === 1 && test.whenUnknown === 'treat-as-true')
  return {
    value: truthOf(value),
    treatAs,
    missing,
    next: treatAs ? (test.next ?? null) : null,
    computed: Object.fromEntries(compute.map(([key, leaves]) => [key, firstKnown(leaves, known)])),
    clause: test.clause,
    trace,
  }
}

function firstKnown(leaves: readonly CelLeaf[], known: Facts): unknown {
  for (const leaf of leaves) {
    const value = leaf.compute(known)
    if (value !== null) return value
  }
  return null
}

/** The unknown facts of a condition, in the order in which it names them. */
export function unknownFacts(
  node: ConditionNode,
  { atoms }: AtomTable,
  values: ArrayLike<number>,
  known: Facts,
): readonly string[] {
  const read = atomsOf(node).flatMap((atom) => (values[atom] === 1 ? atoms[atom]!.facts : []))
  return [...new Set(read)].filter((fact) => known[fact] === undefined)
}

function compileTest(test: NamedTest): CompiledTest {
  let made = compiled.get(test)
  if (made === undefined) {
    const table = new AtomTable()
    const stages = test.stages.map((stage) => table.compile(stage))
    const compute = Object.entries(test.compute).map(([key, texts]) => [key, texts.map(celLeaf)] as const)
    compiled.set(test, (made = { table, stages, compute }))
  }
  return made
}
