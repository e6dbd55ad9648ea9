import type { Message, ToolCall, ToolMessage } from './message.js'
import type { CancelSignal, GenerateConfig, ModelOutput } from './model.js'
import type { Sandbox } from './sandbox.js'
import type { Tool, ToolInfo } from './tool.js'

/** Where an attempt at a sample stands. Solvers change it in place. */
export interface TaskState {
  readonly id: string | number
  /** 1 for the first attempt. */
  readonly epoch: number
  readonly input: string | readonly Message[]
  readonly target: string | readonly string[]
  readonly choices: readonly string[] | null
  readonly metadata: Readonly<Record<string, unknown>>
  messages: Message[]
  output: ModelOutput
  /** What solvers leave for each other and for scorers. */
  store: Record<string, unknown>
  /** Set by a solver to skip those that follow. */
  completed: boolean
}

/** How a model is called from within a solver, a scorer or a tool. */
export interface GenerateOptions extends GenerateConfig {
  readonly tools?: readonly (Tool | ToolInfo)[]
  readonly toolChoice?: 'auto' | 'none' | 'any' | { readonly name: string }
  /** The role whose model is asked: `grader` for a judge. Default: the model under test. */
  readonly role?: string
}

/** What the harness offers to solvers, scorers and tools. */
export interface SolveContext {
  /** Asks a model; counts tokens, respects limits, retries, and records the call. */
  generate(messages: readonly Message[], options?: GenerateOptions): Promise<ModelOutput>
  /**
   * Calls a tool that a model asked for: after the run's policy has approved it, and on record. What goes wrong is told to the model in the message.
   *
   * @param messages - The conversation so far, for whoever approves.
   */
  callTool(tools: readonly Tool[], call: ToolCall, messages?: readonly Message[]): Promise<ToolMessage>
  /** The attempt's own sandbox, where the task has one. */
  readonly sandbox?: Sandbox
  /** Aborted when the sample's time is up or the run ends. */
  readonly signal: CancelSignal
  /** A number that is the same for the same sample and epoch in every run. */
  readonly seed: number
}

/** A step of an attempt. */
export interface Solver {
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
  solve(state: TaskState, context: SolveContext): void | Promise<void>
}
