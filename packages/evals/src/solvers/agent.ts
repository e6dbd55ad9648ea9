import type { GenerateOptions, Solver } from '../task/solver.js'
import type { Tool } from '../task/tool.js'
import { solverOf } from './solver-of.js'

/** Options of {@link agent}. */
export interface AgentOptions extends Omit<GenerateOptions, 'tools'> {
  readonly tools: readonly Tool[]
  /** Answers of the model after which it ends. Default 20. */
  readonly maxTurns?: number
}

/** Lets the model call tools until it answers without one, or its turns are used up. Calls go through the run's approval policy, where it has one. */
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
        for (const call of calls) state.messages.push(await context.callTool(tools, call, state.messages))
      }
    },
    { tools: tools.map(({ name }) => name), maxTurns, ...config },
  )
}
