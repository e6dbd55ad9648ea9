import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { EvalSample, Task } from '@safety-portfolio/evals'
import type { RunOptions, RunResult } from '@safety-portfolio/evals/node'
import type { Answer } from '../answers/answer.js'
import { explainedRun } from '../evals/explained-run.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { firstTokenLogprobs } from './first-token.js'
import type { LogprobModel } from './logprob-model.js'
import type { SuiteContext, SuiteReport } from './suite.js'

/** A finished run of a suite's task. */
export interface SuiteRun {
  readonly run: RunResult
  /** The attempts that came to an answer. */
  readonly samples: readonly EvalSample[]
  /** Why the model was asked without log-probabilities; `null` where it was not, or where nothing new was asked. */
  readonly withoutLogprobs: string | null
  /** Attempts at each question. */
  readonly epochs: number
}

/** A run is given up when so many attempts have failed: a wrong key or a dead server is not asked thousands of times. */
const fewestFailures = 25
const largestFailedShare = 0.05

/**
 * Runs a task against the model of the suite and gives back every attempt that came to an answer. When resuming, it goes on with the newest log of the same
 * run: what was answered is not asked again, what failed is.
 *
 * @throws UsageError where too many attempts fail; their log can be resumed.
 */
export async function runSuiteTask(task: Task, context: SuiteContext): Promise<SuiteRun> {
  const { nodeCodecs, fileSource, secretsIn } = await import('@safety-portfolio/evals/node')
  const { openLog } = await import('@safety-portfolio/evals')
  const { work, maxConnections, logDir } = context
  work.progress.step(`${context.name}: ${task.name}`)
  const model = await context.model()
  const attempts = await countAttempts(task)
  const options: RunOptions = {
    model,
    logDir,
    maxConnections,
    secrets: secretsIn(work.io.env),
    retryErrors: true,
    ...(attempts === null
      ? { stopAfterErrors: fewestFailures }
      : { stopAfterErrors: Math.max(fewestFailures, Math.ceil(largestFailedShare * attempts)) }),
  }
  const run = await resumedOrRun(task, options, context)
  const source = await fileSource(run.log)
  const samples: EvalSample[] = []
  let failure: string | null = null
  try {
    const log = await openLog(source, { codecs: nodeCodecs })
    for await (const sample of log.samples()) {
      if (sample.error === undefined || sample.error === null) samples.push(sample)
      else failure = sample.error.message
    }
  } finally {
    await source.close()
  }
  if (run.samples === run.errors || (run.status !== 'success' && (attempts === null || run.samples < attempts))) {
    const last = failure === null ? '' : ` The last one: ${failure}.`
    throw new UsageError(
      `${task.name} on ${context.name}: ${run.reason ?? run.status}.${last} Look with safety-portfolio doctor, then go on with --resume: what was answered is kept.`,
    )
  }
  const withoutLogprobs = (model as Partial<LogprobModel>).withoutLogprobs?.() ?? null
  // The folder may be moved or sent to others: logs are named from there.
  const log = path.posix.join(path.basename(logDir), path.basename(run.log))
  return { run: { ...run, log }, samples, withoutLogprobs, epochs: task.epochs ?? 1 }
}

async function countAttempts({ dataset, epochs = 1 }: Task): Promise<number | null> {
  const size = dataset.size ?? (await dataset.check?.()) ?? null
  return size === null ? null : size * epochs
}

/** Goes on with the newest log of the same run, or begins one. */
async function resumedOrRun(task: Task, options: RunOptions, context: SuiteContext): Promise<RunResult> {
  const { runEval } = await import('@safety-portfolio/evals/node')
  if (context.resume) {
    for (const log of await logsOf(task, context)) {
      try {
        return await runEval(task, { ...options, resume: log })
      } catch (error) {
        // A log of another plan stays as it is.
        if (!(error instanceof Error && error.name === 'RunError' && error.message.includes('cannot be resumed')))
          return explainedRun(() => Promise.reject(error as Error))
      }
    }
  }
  return explainedRun(() => runEval(task, options))
}

/** Logs of a task and model, the newest first. */
async function logsOf(task: Task, { logDir, name }: SuiteContext): Promise<readonly string[]> {
  const { nodeCodecs, fileSource } = await import('@safety-portfolio/evals/node')
  const { openLog } = await import('@safety-portfolio/evals')
  const found: { readonly file: string; readonly changed: number }[] = []
  for (const entry of await readdir(logDir).catch(() => [])) {
    if (!entry.endsWith('.eval')) continue
    const file = path.join(logDir, entry)
    const source = await fileSource(file)
    try {
      const { header } = await openLog(source, { codecs: nodeCodecs, name: entry })
      if (header.eval.task !== task.name || header.eval.model !== name) continue
      found.push({ file, changed: (await stat(file)).mtimeMs })
    } catch (error) {
      if (!(error instanceof Error && error.name === 'LogError')) throw error
    } finally {
      await source.close()
    }
  }
  return found.toSorted((a, b) => b.changed - a.changed).map(({ file }) => file)
}

/** What a run contributes to the report of its suite. */
export function runFacts({ run }: SuiteRun): Pick<SuiteReport, 'logs' | 'attempts'> {
  return { logs: [run.log], attempts: { made: run.samples, failed: run.errors } }
}

/** An answer that says which attempts are missing from it; with any missing it is a finding. */
export function withFailures(answer: Answer, { run }: SuiteRun): Answer {
  if (run.errors === 0) return answer
  const message = `${run.errors} of ${counted(run.samples, 'attempt')} failed and are missing here; whoever fails may differ from whoever answers. Ask them again with --resume.`
  const { basis } = answer
  return {
    ...answer,
    basis: { ...basis, warnings: [{ code: 'failed-attempts', message }, ...basis.warnings] },
    fine: false,
  }
}

/** An answer that says that answers were counted because the model gives no log-probabilities, and why it does not. */
export function withCounting(answer: Answer, { samples, withoutLogprobs, epochs }: SuiteRun): Answer {
  if (samples.length === 0 || samples.some((sample) => firstTokenLogprobs(sample) !== null)) return answer
  const why = withoutLogprobs === null ? '' : ` (${withoutLogprobs})`
  const few = epochs === 1 ? ' One attempt says little: raise samples in the plan.' : ''
  const message = `The model gives no log-probabilities${why}: ${counted(epochs, 'answer')} to each question ${epochs === 1 ? 'is' : 'are'} counted instead.${few}`
  const { basis } = answer
  return { ...answer, basis: { ...basis, warnings: [{ code: 'no-logprobs', message }, ...basis.warnings] } }
}

/** An answer that says how many answers could not be read: what they would have said is not known. */
export function withUnread(answer: Answer, lost: number, { samples }: SuiteRun): Answer {
  if (lost === 0) return answer
  const message = `${lost} of ${counted(samples.length, 'answer')} cannot be read and are left out: what they would have said is not known.`
  const { basis } = answer
  return { ...answer, basis: { ...basis, warnings: [{ code: 'unread-answers', message }, ...basis.warnings] } }
}

/** An answer that says that a score stands on empty answers, which show no lack of an ability; with any of them it is a finding. */
export function withSilence(answer: Answer, silent: number, { samples }: SuiteRun): Answer {
  if (silent === 0) return answer
  const message = `${silent} of ${counted(samples.length, 'answer')} ${silent === 1 ? 'is' : 'are'} empty and scored as wrong: what was not said does not show what the model cannot do, so the score is no evidence.`
  const { basis } = answer
  return {
    ...answer,
    basis: { ...basis, warnings: [{ code: 'empty-answers', message }, ...basis.warnings] },
    fine: false,
  }
}
