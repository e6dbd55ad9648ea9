import { addDuration } from './calendar-date.js'
import type { CompiledPolicy } from './compile-policy.js'
import { evaluateNode } from './compiled-condition.js'
import type { Outcome } from './policy.js'
import type { PolicyCase } from './policy-case.js'

/** Something a decision leaves to be done. */
export interface OwedObligation {
  readonly id: string
  /** Day by which; `null` where the text sets none. */
  readonly due: string | null
  readonly hard: boolean
  /** Whether the permission depends on it. */
  readonly condition: boolean
  readonly clause: string
}

/** What an outcome leaves to be done. What may be owed is owed. */
export function obligationsOf(
  compiled: CompiledPolicy,
  values: ArrayLike<number>,
  outcome: Outcome,
  interim: readonly string[],
  asOf: string,
): readonly OwedObligation[] {
  const conditional = outcome === 'permit' && interim.length > 0
  const owed: OwedObligation[] = interim.map((standard) => ({
    id: `interim-measures-until:${standard}`,
    due: null,
    hard: true,
    condition: true,
    clause: compiled.policy.standards.find(({ id }) => id === standard)!.clause,
  }))
  const listed: OwedObligation[] = outcome === 'permit' ? owed : []
  for (const { obligation, when } of compiled.obligations) {
    const { id, on, within, hard, condition, clause } = obligation
    const reached: Outcome = conditional ? 'permit-with-conditions' : outcome
    if (!on.includes(reached) || (when !== null && evaluateNode(when, values) === 0)) continue
    listed.push({ id, due: within === undefined ? null : addDuration(asOf, within), hard, condition, clause })
  }
  return listed
}

/** Duties that are past their day. */
export function overdue(duties: PolicyCase['duties'], asOf: string): PolicyCase['duties'] {
  return duties.filter(({ due, done = null }) => (done === null ? due < asOf : done > due && done > asOf))
}
