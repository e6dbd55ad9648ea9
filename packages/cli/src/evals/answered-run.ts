import type { Answer } from '../answers/answer.js'
import { missTable, replayTable, reuseSentences } from '../answers/eval-reuse.js'
import { evalRunAnswer } from '../answers/eval-run.js'
import type { Io } from '../io/io.js'
import type { EvalRunOptions } from './eval-run-options.js'
import { explainedRun } from './explained-run.js'
import type { PreparedRun } from './prepare-run.js'
import type { RunBar } from './run-progress.js'
import { checkPreregistration, writeReports } from './run-reports.js'
import { signRun } from './signatures.js'

/** Runs what was prepared, writes its reports, and says what it came to. */
export async function answeredRun(
  prepared: PreparedRun,
  options: EvalRunOptions,
  io: Io,
  { bar, signal }: { readonly bar: RunBar; readonly signal: AbortSignal },
): Promise<Answer> {
  const { runEval } = await import('@safety-portfolio/evals/node')
  const run = await explainedRun(() =>
    runEval(prepared.task, {
      ...prepared.options,
      signal,
      onProgress: (state) => {
        bar.show(state)
      },
    }),
  )
  bar.end()
  const checked = await checkPreregistration(options, io, run)
  await writeReports(run, options, io)
  const signature = await signRun(run, options, io)
  const replayed = (await prepared.replay?.compare(run.log)) ?? null
  const answer = evalRunAnswer(run)
  const misses = prepared.misses?.misses ?? null
  return {
    ...answer,
    lead: [answer.lead, ...reuseSentences(prepared.cache?.counts ?? null, replayed)].join(' '),
    tables: [
      ...answer.tables,
      ...(checked === null ? [] : [checked.table]),
      ...(misses === null || misses.length === 0 ? [] : [missTable(misses)]),
      ...(replayed === null || replayed.differences.length === 0 ? [] : [replayTable(replayed)]),
    ],
    result: {
      ...run,
      ...(signature === null ? {} : { signature }),
      ...(checked === null ? {} : { preregistration: checked.result }),
      ...(prepared.cache === null
        ? {}
        : { cache: { ...prepared.cache.counts, ...(misses === null ? {} : { misses }) } }),
      ...(replayed === null ? {} : { replay: replayed }),
    },
    fine: answer.fine && (checked?.result.ok ?? true) && (replayed === null || replayed.differences.length === 0),
  }
}
