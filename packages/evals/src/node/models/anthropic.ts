import { createAnthropic } from '@ai-sdk/anthropic'
import type { Model } from '../../task/model.js'
import { aiSdkModel } from './ai-sdk-model.js'
import type { EndpointOptions } from './openai-compatible.js'

/** A model behind Anthropic's messages protocol. It has no log-probabilities. */
export function anthropicModel(modelId: string, options: Omit<EndpointOptions, 'body'>): Model {
  const { baseURL, apiKey = '', name = `anthropic/${modelId}`, stream = false, headers } = options
  const provider = createAnthropic({ baseURL, apiKey, ...(headers === undefined ? {} : { headers: { ...headers } }) })
  return aiSdkModel(provider(modelId), { name, stream, identity: { base_url: baseURL, model: modelId } })
}
