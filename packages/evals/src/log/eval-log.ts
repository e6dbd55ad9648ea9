/** Any value of a log that this package carries along without looking into it. */
export type Json = unknown

/** Tokens and money of calls to one model. */
export interface ModelUsage {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly total_tokens: number
  readonly input_tokens_cache_read?: number | null
  readonly input_tokens_cache_write?: number | null
  readonly reasoning_tokens?: number | null
  /** In US dollars, where prices were known. */
  readonly total_cost?: number | null
}

/** What a scorer said about a sample. `NaN` in a log means: could not be scored. */
export interface Score {
  readonly value: ScoreValue
  readonly answer?: string | null
  readonly explanation?: string | null
  readonly metadata?: Readonly<Record<string, Json>> | null
  readonly history?: readonly Json[]
}

/** `C` correct, `I` incorrect, `P` partly, `N` no answer; or numbers; or several of them by name. */
export type ScoreValue =
  | string
  | number
  | boolean
  | readonly (string | number | boolean)[]
  | Readonly<Record<string, string | number | boolean | null>>

/** One attempt at one sample, as a log holds it. Fields that this package does not use stay as they were. */
export interface EvalSample {
  readonly id: string | number
  /** 1 for the first attempt. */
  readonly epoch: number
  readonly input: string | readonly Json[]
  readonly target: string | readonly string[]
  readonly choices?: readonly string[] | null
  readonly messages: readonly Json[]
  readonly output: Json
  readonly scores?: Readonly<Record<string, Score>> | null
  readonly metadata: Readonly<Record<string, Json>>
  readonly store: Readonly<Record<string, Json>>
  readonly events: readonly Json[]
  readonly model_usage: Readonly<Record<string, ModelUsage>>
  readonly role_usage: Readonly<Record<string, ModelUsage>>
  readonly attachments: Readonly<Record<string, string>>
  readonly error?: EvalError | null
  readonly limit?: { readonly type: string; readonly limit: number } | null
  readonly total_time?: number | null
  readonly [field: string]: Json
}

/** A sample as the index of a log shows it. */
export interface SampleSummary {
  readonly id: string | number
  readonly epoch: number
  readonly input: string | readonly Json[]
  readonly target: string | readonly string[]
  readonly metadata?: Readonly<Record<string, Json>>
  readonly scores?: Readonly<Record<string, Score>> | null
  readonly model_usage?: Readonly<Record<string, ModelUsage>>
  readonly error?: string | null
  readonly limit?: string | null
  readonly completed?: boolean
  readonly [field: string]: Json
}

/** What went wrong. */
export interface EvalError {
  readonly message: string
  readonly traceback: string
  readonly traceback_ansi: string
}

/** A metric of a log. */
export interface EvalMetric {
  readonly name: string
  readonly value: number
  readonly params?: Readonly<Record<string, Json>>
  readonly metadata?: Readonly<Record<string, Json>> | null
}

/** The metrics of a scorer. */
export interface EvalScore {
  readonly name: string
  readonly scorer: string
  readonly reducer?: string | null
  readonly scored_samples?: number | null
  readonly unscored_samples?: number | null
  readonly params: Readonly<Record<string, Json>>
  readonly metrics: Readonly<Record<string, EvalMetric>>
  readonly metadata?: Readonly<Record<string, Json>> | null
}

/** What all samples came to. */
export interface EvalResults {
  readonly total_samples: number
  readonly completed_samples: number
  readonly scores: readonly EvalScore[]
  readonly [field: string]: Json
}

/** What was run. */
export interface EvalSpec {
  readonly task: string
  readonly model: string
  readonly created: string
  readonly dataset: Readonly<Record<string, Json>>
  readonly config: Readonly<Record<string, Json>>
  readonly [field: string]: Json
}

/** Where a run stands. */
export type EvalStatus = 'started' | 'success' | 'cancelled' | 'error'

/** A log without its samples. */
export interface EvalHeader {
  readonly version: number
  readonly status: EvalStatus
  readonly eval: EvalSpec
  readonly plan: Readonly<Record<string, Json>>
  readonly results?: EvalResults | null
  readonly stats: {
    readonly started_at?: string
    readonly completed_at?: string
    readonly model_usage?: Readonly<Record<string, ModelUsage>>
    readonly [field: string]: Json
  }
  readonly error?: EvalError | null
  readonly [field: string]: Json
}

/** Scores of one scorer after its epochs were reduced, one a sample. */
export interface EvalSampleReductions {
  readonly scorer: string
  readonly reducer?: string | null
  readonly samples: readonly (Score & { readonly sample_id?: string | number | null })[]
}

/** A whole log in memory. */
export interface EvalLog extends EvalHeader {
  readonly samples?: readonly EvalSample[] | null
  readonly reductions?: readonly EvalSampleReductions[] | null
}
