import type { EvalHeader } from '../../log/eval-log.js'
import { thresholdOutcome } from '../../statistics/score-report.js'
import type { Task } from '../../task/task.js'
import { BudgetError } from './budget.js'
import { LogWriteError } from './log-sink.js'
import type { OpenedLog } from './open-log-file.js'
import type { RunOptions, RunResult } from './run-options.js'
import { evalError } from './run-sample.js'
import { loggedScores, reductionPieces, scoreReports } from './score-reports.js'
import type { ScoreTable } from './score-table.js'
import type { Tally } from './tally.js'

/** A run whose work is done, or was ended. */
export interface Conclusion {
  readonly task: Task
  readonly options: RunOptions
  readonly epochs: number
  readonly opened: OpenedLog
  readonly table: ScoreTable
  readonly tally: Tally
  readonly reason: unknown
  readonly redact: (text: string) => string
  readonly superseded: ReadonlySet<string>
  readonly restored: number
  readonly began: number
}

/** Estimates the scores, closes the log, and says what the run came to. */
export function conclude(run: Conclusion): RunResult {
  const { task, options, opened, table, tally, redact } = run
  const reducers = task.reducers ?? ['mean']
  const level = options.level ?? 0.95
  const scores = scoreReports(table, reducers, level, task.cluster !== undefined, task.metrics)
  const thresholds = (task.thresholds ?? []).map((threshold) => thresholdOutcome(threshold, scores))
  const ended = endOf(run)
  const status = ended.status
  const seconds = (performance.now() - run.began) / 1000
  const warnings = scores.flatMap(({ scorer, warnings: found }) => found.map(({ message }) => `${scorer}: ${message}`))
  const outcome = {
    log: opened.file,
    status,
    task: task.name,
    model: options.model.name,
    samples: tally.done,
    completed: tally.done - tally.errors,
    errors: tally.errors,
    failures: tally.failures.reasons(),
    limits: tally.limits,
    refusals: tally.refusals,
    filtered: tally.filtered,
    scores,
    thresholds,
    passed: status === 'success' && thresholds.every(({ passed }) => passed),
    usage: tally.usage,
    resumed: run.restored,
    seconds,
    reason: ended.reason,
    warnings,
  }
  if (run.reason instanceof LogWriteError) return { ...outcome, head: null }
  const header: EvalHeader = {
    version: 2,
    status,
    ...opened.header,
    results: {
      total_samples: tally.done,
      completed_samples: tally.done - tally.errors,
      scores: loggedScores(table, scores, reducers, task.cluster),
      metadata: {
        safety_portfolio: {
          scores,
          thresholds,
          refusals: tally.refusals,
          filtered: tally.filtered,
          limits: tally.limits,
          errors: tally.errors,
        },
      },
    },
    stats: {
      started_at: opened.header.eval.created,
      completed_at: new Date().toISOString(),
      model_usage: tally.usage,
      role_usage: tally.roleUsage,
      connection_limit_history: [],
    },
    invalidated: false,
    tags: [],
    metadata: {},
    ...(ended.reason === null ? {} : { error: evalError(ended.reason, redact) }),
  }
  try {
    const head = opened.journal.finish(header, reductionPieces(table, reducers), run.superseded)
    return { ...outcome, head }
  } catch (error) {
    const failure = error instanceof LogWriteError ? error : new LogWriteError(opened.file, error)
    return { ...outcome, status: 'error', passed: false, head: null, reason: failure.message }
  }
}

function endOf({ reason, tally, redact, options }: Conclusion): {
  readonly status: RunResult['status']
  readonly reason: string | null
} {
  if (reason === null) {
    if (tally.errors === 0) return { status: 'success', reason: null }
    return { status: 'error', reason: `${tally.errors} of ${tally.done} attempts failed` }
  }
  const message = redact(reason instanceof Error ? reason.message : JSON.stringify(reason))
  const cancelled = options.signal?.aborted === true || reason instanceof BudgetError
  return { status: cancelled ? 'cancelled' : 'error', reason: message === '' ? 'cancelled' : message }
}
