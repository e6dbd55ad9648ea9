import type { ModelUsage } from '../../log/eval-log.js'
import type { Price } from '../../models/price.js'
import type { FailureReason } from '../../statistics/failure-reasons.js'
import type { ScoreReport, ThresholdOutcome } from '../../statistics/score-report.js'
import type { Model } from '../../task/model.js'
import type { ApprovalPolicy } from '../../task/approval.js'
import type { Hooks } from '../../task/hooks.js'
import type { SandboxProvider } from '../../task/sandbox.js'
import type { Budget, BudgetLimits } from './budget.js'
import type { RetryOptions } from './call-with-retries.js'
import type { ResponseCache } from './model-runtime.js'

/** How a task is run. */
export interface RunOptions {
  readonly model: Model
  /** Models of other roles, such as `grader`; they go before those of the task. */
  readonly roles?: Readonly<Record<string, Model>>
  /** Folder of the log. */
  readonly logDir: string
  /** Only the first so many questions. Default: all. */
  readonly limit?: number
  /** Attempts at each question. Default: as the task says. */
  readonly epochs?: number
  /** Most calls at a time of each model; fewer while its server complains. Default 20. */
  readonly maxConnections?: number
  /** Attempts under way at a time. Default: 2 more than `maxConnections`. */
  readonly maxSamples?: number
  /** Default: 5 retries, from 1 second on, 10 minutes a try. */
  readonly retry?: Partial<RetryOptions>
  /** What this run may use; or a {@link sharedBudget}, which several runs use up together. */
  readonly budget?: BudgetLimits | Budget
  /** Model -> dollars per million tokens. */
  readonly prices?: Readonly<Record<string, Price>>
  readonly cache?: ResponseCache | null
  /** Aborting it ends the run; its log can be resumed. */
  readonly signal?: AbortSignal
  /** Go on with the newest unfinished log of this task and model in `logDir`, or with the log named. */
  readonly resume?: boolean | string
  /** When resuming, begin attempts that failed again. Default false. */
  readonly retryErrors?: boolean
  /** Stop once so many attempts failed. Default: go on. */
  readonly stopAfterErrors?: number
  /** Confidence level of intervals. Default 0.95. */
  readonly level?: number
  /** Texts that must not reach a log: keys. */
  readonly secrets?: readonly string[]
  /** Where commands of attempts are run; it goes before that of the task. */
  readonly sandbox?: SandboxProvider
  /** Who decides about calls of tools; it goes before that of the task. */
  readonly approval?: ApprovalPolicy
  /** Called as the run goes on. */
  readonly hooks?: readonly Hooks[]
  readonly onProgress?: (progress: RunProgress) => void
  /** Kept in the log. */
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** How far a run is. */
export interface RunProgress {
  /** Attempts done in this process and before. */
  readonly done: number
  /** Attempts there are; `null` where that is not known. */
  readonly total: number | null
  readonly errors: number
  readonly tokens: number
  /** Dollars; 0 without prices. */
  readonly cost: number
  /** Attempts a second in this process. */
  readonly rate: number
  /** Seconds left, where known. */
  readonly secondsLeft: number | null
  /** Calls of the model at a time, now. */
  readonly connections: number
}

/** What a run came to. */
export interface RunResult {
  /** Path of the log. */
  readonly log: string
  readonly status: 'success' | 'cancelled' | 'error'
  readonly task: string
  readonly model: string
  /** Attempts in the log. */
  readonly samples: number
  readonly completed: number
  readonly errors: number
  /** Why attempts failed, the most frequent reasons first. */
  readonly failures: readonly FailureReason[]
  /** Attempts that reached a limit, by its kind. */
  readonly limits: Readonly<Record<string, number>>
  /** Answers that the model refused, or that read like it. */
  readonly refusals: number
  /** Answers that a content filter stopped. */
  readonly filtered: number
  readonly scores: readonly ScoreReport[]
  readonly thresholds: readonly ThresholdOutcome[]
  /** No threshold failed and no attempt either. */
  readonly passed: boolean
  readonly usage: Readonly<Record<string, ModelUsage>>
  /** Head of the log's hash chain; `null` while it is unfinished. */
  readonly head: string | null
  /** Attempts taken over from the log that was resumed. */
  readonly resumed: number
  readonly seconds: number
  /** Why the run ended early. */
  readonly reason: string | null
  readonly warnings: readonly string[]
}
