import { setMaxListeners } from 'node:events'
import type { EvalSample } from '../../log/eval-log.js'
import { summarizeSample } from '../../log/summarize-sample.js'
import { declined } from '../../statistics/declined.js'
import type { Claim, WorkItem } from '../../task/dispatcher.js'
import type { Model } from '../../task/model.js'
import type { Task } from '../../task/task.js'
import { attemptsBefore, failed } from './attempts-before.js'
import { callHooks } from './call-hooks.js'
import { budgetOf } from './budget.js'
import { checkRun, countSamples } from './check-run.js'
import { conclude } from './conclude-run.js'
import { localDispatcher } from './local-dispatcher.js'
import { modelRuntime, type ModelRuntime, type RuntimeOptions } from './model-runtime.js'
import { openLogFile } from './open-log-file.js'
import { redactor } from './redact.js'
import { progressReporter } from './report-progress.js'
import { RunError } from './run-error.js'
import type { RunOptions, RunResult } from './run-options.js'
import { runSample, type NumberedSample } from './run-sample.js'
import { createScoreTable } from './score-table.js'
import { preparedSandbox, sandboxWarnings } from '../sandbox/attempt-sandbox.js'
import { createTally } from './tally.js'

interface Attempt extends WorkItem {
  readonly sample: NumberedSample
}

/**
 * Runs a task against a model. Every finished attempt is in the log within milliseconds, so that a process killed at any moment loses only those
 * under way; `resume` goes on from there.
 *
 * @param task - What is run.
 * @param options - See {@link RunOptions}.
 * @returns What it came to, also where it ended early: `status` and `reason` say so.
 * @throws RunError where it cannot begin; nothing was asked of a model then.
 */
export async function runEval(task: Task, options: RunOptions): Promise<RunResult> {
  const began = performance.now()
  const epochs = options.epochs ?? task.epochs ?? 1
  checkRun(task, options, epochs)
  const size = await countSamples(task)
  const samples = size === null ? null : Math.min(size, options.limit ?? size)
  const sandbox = await preparedSandbox(options.sandbox ?? task.sandbox ?? null)
  const opened = await openLogFile(task, { ...options, ...(sandbox === null ? {} : { sandbox }) }, epochs, samples)
  const { journal, past, unlock } = opened
  const table = createScoreTable(epochs)
  const tally = createTally()
  const stop = new AbortController()
  // Every attempt listens to it; as many as the run has connections are no leak.
  setMaxListeners(0, stop.signal)
  const end = (): void => {
    stop.abort(options.signal?.reason)
  }
  options.signal?.addEventListener('abort', end, { once: true })
  if (options.signal?.aborted === true) end()
  const redact = redactor(options.secrets ?? [])
  const budget = budgetOf(options.budget ?? {})
  const most = options.maxConnections ?? 20
  const shared: RuntimeOptions = {
    maxConnections: most,
    retry: { retries: 5, wait: 1000, attemptTimeout: 600_000, ...options.retry },
    budget,
    prices: options.prices ?? {},
    cache: options.cache ?? null,
  }
  const runtimes = new Map<string, ModelRuntime>()
  const runtimeOf = (model: Model): ModelRuntime => {
    const known = runtimes.get(model.name)
    if (known?.model === model) return known
    const fresh = modelRuntime(model, shared)
    runtimes.set(model.name, fresh)
    return fresh
  }
  const model = runtimeOf(options.model)
  const roles = new Map(
    Object.entries({ ...task.roles, ...options.roles }).map(([role, one]) => [role, runtimeOf(one)]),
  )
  const hooks = callHooks(options.hooks ?? [], redact)
  const approval = options.approval ?? task.approval ?? null
  const env = { task, model, roles, signal: stop.signal, redact, sandbox, approval, hooks }
  const capacity = Math.max(256, 4 * (options.maxSamples ?? most))
  const dispatcher = localDispatcher<Attempt>(capacity)
  const superseded = new Set<string>()
  const restored = { count: 0 }
  const progress = progressReporter(
    options,
    tally,
    restored,
    budget,
    model,
    samples === null ? null : samples * epochs,
    began,
  )

  const produce = async (): Promise<void> => {
    const done = attemptsBefore(past, options.retryErrors === true, superseded)
    let position = 0
    for await (const one of task.dataset.samples()) {
      if (stop.signal.aborted || position >= (options.limit ?? Infinity)) break
      const sample = { ...one, id: one.id ?? position + 1 }
      if (!table.name(sample.id))
        throw new RunError(`the dataset ${task.dataset.name} has the id ${JSON.stringify(sample.id)} twice`)
      const work: Attempt[] = []
      for (let epoch = 1; epoch <= epochs; epoch += 1) {
        const key = `${sample.id}@${epoch}`
        const summary = done.get(key)
        if (summary === undefined) work.push({ key, position, epoch, sample })
        else {
          done.delete(key)
          restored.count += 1
          tally.restore(summary)
          if (!failed(summary)) table.set(position, epoch, summary.scores ?? {}, clusterOf(task, sample))
        }
      }
      if (work.length > 0) await dispatcher.enqueue(work)
      position += 1
    }
    dispatcher.close()
  }
  const finish = (claim: Claim<Attempt>, sample: EvalSample): void => {
    const summary = summarizeSample(sample)
    const kind = declined(sample.output)
    journal.append(sample, kind === null ? summary : { ...summary, declined: kind })
    tally.add(sample)
    const { position, epoch } = claim.item
    if (sample.error === undefined) table.set(position, epoch, sample.scores ?? {}, clusterOf(task, claim.item.sample))
    if (tally.errors >= (options.stopAfterErrors ?? Infinity)) {
      throw new StopError(`${tally.errors} attempts failed, as many as the run may have`)
    }
    progress()
  }
  const retried = new Map<string, unknown[]>()
  const work = async (): Promise<void> => {
    let yielded = performance.now()
    for (;;) {
      const [claim] = await dispatcher.claim(1)
      if (claim === undefined) return
      if (stop.signal.aborted) {
        // Given back, so that nobody waits for it.
        await dispatcher.fail(claim, false)
        return
      }
      try {
        const sample = await runSample(claim.item.sample, claim.item.epoch, env)
        if (failed(sample) && claim.attempt <= (task.retries ?? 0)) {
          retried.set(claim.item.key, [...(retried.get(claim.item.key) ?? []), sample.error])
          await dispatcher.fail(claim, true)
          continue
        }
        if (!(await dispatcher.complete(claim))) continue
        const before = retried.get(claim.item.key)
        finish(claim, before === undefined ? sample : { ...sample, error_retries: before })
        retried.delete(claim.item.key)
        if (options.hooks !== undefined) {
          hooks.fire('onSampleEnd', () => sample)
          await hooks.settled()
        }
      } catch (error) {
        stop.abort(error)
        dispatcher.close()
        await dispatcher.fail(claim, false)
        throw error
      }
      // Models that answer at once would otherwise keep timers, signals and the disk waiting.
      if (performance.now() - yielded > 8) {
        await new Promise((resolve) => setImmediate(resolve))
        yielded = performance.now()
      }
    }
  }
  const guard = async (job: Promise<void>): Promise<void> => {
    try {
      await job
    } catch (error) {
      if (!stop.signal.aborted) stop.abort(error)
      dispatcher.close()
    }
  }
  const onAbort = (): void => {
    dispatcher.close()
  }
  stop.signal.addEventListener('abort', onAbort, { once: true })
  hooks.fire('onRunStart', () => ({
    spec: opened.header.eval,
    log: opened.file,
    attempts: samples === null ? null : samples * epochs,
  }))
  await hooks.settled()
  try {
    const workers = Array.from({ length: Math.max(1, options.maxSamples ?? most + 2) }, () => guard(work()))
    await Promise.all([guard(produce()), ...workers])
  } finally {
    options.signal?.removeEventListener('abort', end)
  }
  const reason: unknown = stop.signal.aborted ? stop.signal.reason : null
  progress(true)
  try {
    const result = conclude({
      task,
      options,
      epochs,
      opened,
      table,
      tally,
      reason,
      redact,
      superseded,
      restored: restored.count,
      began,
    })
    const { log, status, reason: why, samples: attempts, errors, scores } = result
    hooks.fire('onRunEnd', () => ({ log, status, reason: why, attempts, errors, scores }))
    await hooks.settled()
    return { ...result, warnings: [...result.warnings, ...sandboxWarnings(sandbox), ...hooks.warnings()] }
  } finally {
    unlock()
  }
}

/** Ends a run because of the run's own rules. */
class StopError extends Error {}

function clusterOf({ cluster }: Task, { metadata }: NumberedSample): string | null {
  if (cluster === undefined) return null
  const value = metadata?.[cluster]
  return value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)
}
