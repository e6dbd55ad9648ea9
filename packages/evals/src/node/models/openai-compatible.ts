import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { ModelError, type Model, type ModelRequest } from '../../task/model.js'
import { aiSdkModel } from './ai-sdk-model.js'

/** Where a model is and how it is reached. */
export interface EndpointOptions {
  /** Address up to `/chat/completions`, such as `http://127.0.0.1:8000/v1`. */
  readonly baseURL: string
  readonly apiKey?: string
  /** As it stands in logs. */
  readonly name?: string
  readonly stream?: boolean
  readonly headers?: Readonly<Record<string, string>>
  /** Members of every request's body, such as those that only one server knows. */
  readonly body?: Readonly<Record<string, unknown>>
}

/**
 * A model behind OpenAI's chat completions protocol: OpenAI, vLLM, llama.cpp, Ollama and others. With log-probabilities where the server has them. The limit of the answer goes as
 * `max_tokens`, which every server knows; one that refuses it and names `max_completion_tokens` instead, as OpenAI's reasoning models do, gets that from then on.
 */
export function openAiCompatibleModel(modelId: string, options: EndpointOptions): Model {
  const { baseURL, apiKey, name = `compatible/${modelId}`, stream = false, headers, body = {} } = options
  let newLimit = false
  const provider = createOpenAICompatible({
    name: 'endpoint',
    baseURL,
    includeUsage: true,
    supportsStructuredOutputs: true,
    transformRequestBody: (sent) => (newLimit ? withNewLimit(sent) : sent),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  })
  const model = aiSdkModel(provider(modelId), {
    name,
    stream,
    identity: { base_url: baseURL, model: modelId, body },
    providerOptions: (request) => ({ endpoint: { ...logprobOptions(request), ...(body as Record<string, string>) } }),
  })
  return {
    ...model,
    async generate(request) {
      const hadNewLimit = newLimit
      try {
        return await model.generate(request)
      } catch (error) {
        if (hadNewLimit || !wantsNewLimit(error)) throw error
        newLimit = true
        return model.generate(request)
      }
    },
  }
}

function wantsNewLimit(error: unknown): boolean {
  return error instanceof ModelError && error.status === 400 && error.message.includes('max_completion_tokens')
}

function withNewLimit({ max_tokens: limit, ...sent }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return limit === undefined ? sent : { ...sent, max_completion_tokens: limit }
}

function logprobOptions({ config }: ModelRequest): { readonly logprobs?: true; readonly top_logprobs?: number } {
  if (config.logprobs !== true) return {}
  return { logprobs: true, ...(config.top_logprobs === undefined ? {} : { top_logprobs: config.top_logprobs }) }
}
