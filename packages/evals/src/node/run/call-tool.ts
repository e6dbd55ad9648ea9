import { decideApproval, type ApprovalPolicy } from '../../task/approval.js'
import { LimitError } from '../../task/limit-error.js'
import type { Message, ToolCall, ToolMessage } from '../../task/message.js'
import type { SolveContext } from '../../task/solver.js'
import type { Tool } from '../../task/tool.js'
import { runTool, toolFailure } from '../../solvers/run-tool.js'
import type { HookCalls } from './call-hooks.js'
import { unlessAborted } from './unless-aborted.js'

/** What calls of tools in an attempt need. */
export interface ToolCalling {
  readonly sample: string | number
  readonly epoch: number
  readonly signal: AbortSignal
  readonly policy: ApprovalPolicy | null
  readonly hooks: HookCalls
  readonly event: (kind: string, fields: object) => void
}

/** Calls a tool: asks whoever approves, runs it, and puts both on record. */
export async function callTool(
  calling: ToolCalling,
  context: SolveContext,
  tools: readonly Tool[],
  asked: ToolCall,
  messages: readonly Message[],
): Promise<ToolMessage> {
  const { sample, epoch, signal, policy, hooks, event } = calling
  const allowed = policy === null ? { call: asked } : await approved(calling, policy, asked, messages)
  const started = Date.now()
  const call = 'call' in allowed ? allowed.call : asked
  const result =
    'call' in allowed
      ? await unlessAborted(runTool(tools, call, context), signal)
      : toolFailure(asked, 'approval', `The call was not approved: ${allowed.refused}`)
  const ended = Date.now()
  event('tool', {
    timestamp: new Date(started).toISOString(),
    type: 'function',
    id: call.id,
    function: call.function,
    arguments: call.arguments,
    result: result.error === undefined ? result.content : '',
    ...(result.error === undefined ? {} : { error: result.error, failed: true }),
    events: [],
    completed: new Date(ended).toISOString(),
    working_time: (ended - started) / 1000,
  })
  hooks.fire('onToolCall', () => ({ id: sample, epoch, call, result, started, ended }))
  return result
}

async function approved(
  { sample, epoch, signal, event }: ToolCalling,
  policy: ApprovalPolicy,
  call: ToolCall,
  messages: readonly Message[],
): Promise<{ readonly call: ToolCall } | { readonly refused: string }> {
  const deciding = decideApproval(policy, call, { sample, epoch, messages }, (approval) => {
    event('approval', {
      message: '',
      call,
      approver: approval.approver,
      decision: approval.decision,
      ...(approval.modified === undefined ? {} : { modified: approval.modified }),
      ...(approval.explanation === undefined ? {} : { explanation: approval.explanation }),
    })
  })
  const { decision, explanation = 'no reason was given', modified } = await unlessAborted(deciding, signal)
  if (decision === 'approve') return { call }
  if (decision === 'modify' && modified !== undefined) return { call: modified }
  if (decision === 'terminate') throw new LimitError('operator', 1)
  return { refused: explanation }
}
