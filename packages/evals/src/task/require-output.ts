import { ModelError, type ModelOutput } from './model.js'

/**
 * Holds what a model gave back against {@link ModelOutput}: modules of the reader's own are not compiled with us.
 *
 * @throws ModelError that names the model and what is wrong; asking again does not help.
 */
export function requireOutput(model: string, output: unknown): ModelOutput {
  const problem = problemOf(output)
  if (problem === null) return output as ModelOutput
  throw new ModelError(`${model}: generate gave no ModelOutput: ${problem}. textOutput(name, text) makes one.`)
}

function problemOf(output: unknown): string | null {
  if (typeof output !== 'object' || output === null) return `it is ${output === null ? 'null' : typeof output}`
  const { choices, completion, usage } = output as Readonly<Record<string, unknown>>
  if (!Array.isArray(choices)) return 'choices must be a list of answers'
  const wrong = choices.findIndex(
    (choice: { readonly message?: unknown } | null) => typeof choice?.message !== 'object',
  )
  if (wrong !== -1) return `choice ${wrong + 1} has no message`
  if (typeof completion !== 'string') return 'completion must be the text of the first choice'
  if (usage === undefined || usage === null) return null
  const counts = usage as Readonly<Record<string, unknown>>
  const missing = ['input_tokens', 'output_tokens', 'total_tokens'].find((name) => !Number.isFinite(counts[name]))
  return missing === undefined ? null : `usage.${missing} must be a number`
}
