import type { LanguageModelV4Content, LanguageModelV4FinishReason, LanguageModelV4Usage } from '@ai-sdk/provider'
import type { ModelUsage } from '../../log/eval-log.js'
import { isObject } from '../../log/migrate-log.js'
import type { ToolCall } from '../../task/message.js'
import type { Choice, Logprob, ModelOutput, StopReason } from '../../task/model.js'

/** What the AI SDK's provider layer gave back, whole or put together from a stream. */
export interface AiSdkAnswer {
  readonly content: readonly LanguageModelV4Content[]
  readonly finishReason: LanguageModelV4FinishReason
  readonly usage: LanguageModelV4Usage
  /** Bodies as they were sent: one, or the chunks of a stream. They hold what the typed result leaves out. */
  readonly bodies: readonly unknown[]
  readonly model: string
}

const stops: Readonly<Record<LanguageModelV4FinishReason['unified'], StopReason>> = {
  stop: 'stop',
  length: 'max_tokens',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
  error: 'unknown',
  interrupted: 'unknown',
  other: 'unknown',
}

/** The answer in the terms of logs, with log-probabilities and refusals from the bodies. */
export function modelOutput(answer: AiSdkAnswer): ModelOutput {
  const text = answer.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')
  const reasoning = answer.content.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('')
  const calls = answer.content.flatMap((part) => (part.type === 'tool-call' ? [toolCall(part)] : []))
  const refusal = refusalIn(answer)
  const said = text === '' && refusal !== null ? refusal : text
  const logprobs = answer.bodies.flatMap(logprobsIn)
  const choice: Choice = {
    message: {
      role: 'assistant',
      content:
        reasoning === ''
          ? said
          : [
              { type: 'reasoning', reasoning },
              { type: 'text', text: said },
            ],
      source: 'generate',
      model: answer.model,
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    },
    stop_reason: refusal !== null ? 'content_filter' : stops[answer.finishReason.unified],
    ...(refusal === null
      ? {}
      : { stop_details: { type: 'refusal', categories: [], ...(refusal === '' ? {} : { explanation: refusal }) } }),
    ...(logprobs.length === 0 ? {} : { logprobs: { content: logprobs } }),
  }
  return { model: answer.model, choices: [choice], completion: said, usage: usageOf(answer.usage) }
}

function toolCall(part: { readonly toolCallId: string; readonly toolName: string; readonly input: string }): ToolCall {
  const base = { id: part.toolCallId, function: part.toolName, type: 'function' as const }
  try {
    const value: unknown = part.input.trim() === '' ? {} : JSON.parse(part.input)
    if (isObject(value)) return { ...base, arguments: value }
    return { ...base, arguments: {}, parse_error: 'the arguments are no object' }
  } catch (error) {
    return { ...base, arguments: {}, parse_error: `the arguments are no JSON: ${(error as Error).message}` }
  }
}

function usageOf({ inputTokens, outputTokens }: LanguageModelV4Usage): ModelUsage {
  const input = inputTokens.total ?? 0
  const output = outputTokens.total ?? 0
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    ...(inputTokens.cacheRead === undefined ? {} : { input_tokens_cache_read: inputTokens.cacheRead }),
    ...(inputTokens.cacheWrite === undefined ? {} : { input_tokens_cache_write: inputTokens.cacheWrite }),
    ...(outputTokens.reasoning === undefined ? {} : { reasoning_tokens: outputTokens.reasoning }),
  }
}

/** Anthropic's stop reason, or OpenAI's `refusal` field, whole or in pieces; `null` where there was none. */
function refusalIn({ finishReason, bodies }: AiSdkAnswer): string | null {
  const pieces = bodies.flatMap((body) => {
    const choice = firstChoice(body)
    const message = choice?.['message'] ?? choice?.['delta']
    return isObject(message) && typeof message['refusal'] === 'string' ? [message['refusal']] : []
  })
  if (pieces.length > 0) return pieces.join('')
  return finishReason.raw === 'refusal' ? '' : null
}

/** Log-probabilities of a body of the chat completions protocol; none in others. */
function logprobsIn(body: unknown): readonly Logprob[] {
  const { logprobs } = firstChoice(body) ?? {}
  const content = isObject(logprobs) ? logprobs['content'] : undefined
  if (!Array.isArray(content)) return []
  return content.flatMap((one: unknown) => {
    const parsed = logprobOf(one)
    if (parsed === null) return []
    const top: unknown = isObject(one) ? one['top_logprobs'] : undefined
    const alternatives = Array.isArray(top) ? top.map(logprobOf).filter((other) => other !== null) : []
    return [alternatives.length === 0 ? parsed : { ...parsed, top_logprobs: alternatives }]
  })
}

function logprobOf(value: unknown): Logprob | null {
  if (!isObject(value) || typeof value['token'] !== 'string' || typeof value['logprob'] !== 'number') return null
  const { token, logprob, bytes } = value
  return { token, logprob, ...(Array.isArray(bytes) ? { bytes: bytes as readonly number[] } : {}) }
}

function firstChoice(body: unknown): Record<string, unknown> | undefined {
  if (!isObject(body) || !Array.isArray(body['choices'])) return undefined
  const choice: unknown = body['choices'][0]
  return isObject(choice) ? choice : undefined
}
