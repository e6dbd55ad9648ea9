import type { SampleSummary } from '../../log/eval-log.js'
import type { ResumableLog } from './resume-log.js'

/** Attempts of the log that a run goes on with, by question and epoch; those that failed are left out and superseded where they are to begin again. */
export function attemptsBefore(
  past: ResumableLog | null,
  retryErrors: boolean,
  superseded: Set<string>,
): Map<string, SampleSummary> {
  const done = new Map<string, SampleSummary>()
  for (const summary of past?.summaries ?? []) {
    if (retryErrors && failed(summary)) superseded.add(`${typeof summary.id} ${summary.id} ${summary.epoch}`)
    else done.set(`${summary.id}@${summary.epoch}`, summary)
  }
  return done
}

/** Whether an attempt ended with an error. */
export function failed({ error }: { readonly error?: unknown }): boolean {
  return error !== undefined && error !== null
}
