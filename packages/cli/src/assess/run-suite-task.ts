import type { EvalSample, Task } from '@safety-portfolio/evals'
import type { RunResult } from '@safety-portfolio/evals/node'
import { explainedRun } from '../evals/explained-run.js'
import { UsageError } from '../usage-error.js'
import type { SuiteContext } from './suite.js'

/** A finished run of a suite's task. */
export interface SuiteRun {
  readonly run: RunResult
  readonly samples: readonly EvalSample[]
}

/** Runs a task against the model of the suite, or goes on with what is in its log; gives back every attempt. */
export async function runSuiteTask(task: Task, context: SuiteContext): Promise<SuiteRun> {
  const { runEval, fileSource, nodeCodecs, secretsIn } = await import('@safety-portfolio/evals/node')
  const { openLog } = await import('@safety-portfolio/evals')
  context.work.progress.step(`${context.model.name}: ${task.name}`)
  const run = await explainedRun(() =>
    runEval(task, {
      model: context.model,
      logDir: context.logDir,
      maxConnections: context.maxConnections,
      secrets: secretsIn(context.work.io.env),
      ...(context.resume ? { resume: true } : {}),
    }),
  )
  if (run.status !== 'success') {
    throw new UsageError(`${task.name}: the run ended early (${run.reason ?? run.status}). Go on with --resume.`)
  }
  const source = await fileSource(run.log)
  try {
    const log = await openLog(source, { codecs: nodeCodecs })
    const samples: EvalSample[] = []
    for await (const sample of log.samples()) samples.push(sample)
    return { run, samples }
  } finally {
    await source.close()
  }
}
