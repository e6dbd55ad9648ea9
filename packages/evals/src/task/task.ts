import type { ApprovalPolicy } from './approval.js'
import type { Message } from './message.js'
import type { GenerateConfig, Model } from './model.js'
import type { Metric } from './metric.js'
import type { SandboxProvider } from './sandbox.js'
import type { Scorer } from './scorer.js'
import type { Solver } from './solver.js'

/** A question. */
export interface Sample {
  /** Unique in a dataset. Default: its number, from 1. */
  readonly id?: string | number
  readonly input: string | readonly Message[]
  /** The right answer, or several of them. Default: none. */
  readonly target?: string | readonly string[]
  readonly choices?: readonly string[]
  readonly metadata?: Readonly<Record<string, unknown>>
  /** Path -> text of files that are put into the sandbox before the attempt. */
  readonly files?: Readonly<Record<string, string>>
  /** Shell script run in the sandbox after that; the attempt fails where it does. */
  readonly setup?: string
}

/** Questions, all at once or one after the other: nothing asks for more than the next. */
export type Samples = Iterable<Sample> | AsyncIterable<Sample>

/** Where the questions come from. */
export interface Dataset {
  readonly name: string
  readonly location?: string
  /** How many there are, where that is known without reading them. */
  readonly size?: number
  /** Reads all questions through once and counts them, so that a bad row is known before a model is asked. Throws what is wrong with them. */
  check?(): Promise<number>
  /** Starts from the first question each time. */
  samples(): Samples
}

/** What one attempt may use. The first limit that is reached ends it; what there is by then is scored. */
export interface SampleLimits {
  /** Seconds from start to end. Default: 1800, so that a solver that never returns ends. */
  readonly time?: number
  /** Seconds without waiting for the model's turn and its retries. */
  readonly working?: number
  readonly messages?: number
  readonly tokens?: number
  /** Calls of models. */
  readonly turns?: number
  /** Dollars. */
  readonly cost?: number
}

/** What a number must reach for the run to count as passed. */
export interface Threshold {
  readonly scorer: string
  /** The mean, or the lower end of its interval, which is what can be stood behind. */
  readonly of: 'mean' | 'lower' | 'upper'
  readonly op: '>=' | '<='
  readonly value: number
}

/** What is run. */
export interface Task {
  readonly name: string
  readonly version?: number | string
  readonly dataset: Dataset
  /** Steps of an attempt. Default: one answer of the model. */
  readonly solvers?: readonly Solver[]
  readonly scorers: readonly Scorer[]
  /** Numbers besides the mean, of every scorer. Default: none. */
  readonly metrics?: readonly Metric[]
  /** Attempts at each question. Default 1. */
  readonly epochs?: number
  /** How they are reduced, several side by side. Default: `['mean']`. */
  readonly reducers?: readonly string[]
  readonly limits?: SampleLimits
  readonly config?: GenerateConfig
  /** Field of the metadata that clusters questions, such as the passage they are about. */
  readonly cluster?: string
  /** Models of other roles, such as `grader`. */
  readonly roles?: Readonly<Record<string, Model>>
  readonly thresholds?: readonly Threshold[]
  readonly metadata?: Readonly<Record<string, unknown>>
  /** Where commands of an attempt are run. Default: nowhere. */
  readonly sandbox?: SandboxProvider
  /** Who decides about calls of tools. Default: nobody, every call is made. */
  readonly approval?: ApprovalPolicy
  /** Times an attempt that failed is begun again. Default 0. */
  readonly retries?: number
}

/**
 * A dataset of questions in memory, or of those that a function makes each time it is called.
 *
 * @example
 * ```ts
 * import { datasetOf } from '@safety-portfolio/evals'
 *
 * datasetOf('sums', [{ input: '1 + 1', target: '2' }]).size // => 1
 * ```
 */
export function datasetOf(name: string, samples: readonly Sample[] | (() => Samples), size?: number): Dataset {
  if (typeof samples === 'function') return { name, samples, ...(size === undefined ? {} : { size }) }
  return { name, samples: () => samples, size: samples.length }
}
