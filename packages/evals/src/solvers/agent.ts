import { LimitError } from '../task/limit-error.js'
import type { ToolMessage } from '../task/message.js'
import type { GenerateOptions, SolveContext, Solver } from '../task/solver.js'
import type { Tool } from '../task/tool.js'
import { solverOf } from './solver-of.js'

/** Options of {@link agent}. */
export interface AgentOptions extends Omit<GenerateOptions, 'tools'> {
  readonly tools: readonly Tool[]
  /** Answers of the model after which it ends. Default 20. */
  readonly maxTurns?: number
}

/** Lets the model call tools until it answers without one, or its turns are used up. */
export function agent(options: AgentOptions): Solver {
  const { tools, maxTurns = 20, ...config } = options
  return solverOf(
    'agent',
    async (state, context) => {
      for (let turn = 0; turn < maxTurns; turn += 1) {
        state.output = await context.generate(state.messages, { ...config, tools })
        const [choice] = state.output.choices
        if (choice === undefined) return
        state.messages.push(choice.message)
        const calls = choice.message.tool_calls ?? []
        if (calls.length === 0) return
        for (const call of calls) state.messages.push(await runTool(tools, call, context))
      }
    },
    { tools: tools.map(({ name }) => name), maxTurns, ...config },
  )
}

async function runTool(
  tools: readonly Tool[],
  call: {
    readonly id: string
    readonly function: string
    readonly arguments: Readonly<Record<string, unknown>>
    readonly parse_error?: string
  },
  context: SolveContext,
): Promise<ToolMessage> {
  const base = { role: 'tool' as const, tool_call_id: call.id, function: call.function }
  const failed = (type: string, message: string): ToolMessage => ({
    ...base,
    content: message,
    error: { type, message },
  })
  const tool = tools.find(({ name }) => name === call.function)
  if (tool === undefined) return failed('not_found', `There is no tool ${call.function}.`)
  if (call.parse_error !== undefined) return failed('parsing', call.parse_error)
  try {
    return { ...base, content: await tool.run(call.arguments, context) }
  } catch (error) {
    if (context.signal.aborted || error instanceof LimitError) throw error
    return failed('unknown', error instanceof Error ? error.message : String(error))
  }
}
