import type { Verdict } from './policy-case.js'

/** How a determination compares with the evidence. */
export interface DeterminationCheck {
  /** Whether it may stand. */
  readonly accepted: boolean
  readonly direction: 'more-cautious' | 'same' | 'less-cautious'
  /** What would make it stand. */
  readonly requires: readonly 'rationale'[]
  /** Always: both the evidence and the determination stay on record. */
  readonly logged: true
}

const caution: Readonly<Record<Verdict, number>> = { 'ruled-out': 0, 'cannot-rule-out': 1, crossed: 2 }

/**
 * Holds what people determined against what the evidence says. Numbers do not decide: a determination that is more cautious always stands,
 * one that is less cautious stands with a written reason.
 *
 * @example
 * ```ts
 * import { checkDetermination } from '@safety-portfolio/asl-policy'
 *
 * checkDetermination({ evidence: 'cannot-rule-out', determination: 'ruled-out', rationale: false }).accepted // => false
 * checkDetermination({ evidence: 'ruled-out', determination: 'cannot-rule-out', rationale: false }).direction // => 'more-cautious'
 * ```
 */
export function checkDetermination(given: {
  readonly evidence: Verdict
  readonly determination: Verdict
  readonly rationale: boolean
}): DeterminationCheck {
  const step = Math.sign(caution[given.determination] - caution[given.evidence])
  const direction = step > 0 ? 'more-cautious' : step < 0 ? 'less-cautious' : 'same'
  const accepted = direction !== 'less-cautious' || given.rationale
  return { accepted, direction, requires: accepted ? [] : ['rationale'], logged: true }
}
