import {
  choiceParameter,
  columnParameter,
  defineAddress,
  integerParameter,
  numberParameter,
  type StateOf,
} from '~/kit/address.js'

const parameters = {
  deployment: numberParameter({
    meaning: 'queries at deployment as decimal logarithm',
    initial: 6,
    min: 2,
    max: 12,
  }),
  method: choiceParameter({
    meaning: 'how the tail is fitted; auto is what a backtest on the table picks',
    initial: 'auto',
    choices: ['auto', 'ols', 'weissman', 'gpd', 'lognormal'],
  }),
  plotting: choiceParameter({ meaning: 'plotting positions of ols', initial: 'i/m', choices: ['i/m', 'median'] }),
  top: integerParameter({ meaning: 'largest queries that the tail is fitted to', initial: 10, min: 3, max: 200 }),
  columnLogp: columnParameter('the natural logarithm of the probability'),
  columnP: columnParameter('the probability'),
  columnHits: columnParameter('samples that showed the behaviour'),
  columnSamples: columnParameter('samples of a query'),
  columnScore: columnParameter('a score that is bad when large'),
}

export const address = defineAddress(parameters)
export type RareState = StateOf<typeof parameters>

/** Queries at deployment. */
export function queriesOf({ deployment }: RareState): number {
  return Number((10 ** deployment).toPrecision(2))
}
