import type { EvalSample, EvalSpec, EvalStatus } from '../log/eval-log.js'
import type { ScoreReport } from '../statistics/score-report.js'
import type { Message, ToolCall, ToolMessage } from './message.js'
import type { GenerateConfig, ModelOutput } from './model.js'

/** A run that begins, or goes on. */
export interface RunStart {
  /** What the log says is run. */
  readonly spec: EvalSpec
  /** Path of the log. */
  readonly log: string
  /** Attempts there will be; `null` where that is not known. */
  readonly attempts: number | null
}

/** A run that is over. */
export interface RunEnd {
  readonly log: string
  readonly status: EvalStatus
  /** Why it ended early. */
  readonly reason: string | null
  readonly attempts: number
  readonly errors: number
  readonly scores: readonly ScoreReport[]
}

/** Which attempt something belongs to. */
export interface AttemptReference {
  readonly id: string | number
  readonly epoch: number
}

/** A call of a model that is over. */
export interface ModelCallEnd extends AttemptReference {
  readonly model: string
  readonly role: string | null
  readonly input: readonly Message[]
  readonly config: GenerateConfig
  /** `null` where it failed. */
  readonly output: ModelOutput | null
  readonly error: string | null
  readonly cached: boolean
  /** Milliseconds since 1970. */
  readonly started: number
  readonly ended: number
}

/** A call of a tool that is over. */
export interface ToolCallEnd extends AttemptReference {
  readonly call: ToolCall
  readonly result: ToolMessage
  readonly started: number
  readonly ended: number
}

/**
 * Called as a run goes on, to watch it: to export, alert, or count. Hooks see and do not steer: what they are given is not theirs to change. One that throws, or does not return in
 * time, costs a warning and never a sample.
 */
export interface Hooks {
  readonly name: string
  onRunStart?(event: RunStart): void | Promise<void>
  onRunEnd?(event: RunEnd): void | Promise<void>
  onSampleStart?(event: AttemptReference): void | Promise<void>
  /** After the attempt is in the log. */
  onSampleEnd?(sample: EvalSample): void | Promise<void>
  onModelCall?(event: ModelCallEnd): void | Promise<void>
  onToolCall?(event: ToolCallEnd): void | Promise<void>
}
