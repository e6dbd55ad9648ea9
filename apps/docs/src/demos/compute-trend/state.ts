import {
  columnParameter,
  defineAddress,
  integerParameter,
  numberParameter,
  textParameter,
  type StateOf,
} from '~/kit/address.js'

const parameters = {
  from: textParameter({ meaning: 'first date of the window, ISO; empty for the first of the table', initial: '' }),
  to: textParameter({ meaning: 'last date of the window, ISO; empty for the last of the table', initial: '' }),
  frontier: integerParameter({
    meaning: 'keep models that were among so many largest; 0 for all',
    initial: 0,
    min: 0,
    max: 1000,
  }),
  threshold: numberParameter({
    meaning: 'threshold as decimal logarithm of FLOP, in steps of 0.1',
    initial: 27,
    min: 18,
    max: 32,
  }),
  assessed: textParameter({ meaning: 'date of the last assessment, ISO', initial: '2025-10-01' }),
  factor: numberParameter({
    meaning: 'effective compute that asks for a new assessment, as a multiple',
    initial: 4,
    min: 1.1,
    max: 1000,
  }),
  algorithms: numberParameter({
    meaning: 'doubling time of algorithmic progress in months; 8.44 carries the interval of Ho et al. 2024',
    initial: 8.44,
    min: 0.5,
    max: 1000,
  }),
  columnName: columnParameter('the name of a model'),
  columnDate: columnParameter('the date'),
  columnCompute: columnParameter('training compute in FLOP'),
}

export const address = defineAddress(parameters)
export type TrendState = StateOf<typeof parameters>
