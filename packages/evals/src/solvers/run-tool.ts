import { LimitError } from '../task/limit-error.js'
import type { ToolCall, ToolMessage } from '../task/message.js'
import type { SolveContext } from '../task/solver.js'
import type { Tool } from '../task/tool.js'

/** Calls a tool; what goes wrong is told to the model. The error types are those of Inspect's logs. */
export async function runTool(tools: readonly Tool[], call: ToolCall, context: SolveContext): Promise<ToolMessage> {
  const tool = tools.find(({ name }) => name === call.function)
  if (tool === undefined) return toolFailure(call, 'parsing', `There is no tool ${call.function}.`)
  if (call.parse_error !== undefined) return toolFailure(call, 'parsing', call.parse_error)
  try {
    const content = await tool.run(call.arguments, context)
    return { role: 'tool', tool_call_id: call.id, function: call.function, content }
  } catch (error) {
    if (context.signal.aborted || error instanceof LimitError) throw error
    if (error instanceof Error && error.name === 'SandboxError') throw error
    return toolFailure(call, 'unknown', error instanceof Error ? error.message : String(error))
  }
}

/** What a model is told of a call that came to nothing. */
export function toolFailure(call: ToolCall, type: string, message: string): ToolMessage {
  return {
    role: 'tool',
    tool_call_id: call.id,
    function: call.function,
    content: message,
    error: { type, message },
  }
}
