import type { ChinchillaParameters, LossName } from '@safety-portfolio/scaling-laws'
import type { Finding } from '@safety-portfolio/stats'
import type { RowSchema } from '@safety-portfolio/records'
import type { Basis } from '../report/basis.js'
import type { Html } from '../report/html.js'
import type { Draw } from '../report/draw.js'
import type { SummaryTable } from '../report/summary-table.js'

/** A column that a law can use. */
export interface LawField {
  /** Name of the field, as `--map` writes it. */
  readonly name: string
  /** What it holds. */
  readonly meaning: string
}

/** Ways to make intervals; `residual` and `wild` resample the noise about the law, `hierarchical` clusters of rows, as often as `--bootstrap` says. */
export type IntervalKind = 'sandwich' | 'infinitesimal-jackknife' | 'profile' | 'residual' | 'wild' | 'hierarchical'

/** What the command line asks of a fit, whatever the law. */
export interface FitRequest {
  /** Name of the loss. */
  readonly loss: LossName
  /** Threshold of the Huber loss. */
  readonly delta?: number
  /** How many of the highest losses are left out. */
  readonly dropHighest: number
  /** Replicates of the bootstrap; none when absent. */
  readonly bootstrap?: number
  /** Seed of the bootstrap. */
  readonly seed: number
  /** Nominal coverage of the intervals. */
  readonly level: number
  /** How intervals are made without a bootstrap. */
  readonly intervals?: IntervalKind
  /** Budgets to allocate, in FLOP. */
  readonly budgets?: readonly number[]
  /** Whether constants that the data do not determine are refused (default) or given with a warning. */
  readonly identifiability?: 'warn'
  /** Number of breaks of a broken law. */
  readonly breaks?: number
  /** The law of runs without repetition, for a law of repetition. */
  readonly base?: ChinchillaParameters
}

/** A fit, ready to be printed, drawn and saved. */
export interface FittedLaw {
  /** The result of the package, JSON-safe. */
  readonly result: Basis & {
    readonly law: string
    readonly n: number
    readonly converged: boolean
    readonly refusal?: Finding
  }
  /** What speaks for the optimum: terms and their values. */
  readonly evidence: readonly (readonly [string, string])[]
  /** One sentence that says what was found. */
  readonly lead: string
  /** The tables, in the order of reading. */
  readonly tables: readonly SummaryTable[]
  /** The charts of the report. */
  readonly charts: (draw: Draw) => Promise<Html>
  /** Data files of the report by name. */
  readonly files: Readonly<Record<string, string>>
}

/** Reads the rows that a law asks for. */
type ReadRows = <T extends object>(schema: RowSchema<T>) => Promise<readonly T[]>

/** A law that `scaling fit` can fit. */
export interface Law {
  /** As `--law` writes it. */
  readonly name: string
  /** As headings write it: "Chinchilla law". */
  readonly title: string
  /** The formula. */
  readonly formula: string
  /** The columns it can use. */
  readonly fields: readonly LawField[]
  /** The losses it can minimise, the default first. */
  readonly losses: readonly LossName[]
  /** Whether it can allocate a compute budget. */
  readonly allocates: boolean
  /** Flags that only this law understands. */
  readonly flags?: readonly ('breaks' | 'base')[]
  /** Reads, fits and describes. `mapped` holds the fields that were mapped to columns. */
  fit(request: FitRequest, mapped: ReadonlySet<string>, read: ReadRows): Promise<FittedLaw>
}
