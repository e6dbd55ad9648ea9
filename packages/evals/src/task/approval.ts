import { matchesName } from './name-pattern.js'
import type { Message, ToolCall } from './message.js'

/** What becomes of a call of a tool, by Inspect's names. `escalate` leaves it to the next rule, `terminate` ends the attempt. */
export type ApprovalDecision = 'approve' | 'modify' | 'reject' | 'escalate' | 'terminate'

/** What somebody decided about a call. */
export interface Approval {
  readonly decision: ApprovalDecision
  /** Why; the model is told where its call is rejected. */
  readonly explanation?: string
  /** The call that is made instead, where the decision is `modify`. */
  readonly modified?: ToolCall
}

/** What an approver may know besides the call. */
export interface ApprovalContext {
  readonly sample: string | number
  readonly epoch: number
  /** The conversation so far, as far as the solver tells it. */
  readonly messages: readonly Message[]
}

/** Decides about calls of tools. */
export interface Approver {
  readonly name: string
  readonly params?: Readonly<Record<string, unknown>>
  approve(call: ToolCall, context: ApprovalContext): Approval | Promise<Approval>
}

/** Who decides about which tools. */
export interface ApprovalRule {
  /** Names of tools; `*` stands for any letters, `?` for one. */
  readonly tools: string | readonly string[]
  readonly approver: Approver
}

/** Rules, in order: the first that matches a tool decides, unless it escalates. */
export type ApprovalPolicy = readonly ApprovalRule[]

/** A decision, and who took it. */
export interface DecidedApproval extends Approval {
  readonly approver: string
}

/**
 * An approver that always decides the same. Default `approve`.
 *
 * @example
 * ```ts
 * import { autoApprover } from '@safety-portfolio/evals'
 *
 * autoApprover('reject').params // => { decision: 'reject' }
 * ```
 */
export function autoApprover(decision: Exclude<ApprovalDecision, 'modify'> = 'approve'): Approver {
  return {
    name: 'auto',
    params: { decision },
    approve: () => ({ decision, explanation: `the policy says: ${decision}` }),
  }
}

/** An approver that rejects every call. */
export function denyApprover(): Approver {
  return { name: 'deny', approve: () => ({ decision: 'reject', explanation: 'the policy denies this tool' }) }
}

/**
 * Decides about a call. What no rule names, what every rule escalates, what an approver fails at or answers in a way that cannot be read is rejected: unknown
 * never means safe.
 *
 * @param policy - Rules, in order.
 * @param call - The call.
 * @param context - What approvers may know.
 * @param onDecision - Told every decision, escalations too.
 *
 * @example
 * ```ts
 * import { autoApprover, decideApproval } from '@safety-portfolio/evals'
 *
 * const policy = [{ tools: 'read_*', approver: autoApprover() }]
 * const context = { sample: 1, epoch: 1, messages: [] }
 * const call = { id: 'a', type: 'function' as const, function: 'delete_file', arguments: {} }
 * const { decision } = await decideApproval(policy, call, context)
 * decision // => 'reject'
 * ```
 */
export async function decideApproval(
  policy: ApprovalPolicy,
  call: ToolCall,
  context: ApprovalContext,
  onDecision: (approval: DecidedApproval) => void = () => undefined,
): Promise<DecidedApproval> {
  const decided = (approver: string, approval: Approval): DecidedApproval => {
    const whole = { ...approval, approver }
    onDecision(whole)
    return whole
  }
  let asked = false
  for (const { tools, approver } of policy) {
    if (!matchesName(tools, call.function)) continue
    asked = true
    const approval = decided(approver.name, await ask(approver, call, context))
    if (approval.decision !== 'escalate') return approval
  }
  const explanation = asked ? 'every rule passed the call on, and nobody approved it' : 'no rule names this tool'
  return decided('policy', { decision: 'reject', explanation })
}

const decisions: ReadonlySet<string> = new Set(['approve', 'modify', 'reject', 'escalate', 'terminate'])

async function ask(approver: Approver, call: ToolCall, context: ApprovalContext): Promise<Approval> {
  try {
    const approval = await approver.approve(call, context)
    if (!decisions.has(approval.decision))
      return { decision: 'reject', explanation: `the approver ${approver.name} gave no decision that is known` }
    if (approval.decision === 'modify' && approval.modified === undefined)
      return { decision: 'reject', explanation: `the approver ${approver.name} modified the call and did not say how` }
    return approval
  } catch (error) {
    return { decision: 'reject', explanation: `the approver ${approver.name} failed: ${(error as Error).message}` }
  }
}
