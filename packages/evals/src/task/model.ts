import type { ModelUsage } from '../log/eval-log.js'
import type { AssistantMessage, Message } from './message.js'
import type { ToolInfo } from './tool.js'

/** The part of an `AbortSignal` that models and solvers need; every `AbortSignal` is one. */
export interface CancelSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** How a model is asked to generate, with Inspect's names. */
export interface GenerateConfig {
  readonly max_tokens?: number
  readonly temperature?: number
  readonly top_p?: number
  readonly top_k?: number
  readonly stop_seqs?: readonly string[]
  readonly seed?: number
  readonly frequency_penalty?: number
  readonly presence_penalty?: number
  /** Ask for log-probabilities of the generated tokens. */
  readonly logprobs?: boolean
  /** And for so many alternatives each, 0 to 20. */
  readonly top_logprobs?: number
  /** Ask for log-probabilities of the prompt, with so many alternatives: only legacy completions have them. */
  readonly prompt_logprobs?: number
  /** JSON schema that the answer must follow, where the model can be held to one. */
  readonly response_schema?: { readonly name: string; readonly json_schema: Readonly<Record<string, unknown>> }
}

/** What a simulated model may know of a question. It is never sent to a real one. */
export interface SampleContext {
  readonly id: string | number
  readonly epoch: number
  readonly target: string | readonly string[]
  readonly choices: readonly string[] | null
  readonly metadata: Readonly<Record<string, unknown>>
}

/** A request to a model. */
export interface ModelRequest {
  readonly messages: readonly Message[]
  readonly tools: readonly ToolInfo[]
  readonly toolChoice: 'auto' | 'none' | 'any' | { readonly name: string }
  readonly config: GenerateConfig
  readonly signal?: CancelSignal | undefined
  readonly sample?: SampleContext | undefined
}

/** The log-probability of a token. */
export interface Logprob {
  readonly token: string
  readonly logprob: number
  readonly bytes?: readonly number[] | null
  readonly top_logprobs?: readonly {
    readonly token: string
    readonly logprob: number
    readonly bytes?: readonly number[] | null
  }[]
}

/** Why a model stopped. */
export type StopReason = 'stop' | 'max_tokens' | 'model_length' | 'tool_calls' | 'content_filter' | 'unknown'

/** One answer of a model. */
export interface Choice {
  readonly message: AssistantMessage
  readonly stop_reason: StopReason
  readonly stop_details?: {
    readonly type?: string
    readonly category?: string
    readonly explanation?: string
    readonly categories: readonly unknown[]
  }
  readonly logprobs?: { readonly content: readonly Logprob[] }
  readonly prompt_logprobs?: { readonly content: readonly Logprob[] }
}

/** What a model gave back. */
export interface ModelOutput {
  readonly model: string
  readonly choices: readonly Choice[]
  /** Text of the first choice. */
  readonly completion: string
  readonly usage?: ModelUsage
  /** Seconds. */
  readonly time?: number
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** Something that answers. */
export interface Model {
  /** As it stands in logs: `openai/gpt-4o-mini`, `simulated/0.8`. */
  readonly name: string
  /** Everything besides the request that changes answers, such as the address of a server: part of the key of the cache. */
  readonly identity?: Readonly<Record<string, unknown>>
  /** @throws ModelError where the model did not answer. */
  generate(request: ModelRequest): Promise<ModelOutput>
}

/** The output of a model that says one thing. */
export function textOutput(model: string, text: string, usage?: ModelUsage, stop: StopReason = 'stop'): ModelOutput {
  return {
    model,
    choices: [{ message: { role: 'assistant', content: text, source: 'generate', model }, stop_reason: stop }],
    completion: text,
    ...(usage === undefined ? {} : { usage }),
  }
}

/** A model that did not answer, and what the harness may do about it. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  /** HTTP status, where there was a response. */
  readonly status: number | null
  /** Whether asking again may help. */
  readonly retryable: boolean
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | null
  /** Whether the server said that requests come too fast. */
  readonly overloaded: boolean

  constructor(
    message: string,
    details: {
      readonly status?: number | null
      readonly retryable?: boolean
      readonly retryAfter?: number | null
      readonly cause?: unknown
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.status = details.status ?? null
    this.retryable = details.retryable ?? false
    this.retryAfter = details.retryAfter ?? null
    this.overloaded = [429, 503, 529].includes(this.status ?? 0)
  }
}
