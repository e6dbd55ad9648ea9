import { isObject } from '../../log/migrate-log.js'
import type { ModelRequest } from '../../task/model.js'
import { canonicalJson } from '../cache/canonical-json.js'
import { nodeCodecs } from '../node-codecs.js'

/** A call of a model as a recording or a log holds it. */
export interface RecordedCall {
  readonly model: string
  readonly messages: readonly unknown[]
  readonly tools: unknown
  readonly toolChoice: unknown
  readonly config: unknown
}

/** What a question of a run is called. */
export interface AttemptName {
  readonly id: string | number
  readonly epoch: number
}

/** The call that a request is. */
export function callOf(model: string, { messages, tools, toolChoice, config }: ModelRequest): RecordedCall {
  return { model, messages, tools, toolChoice, config }
}

/** SHA-256 of everything of a call and the attempt it belongs to; the model's address and key are no part of it. */
export function callKey(call: RecordedCall, attempt: AttemptName | undefined): string {
  return hashOf([call.model, nameOf(attempt), call.messages.map(saidIn), call.tools, call.toolChoice, call.config])
}

/** SHA-256 of who was asked what, whatever the settings. */
export function conversationKey({ model, messages }: RecordedCall, attempt: AttemptName | undefined): string {
  return hashOf([model, nameOf(attempt), messages.map(saidIn)])
}

/** What a message says: identifiers and notes of the one who kept it left out, parts that are all text joined. */
export function saidIn(message: unknown): unknown {
  if (!isObject(message)) return message
  const { role, content, tool_calls: calls, function: called } = message
  const parts: readonly unknown[] | null = Array.isArray(content) ? content : null
  const texts = parts?.map((part) => (isObject(part) && part['type'] === 'text' ? part['text'] : null))
  return {
    role,
    content: texts?.every((text) => typeof text === 'string') === true ? texts.join('\n') : content,
    called,
    calls: Array.isArray(calls)
      ? calls.map((call: unknown) => (isObject(call) ? [call['function'], call['arguments']] : call))
      : undefined,
  }
}

/** `1` and `"1"` are one question: formats do not agree on which an id is. */
function nameOf(attempt: AttemptName | undefined): string | null {
  return attempt === undefined ? null : `${attempt.id}@${attempt.epoch}`
}

function hashOf(value: unknown): string {
  return nodeCodecs.sha256(Buffer.from(canonicalJson(value)))
}
