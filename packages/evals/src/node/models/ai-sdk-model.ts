import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider'
import { ModelError, type Model, type ModelRequest } from '../../task/model.js'
import { modelOutput, type AiSdkAnswer } from './ai-sdk-output.js'
import { aiSdkOptions } from './ai-sdk-prompt.js'
import { modelFailure } from './model-failure.js'

/** Options of {@link aiSdkModel}. */
export interface AiSdkModelOptions {
  /** As it stands in logs. Default `<provider>/<model>`. */
  readonly name?: string
  /** Ask for a stream and put it together. Default false. */
  readonly stream?: boolean
  /** Options of the provider that depend on the request, such as log-probabilities. */
  readonly providerOptions?: (request: ModelRequest) => LanguageModelV4CallOptions['providerOptions']
  readonly identity?: Readonly<Record<string, unknown>>
}

/**
 * Any model of the Vercel AI SDK's provider layer, called directly: `doGenerate` or `doStream`. The harness retries; a provider must not.
 */
export function aiSdkModel(model: LanguageModelV4, options: AiSdkModelOptions = {}): Model {
  const { name = `${model.provider}/${model.modelId}`, stream = false, providerOptions, identity } = options
  return {
    name,
    ...(identity === undefined ? {} : { identity }),
    async generate(request) {
      const call = aiSdkOptions(request, providerOptions?.(request))
      try {
        const answer = stream ? await streamed(model, call, name) : await whole(model, call, name)
        return modelOutput(answer)
      } catch (error) {
        if (request.signal?.aborted === true) throw request.signal.reason as Error
        throw modelFailure(error)
      }
    },
  }
}

async function whole(model: LanguageModelV4, call: LanguageModelV4CallOptions, name: string): Promise<AiSdkAnswer> {
  const { content, finishReason, usage, response } = await model.doGenerate(call)
  return { content, finishReason, usage, bodies: [response?.body], model: name }
}

async function streamed(model: LanguageModelV4, call: LanguageModelV4CallOptions, name: string): Promise<AiSdkAnswer> {
  const { stream } = await model.doStream({ ...call, includeRawChunks: true })
  const texts = new Map<string, { readonly kind: 'text' | 'reasoning'; text: string }>()
  const calls: LanguageModelV4Content[] = []
  const bodies: unknown[] = []
  let end: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | null = null
  const grow = (id: string, kind: 'text' | 'reasoning', delta: string): void => {
    const key = `${kind} ${id}`
    const known = texts.get(key)
    if (known === undefined) texts.set(key, { kind, text: delta })
    else known.text += delta
  }
  for await (const part of stream as ReadableStream<LanguageModelV4StreamPart> &
    AsyncIterable<LanguageModelV4StreamPart>) {
    if (part.type === 'text-delta') grow(part.id, 'text', part.delta)
    else if (part.type === 'reasoning-delta') grow(part.id, 'reasoning', part.delta)
    else if (part.type === 'tool-call') calls.push(part)
    else if (part.type === 'raw') bodies.push(part.rawValue)
    else if (part.type === 'error') throw modelFailure(part.error)
    else if (part.type === 'finish') end = part
  }
  // A stream that stops without its last event was cut: half an answer is none.
  if (end === null || (end.finishReason.raw === undefined && end.finishReason.unified === 'other')) {
    throw new ModelError('the stream ended before the answer did', { retryable: true })
  }
  const spoken = [...texts.values()].map(({ kind, text }): LanguageModelV4Content => ({ type: kind, text }))
  return { content: [...spoken, ...calls], finishReason: end.finishReason, usage: end.usage, bodies, model: name }
}
