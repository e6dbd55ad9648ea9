import type { SummaryTable } from '../report/summary-table.js'
import type { Basis } from '../report/basis.js'
import type { Html } from '../report/html.js'
import type { Draw } from '../report/draw.js'

/** One chapter of the demo: a question of AI safety answered on simulated data whose truth is known. */
export interface DemoChapter {
  /** Name of the chapter in JSON and in addresses. */
  readonly id: string
  /** Heading. */
  readonly title: string
  /** Simulates and computes. */
  run(seed: number): DemoResult
}

/** What a chapter found. */
export interface DemoResult {
  /** What was simulated and what came out, in a sentence or two. */
  readonly lead: string
  /** Tables for the terminal; the truth stands beside every estimate. */
  readonly tables: readonly SummaryTable[]
  /** What the numbers rest on. */
  readonly basis: Basis
  /** The result, JSON-safe. */
  readonly result: unknown
  /** Whether the computation met its own standard: false makes the exit code 1. */
  readonly fine: boolean
  /** What the report shows under the heading. */
  html(draw: Draw): Promise<Html>
  /** Data files by name. */
  readonly files: Readonly<Record<string, string>>
}
