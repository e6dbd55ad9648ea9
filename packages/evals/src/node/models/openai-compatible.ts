import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { Model, ModelRequest } from '../../task/model.js'
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

/** A model behind OpenAI's chat completions protocol: OpenAI, vLLM, llama.cpp, Ollama and others. With log-probabilities where the server has them. */
export function openAiCompatibleModel(modelId: string, options: EndpointOptions): Model {
  const { baseURL, apiKey, name = `compatible/${modelId}`, stream = false, headers, body = {} } = options
  const provider = createOpenAICompatible({
    name: 'endpoint',
    baseURL,
    includeUsage: true,
    supportsStructuredOutputs: true,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  })
  return aiSdkModel(provider(modelId), {
    name,
    stream,
    identity: { base_url: baseURL, model: modelId, body },
    providerOptions: (request) => ({ endpoint: { ...logprobOptions(request), ...(body as Record<string, string>) } }),
  })
}

function logprobOptions({ config }: ModelRequest): { readonly logprobs?: true; readonly top_logprobs?: number } {
  if (config.logprobs !== true) return {}
  return { logprobs: true, ...(config.top_logprobs === undefined ? {} : { top_logprobs: config.top_logprobs }) }
}
