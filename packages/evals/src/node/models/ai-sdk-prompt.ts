import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FilePart,
  LanguageModelV4Message,
  LanguageModelV4TextPart,
} from '@ai-sdk/provider'
import { contentText } from '../../export/sample-rows.js'
import type { AssistantMessage, Content, Message } from '../../task/message.js'
import type { ModelRequest } from '../../task/model.js'

/** A request in the terms of the AI SDK's provider layer. */
export function aiSdkOptions(
  request: ModelRequest,
  providerOptions: LanguageModelV4CallOptions['providerOptions'],
): LanguageModelV4CallOptions {
  const { messages, tools, toolChoice, config, signal } = request
  const schema = config.response_schema
  return {
    prompt: messages.map(promptMessage),
    ...defined({
      maxOutputTokens: config.max_tokens,
      temperature: config.temperature,
      topP: config.top_p,
      topK: config.top_k,
      seed: config.seed,
      frequencyPenalty: config.frequency_penalty,
      presencePenalty: config.presence_penalty,
      stopSequences: config.stop_seqs === undefined ? undefined : [...config.stop_seqs],
    }),
    ...(schema === undefined
      ? {}
      : { responseFormat: { type: 'json' as const, name: schema.name, schema: schema.json_schema } }),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, parameters }) => ({
            type: 'function' as const,
            name,
            description,
            inputSchema: parameters,
          })),
          toolChoice: choiceOf(toolChoice),
        }),
    ...(signal === undefined ? {} : { abortSignal: signal as AbortSignal }),
    ...(providerOptions === undefined ? {} : { providerOptions }),
  }
}

function choiceOf(choice: ModelRequest['toolChoice']): NonNullable<LanguageModelV4CallOptions['toolChoice']> {
  if (typeof choice !== 'string') return { type: 'tool', toolName: choice.name }
  return { type: choice === 'any' ? 'required' : choice }
}

function promptMessage(message: Message): LanguageModelV4Message {
  if (message.role === 'system') return { role: 'system', content: contentText(message.content) }
  if (message.role === 'user') return { role: 'user', content: userParts(message.content) }
  if (message.role === 'assistant') return { role: 'assistant', content: assistantParts(message) }
  const text = contentText(message.content)
  return {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: message.tool_call_id,
        toolName: message.function,
        output: { type: message.error === undefined ? 'text' : 'error-text', value: text },
      },
    ],
  }
}

type AssistantParts = Extract<LanguageModelV4Message, { readonly role: 'assistant' }>['content']

function assistantParts({ content, tool_calls: calls = [] }: AssistantMessage): AssistantParts {
  const text = contentText(content)
  return [
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...calls.map((call) => ({
      type: 'tool-call' as const,
      toolCallId: call.id,
      toolName: call.function,
      input: call.arguments,
    })),
  ]
}

function userParts(content: Content): (LanguageModelV4TextPart | LanguageModelV4FilePart)[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return content.map((part) => {
    const found = typeof part['image'] === 'string' ? /^data:([^;,]+);base64,(.*)$/s.exec(part['image']) : null
    if (part.type === 'image' && found !== null) {
      return { type: 'file', mediaType: found[1]!, data: { type: 'data', data: found[2]! } }
    }
    return { type: 'text', text: contentText([part]) }
  })
}

function defined<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}
