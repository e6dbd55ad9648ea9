import type { PlotOptions } from '@observablehq/plot'
import type { PlaygroundOptions } from './state.js'

/** A number of the analysis. What could not be had is `null`, and the note says why. */
export interface EstimateRow {
  readonly quantity: string
  readonly estimate: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly note: string
}

/** What every kind of data becomes. Plain data: it comes out of a worker. */
export interface Analysed<Result> {
  /** The finding in a sentence. */
  readonly lead: string
  readonly estimates: readonly EstimateRow[]
  readonly method: string
  /** Where the method is from. */
  readonly source: string
  readonly assumptions: readonly string[]
  /** Refusals first. */
  readonly warnings: readonly string[]
  readonly result: Result
}

/** A kind of data that a reader may paste. */
export interface PlaygroundKind<Input, Result> {
  /** What the select and the status call it. */
  readonly label: string
  /** Columns, or fields, that it is known by. */
  readonly wants: string
  /** Page with every control for this kind. */
  readonly page: string
  /** A small example, simulated. */
  readonly sample: string
  /** Reads the text, with columns that the reader named for fields, or throws the `DataError` with every bad row. */
  readonly read: (text: string, columns: Readonly<Record<string, string>>, options: PlaygroundOptions) => Input
  readonly analyse: (input: Input, options: PlaygroundOptions) => Analysed<Result>
  readonly draw: (result: Result, width: number) => PlotOptions
}

/** Infers the types of a kind from its parts. */
export function defineKind<Input, Result>(kind: PlaygroundKind<Input, Result>): PlaygroundKind<Input, Result> {
  return kind
}

/** A row of an estimate of any package. */
export function estimateRow(
  quantity: string,
  {
    estimate,
    interval,
    reason,
  }: {
    readonly estimate: number | null
    readonly interval: { readonly lower: number; readonly upper: number } | null
    readonly reason?: string | undefined
  },
): EstimateRow {
  return {
    quantity,
    estimate,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    note: reason ?? (estimate === null ? 'not estimable' : interval === null ? 'no interval' : ''),
  }
}

/** Refusal and warnings, in words. */
export function messages(
  found: readonly { readonly message: string }[],
  refusal?: { readonly message: string },
): readonly string[] {
  return [...(refusal === undefined ? [] : [refusal]), ...found].map(({ message }) => message)
}
