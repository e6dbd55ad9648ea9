import { contentText } from '../../export/sample-rows.js'
import { isObject } from '../../log/migrate-log.js'
import {
  ModelError,
  textOutput,
  type Logprob,
  type Model,
  type ModelOutput,
  type ModelRequest,
  type StopReason,
} from '../../task/model.js'
import { httpFailure, modelFailure } from './model-failure.js'
import type { EndpointOptions } from './openai-compatible.js'

/**
 * A model behind OpenAI's legacy completions protocol, which base models are served by. With `prompt_logprobs` it also gives the log-probabilities of the
 * prompt (`echo`), and so the probability of a given answer by teacher forcing.
 *
 * A conversation becomes its texts with blank lines between; a base model is best given one user message.
 */
export function completionsModel(modelId: string, options: Omit<EndpointOptions, 'stream'>): Model {
  const { baseURL, apiKey, name = `completions/${modelId}`, headers = {}, body = {} } = options
  return {
    name,
    identity: { base_url: baseURL, model: modelId, protocol: 'completions', body },
    async generate(request) {
      try {
        const response = await fetch(`${baseURL.replace(/\/$/, '')}/completions`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
            ...headers,
          },
          body: JSON.stringify({ ...requestBody(modelId, request), ...body }),
          ...(request.signal === undefined ? {} : { signal: request.signal as AbortSignal }),
        })
        const text = await response.text()
        if (!response.ok)
          throw httpFailure(response.status, Object.fromEntries(response.headers), text.slice(0, 300), false)
        return outputOf(name, parse(text), promptOf(request), request)
      } catch (error) {
        if (request.signal?.aborted === true) throw request.signal.reason as Error
        throw modelFailure(error)
      }
    },
  }
}

/**
 * The log-probability of an answer after a prompt, by teacher forcing: the sum over the tokens of `answer` as the server splits `prompt + answer`.
 *
 * @param model - A {@link completionsModel} whose server echoes prompts with log-probabilities.
 * @throws ModelError where the server gives none, or a token spans the border between prompt and answer.
 */
export async function answerLogprob(model: Model, prompt: string, answer: string): Promise<number> {
  const { choices } = await model.generate({
    messages: [{ role: 'user', content: prompt + answer }],
    tools: [],
    toolChoice: 'none',
    config: { max_tokens: 0, prompt_logprobs: 1 },
  })
  const tokens = choices[0]?.prompt_logprobs?.content
  if (tokens === undefined) throw new ModelError('the server gave no log-probabilities of the prompt')
  // The first token of a prompt has no log-probability and is not among them: count from the end.
  let at = prompt.length + answer.length
  let sum = 0
  for (const { token, logprob } of tokens.toReversed()) {
    if (at <= prompt.length) break
    at -= token.length
    if (at < prompt.length)
      throw new ModelError(`the token ${JSON.stringify(token)} spans the border between prompt and answer`)
    sum += logprob
  }
  return sum
}

function promptOf({ messages }: ModelRequest): string {
  return messages.map(({ content }) => contentText(content)).join('\n\n')
}

function requestBody(model: string, request: ModelRequest): Record<string, unknown> {
  const { config } = request
  const asked = config.prompt_logprobs ?? (config.logprobs === true ? (config.top_logprobs ?? 1) : undefined)
  return {
    model,
    prompt: promptOf(request),
    max_tokens: config.max_tokens ?? 256,
    temperature: config.temperature,
    top_p: config.top_p,
    seed: config.seed,
    stop: config.stop_seqs,
    logprobs: asked,
    ...(config.prompt_logprobs === undefined ? {} : { echo: true }),
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Said below.
  }
  throw new ModelError('the response is no JSON object', { status: 200, retryable: true })
}

const stops: Readonly<Record<string, StopReason>> = {
  stop: 'stop',
  length: 'max_tokens',
  content_filter: 'content_filter',
}

function outputOf(name: string, body: Record<string, unknown>, prompt: string, { config }: ModelRequest): ModelOutput {
  const choice: unknown = Array.isArray(body['choices']) ? body['choices'][0] : undefined
  if (!isObject(choice) || typeof choice['text'] !== 'string') {
    throw new ModelError('the response has no choice with text', { status: 200, retryable: true })
  }
  const isEcho = config.prompt_logprobs !== undefined
  const tokens = tokensOf(choice['logprobs'])
  const promptTokens = isEcho ? tokens.filter(({ offset }) => offset < prompt.length) : []
  const answer = isEcho ? choice['text'].slice(prompt.length) : choice['text']
  const usage = isObject(body['usage']) ? body['usage'] : {}
  const count = (field: string): number => (typeof usage[field] === 'number' ? usage[field] : 0)
  const output = textOutput(
    name,
    answer,
    {
      input_tokens: count('prompt_tokens'),
      output_tokens: count('completion_tokens'),
      total_tokens: count('total_tokens'),
    },
    stops[String(choice['finish_reason'])] ?? 'unknown',
  )
  const own = tokens
    .slice(promptTokens.length)
    .map(({ logprob }) => logprob)
    .filter((one) => one !== null)
  const before = promptTokens.map(({ logprob }) => logprob).filter((one) => one !== null)
  return {
    ...output,
    choices: [
      {
        ...output.choices[0]!,
        ...(own.length === 0 ? {} : { logprobs: { content: own } }),
        ...(before.length === 0 ? {} : { prompt_logprobs: { content: before } }),
      },
    ],
  }
}

interface Token {
  readonly offset: number
  /** `null` for the first token of a prompt, before which there is nothing. */
  readonly logprob: Logprob | null
}

/** `tokens`, `token_logprobs`, `top_logprobs` and `text_offset`, side by side. */
function tokensOf(logprobs: unknown): readonly Token[] {
  if (!isObject(logprobs) || !Array.isArray(logprobs['tokens'])) return []
  const list = (field: string): readonly unknown[] =>
    Array.isArray(logprobs[field]) ? (logprobs[field] as unknown[]) : []
  const [values, tops, offsets] = [list('token_logprobs'), list('top_logprobs'), list('text_offset')]
  let position = 0
  return logprobs['tokens'].map((token: unknown, index) => {
    const text = String(token)
    const offset = typeof offsets[index] === 'number' ? offsets[index] : position
    position = offset + text.length
    const value = values[index]
    const top = tops[index]
    const alternatives = isObject(top)
      ? Object.entries(top).flatMap(([other, logprob]) =>
          typeof logprob === 'number' ? [{ token: other, logprob }] : [],
        )
      : []
    return {
      offset,
      logprob:
        typeof value === 'number'
          ? { token: text, logprob: value, ...(alternatives.length === 0 ? {} : { top_logprobs: alternatives }) }
          : null,
    }
  })
}
