import type { EvalLog, EvalSample, EvalScore, ModelUsage } from '../log/eval-log.js'
import { summarizeSample } from '../log/summarize-sample.js'
import { logResults } from '../statistics/log-results.js'

/** What an importer knows of a run. */
export interface ImportedRun {
  readonly task: string
  readonly model: string
  readonly created: string
  readonly source: string
  readonly samples: readonly EvalSample[]
  /** Scores as the source states them, where it has no samples. */
  readonly scores?: readonly EvalScore[]
  /** What the source says of itself, kept as the log's metadata. */
  readonly metadata: Readonly<Record<string, unknown>>
  readonly error?: string
}

/** A run of another harness in the shape of a log. */
export function importedLog(run: ImportedRun): EvalLog {
  const { task, model, created, source, samples, metadata } = run
  const usage: Record<string, ModelUsage> = {}
  for (const sample of samples) {
    for (const [name, one] of Object.entries(sample.model_usage)) usage[name] = addUsage(usage[name], one)
  }
  const log: EvalLog = {
    version: 2,
    status: 'success',
    eval: {
      eval_id: '',
      run_id: '',
      created,
      task,
      task_id: task,
      task_version: 0,
      task_attribs: {},
      task_args: {},
      task_args_passed: {},
      dataset: { name: task, samples: samples.length },
      model,
      model_generate_config: {},
      model_args: {},
      config: {},
      packages: {},
      metadata: { imported_from: source, ...metadata },
    },
    plan: { name: 'plan', steps: [], config: {} },
    stats: {
      started_at: created,
      completed_at: created,
      model_usage: usage,
      role_usage: {},
      connection_limit_history: [],
    },
    invalidated: false,
    tags: [],
    metadata: {},
    ...(samples.length === 0 ? {} : { samples }),
  }
  const results = logResults(
    log,
    samples.map((sample) => summarizeSample(sample)),
  )
  return { ...log, results: run.scores === undefined ? results : { ...results, scores: run.scores } }
}

/** Sum of two usages. */
export function addUsage(a: ModelUsage | undefined, b: ModelUsage): ModelUsage {
  if (a === undefined) return b
  const optional = (x: number | null | undefined, y: number | null | undefined): number | null =>
    typeof x !== 'number' && typeof y !== 'number' ? null : (x ?? 0) + (y ?? 0)
  return {
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    total_tokens: a.total_tokens + b.total_tokens,
    ...filled({
      input_tokens_cache_read: optional(a.input_tokens_cache_read, b.input_tokens_cache_read),
      input_tokens_cache_write: optional(a.input_tokens_cache_write, b.input_tokens_cache_write),
      reasoning_tokens: optional(a.reasoning_tokens, b.reasoning_tokens),
      total_cost: optional(a.total_cost, b.total_cost),
    }),
  }
}

function filled<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Partial<T>
}

/** A sample with one exchange, as most harnesses record no more. */
export function exchange(fields: {
  readonly id: string | number
  readonly epoch?: number
  readonly input: string
  readonly target: string
  readonly output: string
  readonly model: string
  readonly scores: EvalSample['scores']
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly usage?: ModelUsage | undefined
  readonly error?: string | undefined
  readonly seconds?: number | undefined
}): EvalSample {
  const { id, epoch = 1, input, target, output, model, scores, metadata = {}, usage, error, seconds } = fields
  const message = { role: 'assistant', content: output, source: 'generate', model }
  return {
    id,
    epoch,
    input,
    target,
    messages: [{ role: 'user', content: input, source: 'input' }, ...(error === undefined ? [message] : [])],
    output: {
      model,
      choices: error === undefined ? [{ message, stop_reason: 'stop' }] : [],
      completion: output,
      ...(usage === undefined ? {} : { usage }),
    },
    scores: error === undefined ? (scores ?? {}) : {},
    metadata,
    store: {},
    events: [],
    model_usage: usage === undefined ? {} : { [model]: usage },
    role_usage: {},
    attachments: {},
    ...(error === undefined ? {} : { error: { message: error, traceback: '', traceback_ansi: '' } }),
    ...(seconds === undefined ? {} : { total_time: seconds }),
  }
}
