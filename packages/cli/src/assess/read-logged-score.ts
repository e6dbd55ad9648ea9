import type { LogInfo } from '@safety-portfolio/evals'
import type { Work } from '../commands/answer-command.js'
import { explained, openAnyLog } from '../evals/open-eval-log.js'
import { UsageError } from '../usage-error.js'

/** Scores of a log that was there before the assessment. */
export interface LoggedScore {
  /** Name of the file. */
  readonly name: string
  readonly info: LogInfo
}

/**
 * Reads the scores of a log, computed again from its samples.
 *
 * @throws UsageError where it is no log, or about another model than the plan says.
 */
export async function readLoggedScore(file: string, model: string, work: Work): Promise<LoggedScore> {
  const { logInfo } = await import('@safety-portfolio/evals')
  const { log, bytes, source, name } = await openAnyLog(file, work.io, work.progress)
  try {
    const info = await explained(() => logInfo(log, 0.95))
    if (info.model !== model) {
      throw new UsageError(
        `${name} is a log about ${info.model}, not about ${model}: name the model in the plan as its log does, or take another log.`,
      )
    }
    work.read(source)
    return { name, info }
  } finally {
    await bytes.close()
  }
}
