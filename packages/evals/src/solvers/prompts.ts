import { contentText } from '../export/sample-rows.js'
import type { Solver, TaskState } from '../task/solver.js'
import { solverOf } from './solver-of.js'

/** Puts instructions before the conversation. */
export function systemMessage(text: string): Solver {
  return solverOf(
    'system_message',
    (state) => {
      const first = state.messages.findIndex(({ role }) => role !== 'system')
      state.messages.splice(first === -1 ? state.messages.length : first, 0, {
        role: 'system',
        content: fill(text, state),
      })
    },
    { template: text },
  )
}

/**
 * Rewrites the last message of the user. `{prompt}` is what it said, `{<field>}` a field of the metadata.
 */
export function promptTemplate(template: string): Solver {
  return solverOf(
    'prompt_template',
    (state) => {
      const index = state.messages.findLastIndex(({ role }) => role === 'user')
      const before = index === -1 ? '' : contentText(state.messages[index]!.content)
      const message = { role: 'user' as const, content: fill(template, state, before), source: 'input' as const }
      if (index === -1) state.messages.push(message)
      else state.messages[index] = message
    },
    { template },
  )
}

/** Asks for reasoning first and the answer on a last line of its own: `ANSWER: ...`. */
export function chainOfThought(): Solver {
  return promptTemplate(
    '{prompt}\n\nThink step by step. Then write your answer on a last line of its own, in the form "ANSWER: <answer>".',
  )
}

/** Replaces `{prompt}` and `{field}`; other braces stay. One pass, so that what is filled in is not read again. */
function fill(template: string, { metadata }: TaskState, prompt = ''): string {
  return template.replaceAll(/\{([A-Za-z_]\w*)\}/g, (whole, field: string) => {
    if (field === 'prompt') return prompt
    const value = Object.hasOwn(metadata, field) ? metadata[field] : undefined
    return value === undefined ? whole : typeof value === 'string' ? value : JSON.stringify(value)
  })
}
