/** A model of a plan. */
export interface PlannedModel {
  readonly name: string
  /** Address of its server; default: that of the plan, else its provider's own. */
  readonly baseUrl?: string | undefined
  /** Environment variable of its key, where that is not the usual one. */
  readonly keyVariable?: string | undefined
  /** `false`: log-probabilities are not asked for. Default: they are, and where the server refuses them it is asked without. */
  readonly logprobs?: boolean | undefined
}

/** One file, or one for each model by its name. */
export type FileOf = string | Readonly<Record<string, string>>

/** A capability task of a plan. */
export interface PlannedTask {
  /** A built-in task, or a file. */
  readonly task?: string | undefined
  /** A log that is there already, instead of a task. */
  readonly log?: FileOf | undefined
  /** Data of a built-in task. */
  readonly data?: string | undefined
  readonly limit?: number | undefined
  readonly epochs?: number | undefined
  /** Id of the policy line that the score is held against. */
  readonly line?: string | undefined
}

/** Questions about decisions, or decisions that are there already. */
export interface PlannedDecisions {
  readonly scenarios: number
  readonly ages?: readonly number[] | undefined
  readonly samples: number
  /** A table of decisions, instead of asking. */
  readonly decisions?: FileOf | undefined
  /** Field -> column of that table. */
  readonly map?: Readonly<Record<string, string>> | undefined
  /** Only the rows of that table with these cells. */
  readonly where?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** A survey, and where there are answers to it already, those. */
export interface PlannedOpinions {
  readonly survey: string
  /** A table of the model's answers, instead of asking. */
  readonly responses?: FileOf | undefined
  readonly samples: number
  readonly minQuestions: number
}

/** Queries that may bring out a rare behaviour, or what was observed already. */
export interface PlannedRareBehaviours {
  /** A table with the column input, or how many simulated queries. */
  readonly queries?: string | number | undefined
  /** A table of observations, instead of asking. */
  readonly observations?: FileOf | undefined
  readonly pattern?: string | undefined
  readonly samples: number
  readonly to: readonly number[]
  readonly method: 'auto' | 'ols' | 'weissman' | 'gpd' | 'lognormal'
}

/** What is to be measured about each model; what is left out is not. */
export interface PlannedSuites {
  readonly capability?: readonly PlannedTask[] | undefined
  readonly discrimination?: PlannedDecisions | undefined
  readonly opinions?: PlannedOpinions | undefined
  readonly rareBehaviours?: PlannedRareBehaviours | undefined
  readonly layers?:
    | {
        readonly outcomes: string
        readonly costs?: readonly number[] | undefined
        /** Planted defects, one column a test, or `simulated`: what the tests catch together. */
        readonly defects?: string | undefined
      }
    | undefined
}

/** What is to be assessed, and how. */
export interface Plan {
  readonly title: string
  /** Day of the assessment. Default: today. */
  readonly asOf?: string | undefined
  readonly seed?: number | undefined
  readonly models: readonly PlannedModel[]
  readonly modelBaseUrl?: string | undefined
  readonly maxConnections: number
  readonly suites: PlannedSuites
  readonly scaling?: { readonly runs: string; readonly budget: number } | undefined
  readonly policy?:
    | {
        readonly policy: string
        readonly version?: string | undefined
        /** What is known besides the suites, in the words of policy decide. */
        readonly case: Readonly<Record<string, unknown>>
        /** What differs for single models: replaces the entries of `case`. */
        readonly models: Readonly<Record<string, Readonly<Record<string, unknown>>>>
      }
    | undefined
}

/** The file of a model; `undefined` where there is none. */
export function fileOf(files: FileOf | undefined, model: string): string | undefined {
  return typeof files === 'object' ? files[model] : files
}

/** Whether anything is asked of the models, or all is read from files. */
export function asksModels({ suites }: Plan): boolean {
  const { capability = [], discrimination, opinions, rareBehaviours } = suites
  return (
    capability.some(({ task }) => task !== undefined) ||
    (discrimination !== undefined && discrimination.decisions === undefined) ||
    (opinions !== undefined && opinions.responses === undefined) ||
    (rareBehaviours !== undefined && rareBehaviours.observations === undefined)
  )
}
