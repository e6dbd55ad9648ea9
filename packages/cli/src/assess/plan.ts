/** A capability task of a plan. */
export interface PlannedTask {
  /** A built-in task, or a file. */
  readonly task: string
  /** Data of a built-in task. */
  readonly data?: string | undefined
  readonly limit?: number | undefined
  readonly epochs?: number | undefined
  /** Id of the policy line that the score is held against. */
  readonly line?: string | undefined
}

/** What is to be measured about each model; what is left out is not. */
export interface PlannedSuites {
  readonly capability?: readonly PlannedTask[] | undefined
  readonly discrimination?:
    { readonly scenarios: number; readonly ages?: readonly number[] | undefined; readonly samples: number } | undefined
  readonly opinions?: { readonly survey: string; readonly samples: number; readonly minQuestions: number } | undefined
  readonly rareBehaviours?:
    | {
        /** A table with the column input, or how many simulated queries. */
        readonly queries: string | number
        readonly pattern?: string | undefined
        readonly samples: number
        readonly to: readonly number[]
        readonly method: 'auto' | 'ols' | 'weissman' | 'gpd' | 'lognormal'
      }
    | undefined
  readonly layers?: { readonly outcomes: string; readonly costs?: readonly number[] | undefined } | undefined
}

/** What is to be assessed, and how. */
export interface Plan {
  readonly title: string
  /** Day of the assessment. Default: today. */
  readonly asOf?: string | undefined
  readonly seed?: number | undefined
  readonly models: readonly string[]
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
