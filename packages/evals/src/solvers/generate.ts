import type { GenerateOptions, Solver } from '../task/solver.js'
import { solverOf } from './solver-of.js'

/** Asks the model once, and adds its answer to the conversation. */
export function generate(options: GenerateOptions = {}): Solver {
  return solverOf(
    'generate',
    async (state, context) => {
      state.output = await context.generate(state.messages, options)
      const [choice] = state.output.choices
      if (choice !== undefined) state.messages.push(choice.message)
    },
    { ...options },
  )
}
