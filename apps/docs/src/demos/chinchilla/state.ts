import type { LossName } from '@safety-portfolio/scaling-laws'
import {
  choiceParameter,
  columnParameter,
  defineAddress,
  integerParameter,
  numberParameter,
  type StateOf,
} from '~/kit/address.js'

export const lossNames: readonly LossName[] = ['huber', 'lad', 'log-squared', 'squared']

const parameters = {
  loss: choiceParameter<LossName>({ meaning: 'loss that is minimised', initial: 'huber', choices: lossNames }),
  delta: numberParameter({ meaning: 'threshold of the Huber loss', initial: 0.001, min: 1e-9, max: 1000 }),
  drop: integerParameter({ meaning: 'how many runs with the highest loss are left out', initial: 0, min: 0, max: 1e6 }),
  replicates: integerParameter({
    meaning: 'bootstrap replicates; 0 for sandwich intervals',
    initial: 1000,
    min: 0,
    max: 20_000,
  }),
  seed: integerParameter({ meaning: 'seed of the bootstrap', initial: 1, min: 0, max: Number.MAX_SAFE_INTEGER }),
  budget: numberParameter({
    meaning: 'budget as decimal logarithm of FLOP, in steps of 0.1',
    initial: 24,
    min: 0,
    max: 40,
  }),
  columnParams: columnParameter('parameters'),
  columnTokens: columnParameter('tokens'),
  columnCompute: columnParameter('training compute in FLOP'),
  columnLoss: columnParameter('the loss'),
}

/** What the controls of the demo say; `budget` is the decimal logarithm of the budget in FLOP. */
export type ChinchillaState = StateOf<typeof parameters>

/** Everything but the data stands in the query of the address. */
export const address = defineAddress(parameters)
