import type { CommonOptions } from '../commands/common-options.js'
import type { Assignment } from '../flags.js'
import type { ProgressKind } from './run-progress.js'

/** Options of `eval run`. */
export interface EvalRunOptions extends CommonOptions {
  readonly model?: string
  readonly modelBaseUrl?: string
  readonly role?: readonly Assignment[]
  readonly data?: string
  readonly arg?: readonly Assignment[]
  readonly limit?: number
  readonly epochs?: number
  readonly maxConnections: number
  readonly maxSamples?: number
  readonly retries: number
  readonly logDir: string
  readonly resume?: true | string
  readonly retryErrors?: true
  readonly stopAfterErrors?: number
  readonly cache?: string
  readonly explainMisses?: true
  readonly record?: string
  readonly replay?: string
  readonly budgetTokens?: number
  readonly budgetCost?: number
  readonly budgetSeconds?: number
  readonly price?: readonly Assignment[]
  readonly sandbox?: string
  readonly approval?: string
  readonly hooks?: readonly string[]
  readonly signKey?: string
  readonly progress: ProgressKind
  readonly otlp?: string
  readonly otlpContent?: true
  readonly stream?: true
  readonly threshold?: readonly string[]
  readonly level: number
  readonly html?: string
  readonly junit?: string
  readonly githubSummary?: true
  readonly preregistration?: string
}
