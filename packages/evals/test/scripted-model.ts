import { textOutput, type Model, type ModelOutput, type ModelRequest } from '../src/index.js'

/** What a scripted model says: a text, or calls of tools. */
export type Line = string | readonly { readonly name: string; readonly arguments?: Readonly<Record<string, unknown>> }[]

/** A model that says its lines in order, by how often it has answered in the conversation, and the last one from there. */
export function scriptedModel(
  lines: readonly Line[],
  name = 'scripted',
): Model & { readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = []
  return {
    name,
    requests,
    generate(request) {
      requests.push(request)
      const turn = request.messages.filter(({ role }) => role === 'assistant').length
      const line = lines[Math.min(turn, lines.length - 1)]!
      const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 }
      if (typeof line === 'string') return Promise.resolve(textOutput(name, line, usage))
      const calls = line.map(({ name: tool, arguments: args = {} }, index) => ({
        id: `call-${turn}-${index}`,
        type: 'function' as const,
        function: tool,
        arguments: args,
      }))
      const output: ModelOutput = {
        model: name,
        completion: '',
        usage,
        choices: [
          {
            message: { role: 'assistant', content: '', tool_calls: calls, source: 'generate', model: name },
            stop_reason: 'tool_calls',
          },
        ],
      }
      return Promise.resolve(output)
    },
  }
}
