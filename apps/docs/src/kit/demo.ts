import type { PlotOptions } from '@observablehq/plot'
import type { Address } from './address.js'
import { chosenColumns, describeTable, type TableDefinition } from './pasted-table.js'
import type { ResultsTable } from './results-table.js'

/** What a page shows at one moment. */
export interface Shown<State, Input, Result> {
  readonly state: State
  readonly input: Input
  readonly result: Result
  /** What the reader's table lets one doubt. */
  readonly doubts: readonly string[]
  /** Whether the input is the sample that the page starts with, whose truth is known. */
  readonly isSample: boolean
}

/** A chart of a demo. */
export interface DemoChart<View> {
  /** What the button for its file says before "(SVG)". Default 'Chart'. */
  readonly label?: string
  readonly draw: (shown: View, width: number) => PlotOptions
}

/**
 * A demo without its page: what is read, computed and shown. Pure, so that the page, its worker and the build of the site run the same code.
 * `Input` is what `table.read` gives, `start` for one that reads something else than text, or `undefined` for a demo that reads nothing.
 */
export interface Demo<State, Input, Result> {
  /** Stem of the names of files that are saved. */
  readonly name: string
  readonly address: Address<State>
  readonly table?: TableDefinition<Input>
  /** What a demo that reads something else than text starts with; `DemoElement.useInput` puts the reader's own in its place. */
  readonly start?: Input
  /** The result, by the packages. May throw a `DataError`. */
  readonly compute: (input: Input, state: State) => Result
  /** A quicker result to show while `compute` runs in a worker, or `undefined` when there is none for this state. */
  readonly preview?: (input: Input, state: State) => Result | undefined
  /** Keys of the state that change what is shown of a result, but not the result: a marked budget, a chosen tab. */
  readonly shownOnly?: readonly (keyof State)[]
  readonly charts: Readonly<Record<string, DemoChart<Shown<State, Input, Result>>>>
  /** At least one beside every chart. */
  readonly tables: Readonly<Record<string, ResultsTable<Shown<State, Input, Result>>>>
  /** The result in a sentence, for the live region. */
  readonly status: (shown: Shown<State, Input, Result>) => string
  /** Short texts that change with the state: `<output data-text="budget">`. */
  readonly texts?: Readonly<Record<string, (shown: Shown<State, Input, Result>) => string>>
  /** Refusals and warnings of the result. */
  readonly findings?: (shown: Shown<State, Input, Result>) => readonly string[]
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions?: (shown: Shown<State, Input, Result>) => readonly string[]
}

/** A demo whose types are inferred from its parts. */
export function defineDemo<State, Input, Result>(demo: Demo<State, Input, Result>): Demo<State, Input, Result> {
  return demo
}

/** A demo with what it shows before anything is changed: what readers without JavaScript see. */
export interface BuiltDemo<State, Input, Result> {
  readonly demo: Demo<State, Input, Result>
  readonly shown: Shown<State, Input, Result>
}

/** Computes the demo on its sample with its initial state, when the site is built. */
export function buildDemo<State, Input, Result>(demo: Demo<State, Input, Result>): BuiltDemo<State, Input, Result> {
  const state = demo.address.initial
  const { input, doubts } =
    demo.table === undefined
      ? { input: demo.start as Input, doubts: [] }
      : readInput(demo.table, demo.table.sample, state as object)
  return { demo, shown: { state, input, result: demo.compute(input, state), doubts, isSample: true } }
}

/** What was read of a table. */
export interface ReadInput<Input> {
  readonly input: Input
  readonly doubts: readonly string[]
}

/** Reads the reader's table with the columns chosen in the state. */
export function readInput<Input>(definition: TableDefinition<Input>, text: string, state: object): ReadInput<Input> {
  // What is read by other means than columns need not be a table at all.
  const table = definition.readBy === undefined ? describeTable(text) : { delimiter: ',', header: [] }
  const columns = chosenColumns(definition, table, state as Readonly<Record<string, unknown>>)
  const input = definition.read(text, table, columns, state)
  return { input, doubts: definition.doubts?.(text, table, columns) ?? [] }
}
