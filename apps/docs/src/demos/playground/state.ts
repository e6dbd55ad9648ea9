import { choiceParameter, defineAddress, numberParameter, textParameter, type StateOf } from '~/kit/address.js'

/** The names of `allKinds`, which may not be imported where kinds read their options. */
const names = [
  'scaling-runs',
  'decisions',
  'opinions',
  'filters',
  'rare-behaviour',
  'eval-log',
  'horizons',
  'compute-trend',
  'mixed',
] as const

const parameters = {
  kind: choiceParameter({ meaning: 'kind of the data', initial: 'auto', choices: ['auto', ...names] }),
  formula: textParameter({
    meaning: 'formula of a mixed model; with one, any table is fitted by it',
    initial: '',
  }),
  columns: textParameter({
    meaning: 'columns that are not found by their names, as field=column, separated by commas',
    initial: '',
  }),
  budget: numberParameter({
    meaning: 'scaling runs: budget as decimal logarithm of FLOP',
    initial: 24,
    min: 10,
    max: 40,
  }),
  queries: numberParameter({
    meaning: 'rare behaviour: queries of the deployment as decimal logarithm',
    initial: 6,
    min: 1,
    max: 12,
  }),
}

export const address = defineAddress(parameters)
export type PlaygroundState = StateOf<typeof parameters>

/** What kinds read and analyse with. */
export interface PlaygroundOptions {
  readonly formula: string
  /** FLOP. */
  readonly budget: number
  /** Queries. */
  readonly queries: number
}

export function optionsOf({ formula, budget, queries }: PlaygroundState): PlaygroundOptions {
  return { formula: formula.trim(), budget: 10 ** budget, queries: Math.round(10 ** queries) }
}

/** `loss=val loss, params=N` as fields and columns. */
export function namedColumns(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').flatMap((part) => {
      const split = part.indexOf('=')
      return split < 1 ? [] : [[part.slice(0, split).trim(), part.slice(split + 1).trim()]]
    }),
  )
}
