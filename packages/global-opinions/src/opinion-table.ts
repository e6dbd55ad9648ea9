import type { InputIssue } from './input-issue.js'
import type { MissingPolicy } from './missing-policy.js'
import type { ModelResponse } from './responses.js'

/** A question that both sides have. */
export interface TableQuestion {
  /** Its text. */
  readonly text: string
  /** The options that are compared, or `null` where neither side names them. */
  readonly options: readonly string[] | null
  /** How many options are compared. */
  readonly size: number
  /** Topic, or `null`. */
  readonly topic: string | null
  /** Row of the survey. */
  readonly row: number
}

/** A model's answers, side by side with the survey's questions. */
export interface TableModel {
  readonly name: string
  /** Probabilities of the options, question after question: question k starts at `questionOffsets[k]`. 0 where it did not answer. */
  readonly mass: Float64Array
  /** Whether the model answered question k. */
  readonly answered: Uint8Array
  /** Samples behind the answer to question k; 0 where the probabilities were read, not sampled. */
  readonly samples: Float64Array
  /** Share of the model's answer to question k that is no opinion; known under the policies that leave it out. */
  readonly nonSubstantive: Float64Array
}

/** Survey and responses joined, in flat arrays: what every score is computed from. */
export interface OpinionTable {
  /** The labels of the countries, in order of appearance. */
  readonly countries: readonly string[]
  readonly questions: readonly TableQuestion[]
  /** Where the options of question k start in the mass of a model. */
  readonly questionOffsets: Int32Array
  /** Country of answer i: an index into `countries`. */
  readonly answerCountry: Int32Array
  /** Question of answer i: an index into `questions`. */
  readonly answerQuestion: Int32Array
  /** Where the shares of answer i start in `mass`. */
  readonly answerOffsets: Int32Array
  /** People behind answer i; 0 where unknown. */
  readonly answerN: Float64Array
  /** Share of answer i that is no opinion, under the policies that leave it out. */
  readonly answerNonSubstantive: Float64Array
  /** Shares of the survey, answer after answer. */
  readonly mass: Float64Array
  readonly models: readonly TableModel[]
  /** How answers that are no opinion were treated. */
  readonly policy: MissingPolicy
  /** Questions of one side that the other lacks, options that differ, answers without an opinion; with their rows. */
  readonly issues: readonly InputIssue[]
}

/** The name of a model in a table: its own, with the country that a prompt spoke for. */
export function conditionName({ model, prompted }: ModelResponse): string {
  return prompted === null ? model : `${model} (as ${prompted})`
}
