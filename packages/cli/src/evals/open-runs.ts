import type { ComparedRun, EvalHeader, SampleSummary } from '@safety-portfolio/evals'
import type { Io } from '../io/io.js'
import type { Progress } from '../io/progress.js'
import type { Source } from '../io/read-table.js'
import { explained, openAnyLog } from './open-eval-log.js'

/** A log with its scores question by question. */
export interface OpenedRun extends ComparedRun {
  readonly header: EvalHeader
  readonly summaries: readonly SampleSummary[]
}

/** Reads the scores of several logs; runs of the same model get numbers. */
export async function openRuns(
  files: readonly string[],
  options: { readonly reducer?: string | undefined; readonly cluster?: string | undefined },
  io: Io,
  progress: Progress,
  read: (source: Source) => void,
): Promise<readonly OpenedRun[]> {
  const { questionScores } = await import('@safety-portfolio/evals')
  const runs: OpenedRun[] = []
  for (const file of files) {
    const { log, bytes, source } = await openAnyLog(file, io, progress)
    try {
      read(source)
      const summaries = await explained(() => log.summaries())
      const { model } = log.header.eval
      const twins = runs.filter(({ header }) => header.eval.model === model).length
      runs.push({
        name: twins === 0 ? model : `${model} (${twins + 1})`,
        header: log.header,
        summaries,
        scores: questionScores(log.header, summaries, {
          ...(options.reducer === undefined ? {} : { reducer: options.reducer }),
          cluster: options.cluster,
        }),
      })
    } finally {
      await bytes.close()
    }
  }
  return runs
}
