import type { Facts } from './cel-leaf.js'
import {
  AtomTable,
  evaluateNode,
  knownFacts,
  traceNode,
  type ConditionNode,
  type TraceNode,
} from './compiled-condition.js'
import { unknownFacts } from './named-test.js'
import type { Policy, Question, QuestionRow } from './policy.js'
import { ternaryOf } from './truth.js'

/** The answer of a decision table. */
export interface QuestionAnswer {
  /** Row that answered; `null` for the answer when every row is false. */
  readonly row: string | null
  /** Whether every row before it was known to be false. */
  readonly certain: boolean
  readonly answer: Readonly<Record<string, unknown>>
  /** What the row that answered reports as missing. */
  readonly reported: readonly string[]
  /** Facts that are unknown in rows that could have answered. */
  readonly missing: readonly string[]
  readonly clause: string
  readonly trace: readonly TraceNode[]
}

interface CompiledQuestion {
  readonly table: AtomTable
  readonly rows: readonly ConditionNode[]
}

const compiled = new WeakMap<Question, CompiledQuestion>()

/**
 * Asks a decision table of a policy: the first row that is true answers. A row that is unknown answers too where it says so, because it is the
 * cautious one; otherwise what it misses is reported and the search goes on.
 *
 * @throws RangeError where the policy has no such question.
 *
 * @example
 * ```ts
 * import { askQuestion, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const facts = { triggered: true, containment_ready: true }
 * const { row, answer } = askQuestion(shippedPolicy('rsp', '1.0'), 'response', facts)
 * row // => '1'
 * answer['before'] // => ['activate-containment']
 * ```
 */
export function askQuestion(policy: Policy, id: string, facts: Facts): QuestionAnswer {
  const question = policy.questions.find((candidate) => candidate.id === id)
  if (question === undefined) {
    const known = policy.questions.map((candidate) => candidate.id).join(', ')
    throw new RangeError(
      `askQuestion: id must be a question of ${policy.id} ${policy.version} (${known || 'it has none'}), got ${id}`,
    )
  }
  const { table, rows } = compileQuestion(question)
  const known = knownFacts(facts)
  const values = table.values(facts)
  const missing = new Set<string>()
  const trace: TraceNode[] = []
  for (const [index, node] of rows.entries()) {
    const row = question.rows[index]!
    const value = evaluateNode(node, values)
    trace.push(traceNode(node, values))
    if (value === 1) for (const fact of unknownFacts(node, table, values, known)) missing.add(fact)
    if (value === 2 || (value === 1 && row.whenUnknown === 'take')) {
      const { id: found, answer, clause } = row
      const reported = reportedBy(row, facts)
      return { row: found, certain: missing.size === 0, answer, reported, missing: [...missing], clause, trace }
    }
  }
  const { otherwise: answer, clause } = question
  return { row: null, certain: missing.size === 0, answer, reported: [], missing: [...missing], clause, trace }
}

function reportedBy({ reports, faults }: QuestionRow, facts: Facts): readonly string[] {
  return [
    ...Object.entries(reports).flatMap(([fact, name]) => (facts[fact] === true ? [] : [name])),
    ...Object.entries(faults).flatMap(([fact, name]) =>
      ternaryOf(facts[fact]) === undefined || facts[fact] === true ? [name] : [],
    ),
  ]
}

function compileQuestion(question: Question): CompiledQuestion {
  let made = compiled.get(question)
  if (made === undefined) {
    const table = new AtomTable()
    compiled.set(question, (made = { table, rows: question.rows.map(({ when }) => table.compile(when)) }))
  }
  return made
}
