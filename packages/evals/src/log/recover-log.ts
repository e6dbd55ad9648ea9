import { logResults } from '../statistics/log-results.js'
import type { EvalLog } from './eval-log.js'
import { wholeLog, type LogReader } from './log-reader.js'

/**
 * Closes a log that a crash left open: its whole samples, results computed from them, and the status `error` with the reason. A finished log comes
 * back as it is.
 */
export async function recoverLog(reader: LogReader): Promise<EvalLog> {
  const log = await wholeLog(reader)
  if (reader.finished) return log
  const message = 'The run was cut off; this log was recovered from its journal.'
  return {
    ...log,
    status: 'error',
    results: logResults(log, await reader.summaries()),
    error: { message, traceback: '', traceback_ansi: '' },
  }
}
