import type { PlotOptions } from '@observablehq/plot'
import type { Model } from '@safety-portfolio/evals'
import type { Answer } from '../answers/answer.js'
import type { Work } from '../commands/answer-command.js'
import type { Plan } from './plan.js'
import type { PlanInputs } from './plan-inputs.js'

/** A quantity whose true value is known because the model is simulated. */
export interface PlantedTruth {
  readonly quantity: string
  readonly truth: number
  readonly estimate: number | null
  readonly interval: { readonly lower: number; readonly upper: number } | null
}

/** A chart of a suite at any width in pixels. */
export interface SuiteChart {
  readonly name: string
  readonly caption: string
  readonly draw: (width: number) => PlotOptions
}

/** A result held against a line of the policy. */
export interface SuiteEvidence {
  readonly line: string
  readonly value: number | null
  readonly interval?: readonly [number, number]
  readonly n?: number
  readonly run?: string
}

/** What a suite found about one model. */
export interface SuiteReport {
  /** Name of the suite in the plan. */
  readonly suite: string
  readonly answer: Answer
  readonly charts: readonly SuiteChart[]
  /** True for what is about the tests and not about a model: it stands with all models in the report. */
  readonly shared?: boolean
  /** Empty for real models. */
  readonly planted: readonly PlantedTruth[]
  readonly evidence: readonly SuiteEvidence[]
  /** Logs that it rests on. */
  readonly logs: readonly string[]
  /** Attempts that were made, and how many of them failed; `null` where nothing was asked. */
  readonly attempts: { readonly made: number; readonly failed: number } | null
}

/** What a suite works with. */
export interface SuiteContext {
  readonly plan: Plan
  /** Name of the model. */
  readonly name: string
  /** The model, made only where something must be asked of it. */
  readonly model: () => Promise<Model>
  /** What the files of the plan hold. */
  readonly inputs: PlanInputs
  /** Truths planted in the model; `null` for a real one. */
  readonly planted: Subject | null
  readonly seed: number
  /** Folder of the logs. */
  readonly logDir: string
  readonly resume: boolean
  readonly maxConnections: number
  readonly work: Work
}

/** Constants of a simulated subject. */
export interface Subject {
  readonly name: string
  /** Chance of a right answer. */
  readonly ability: number
  /** Mean differences of the logit of yes from the baseline, by term, e.g. `race=Black`. */
  readonly discrimination: Readonly<Record<string, number>>
  /** How far it carries the opinions of one country, from 0, which is uniform, to 1. Default 1. */
  readonly partisan?: number
  /** Location and scale of the Gumbel distribution of its elicitation scores. */
  readonly rare: { readonly location: number; readonly scale: number }
}

/** One kind of measurement: asks the model, analyses what it said. */
export type Suite = (context: SuiteContext) => Promise<readonly SuiteReport[]>
