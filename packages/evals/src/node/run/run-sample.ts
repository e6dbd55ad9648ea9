import { randomUUID } from 'node:crypto'
import type { EvalError, EvalSample, Score } from '../../log/eval-log.js'
import { generate } from '../../solvers/generate.js'
import type { ApprovalPolicy } from '../../task/approval.js'
import { LimitError } from '../../task/limit-error.js'
import type { OpenSandbox, SandboxProvider } from '../../task/sandbox.js'
import type { SolveContext, TaskState } from '../../task/solver.js'
import type { Sample, Task } from '../../task/task.js'
import { openAttemptSandbox } from '../sandbox/attempt-sandbox.js'
import type { HookCalls } from './call-hooks.js'
import { isoNow } from './iso-now.js'
import { BudgetError } from './budget.js'
import type { ModelRuntime } from './model-runtime.js'
import type { Redact } from './redact.js'
import { createTranscript, roundMicro } from './transcript.js'
import { unlessAborted } from './unless-aborted.js'

/** What attempts of a run share. */
export interface SampleEnvironment {
  readonly task: Task
  readonly model: ModelRuntime
  readonly roles: ReadonlyMap<string, ModelRuntime>
  /** Aborted when the run ends. */
  readonly signal: AbortSignal
  readonly redact: Redact
  readonly sandbox: SandboxProvider | null
  readonly approval: ApprovalPolicy | null
  readonly hooks: HookCalls
}

/** A question with its id. */
export type NumberedSample = Sample & { readonly id: string | number }

/** Seconds an attempt may take where the task does not say. */
const defaultTimeLimit = 1800

/** Runs one attempt to its end, whatever that is: an answer, a limit, or an error. Only the end of the run itself is thrown. */
export async function runSample(sample: NumberedSample, epoch: number, env: SampleEnvironment): Promise<EvalSample> {
  const { task, redact } = env
  const began = performance.now()
  const startedAt = isoNow()
  const stop = new AbortController()
  const transcript = createTranscript(sample, epoch, env, stop.signal, began)
  const state = stateOf(sample, epoch, env.model.model.name)
  const seconds = task.limits?.time ?? defaultTimeLimit
  const timer = setTimeout(() => {
    stop.abort(new LimitError('time', seconds))
  }, seconds * 1000)
  const end = (): void => {
    stop.abort(env.signal.reason)
  }
  env.signal.addEventListener('abort', end, { once: true })
  if (env.signal.aborted) end()
  let sandbox: OpenSandbox | null = null
  let scoring = false
  env.hooks.fire('onSampleStart', () => ({ id: sample.id, epoch }))
  const failed: { error?: EvalError; limit?: { readonly type: string; readonly limit: number } } = {}
  const scores: Record<string, Score> = {}
  try {
    try {
      if (env.sandbox !== null) {
        sandbox = await openAttemptSandbox(env.sandbox, sample, stop.signal, transcript)
        transcript.use(sandbox)
      }
      await unlessAborted(solve(state, transcript.context, task), stop.signal)
    } catch (error) {
      env.signal.throwIfAborted()
      if (!(error instanceof LimitError)) throw error
      failed.limit = { type: error.type, limit: error.limit }
    }
    scoring = true
    // What there is when a limit is reached is scored: scorers get a signal and limits of their own.
    const judging =
      failed.limit === undefined ? transcript : createTranscript(sample, epoch, env, env.signal, began, transcript)
    for (const scorer of task.scorers) {
      const score = await within(scorer.score(state, judging.context), seconds, env.signal, scorer.name)
      scores[scorer.name] = score
      judging.event('score', {
        scorer: scorer.name,
        score: withHistory(score),
        target: state.target,
        intermediate: false,
      })
    }
  } catch (error) {
    env.signal.throwIfAborted()
    if (error instanceof BudgetError) throw error
    failed.error = evalError(error, redact)
    transcript.event('error', { error: failed.error, ...(scoring ? { metadata: { phase: 'scoring' } } : {}) })
  } finally {
    clearTimeout(timer)
    env.signal.removeEventListener('abort', end)
    // Ends what a solver may still be doing.
    if (!stop.signal.aborted) stop.abort(new Error('the attempt is over'))
    await sandbox?.close()
  }
  const total = (performance.now() - began) / 1000
  return {
    id: sample.id,
    epoch,
    input: sample.input,
    ...(sample.choices === undefined ? {} : { choices: sample.choices }),
    target: sample.target ?? '',
    ...(env.sandbox === null ? {} : { sandbox: { type: env.sandbox.type, config: null } }),
    ...(sample.files === undefined ? {} : { files: Object.keys(sample.files) }),
    ...(sample.setup === undefined ? {} : { setup: sample.setup }),
    messages: state.messages,
    output: state.output,
    scores:
      failed.error === undefined
        ? Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, withHistory(score)]))
        : {},
    metadata: sample.metadata ?? {},
    store: state.store,
    events: transcript.events,
    model_usage: Object.fromEntries(transcript.usage),
    role_usage: Object.fromEntries(transcript.roleUsage),
    started_at: startedAt,
    completed_at: isoNow(),
    total_time: roundMicro(total),
    working_time: roundMicro(Math.max(0, total - transcript.waited() / 1000)),
    uuid: randomUUID(),
    turn_count: transcript.turns(),
    attachments: {},
    ...failed,
  }
}

/** The schema of logs asks for a history of edits; a fresh score has none. */
function withHistory(score: Score): Score {
  return score.history === undefined ? { ...score, history: [] } : score
}

async function solve(state: TaskState, context: SolveContext, task: Task): Promise<void> {
  for (const solver of task.solvers ?? [generate()]) {
    await solver.solve(state, context)
    if (context.signal.aborted) throw context.signal.reason as Error
    if (state.completed) return
  }
}

/** A scorer that takes longer than an attempt may is an error of the scorer. */
async function within(
  score: Score | Promise<Score>,
  seconds: number,
  signal: AbortSignal,
  scorer: string,
): Promise<Score> {
  if (!(score instanceof Promise)) return score
  const stop = new AbortController()
  const timer = setTimeout(() => {
    stop.abort(new Error(`the scorer ${scorer} did not return within ${seconds} seconds`))
  }, seconds * 1000)
  try {
    return await unlessAborted(unlessAborted(score, signal), stop.signal)
  } finally {
    clearTimeout(timer)
  }
}

function stateOf(sample: NumberedSample, epoch: number, model: string): TaskState {
  const { id, input, target = '', choices = null, metadata = {} } = sample
  return {
    id,
    epoch,
    input,
    target,
    choices,
    metadata,
    messages: typeof input === 'string' ? [{ role: 'user', content: input, source: 'input' }] : [...input],
    output: { model, choices: [], completion: '' },
    store: {},
    completed: false,
  }
}

/** An error as a log holds it, without secrets. */
export function evalError(error: unknown, redact: Redact): EvalError {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const traceback = redact(stack ?? message)
  return { message: redact(message), traceback, traceback_ansi: traceback }
}
