import type { Basis } from '../report/basis.js'
import type { SummaryTable } from '../report/summary-table.js'

/** What a command found, ready to be printed and saved. */
export interface Answer {
  /** Heading: "Compute trend". */
  readonly title: string
  /** What was found, in a sentence or two. */
  readonly lead: string
  /** The tables, in the order of reading. */
  readonly tables: readonly SummaryTable[]
  /** What the numbers rest on. */
  readonly basis: Basis
  /** What `--json` prints. */
  readonly result: object
  /** Lines for standard output instead of tables, where another program reads them on: `--jsonl`. */
  readonly lines?: readonly string[]
  /** False when the answer holds a finding, such as a fit that did not converge: the exit code is then 1. */
  readonly fine: boolean
}
