import { choiceParameter, defineAddress, integerParameter, numberParameter, type StateOf } from '~/kit/address.js'

const parameters = {
  tokens: integerParameter({ meaning: 'tokens of an answer that all have to be right', initial: 4, min: 1, max: 20 }),
  items: integerParameter({ meaning: 'items of the test', initial: 50, min: 10, max: 5000 }),
  exponent: numberParameter({
    meaning: 'how fast the loss per token falls with parameters, −α',
    initial: 0.9,
    min: 0.1,
    max: 1.5,
  }),
  jump: numberParameter({
    meaning: 'factor by which the loss per token falls at once between 5B and 13B parameters; 1 for none',
    initial: 1,
    min: 1,
    max: 20,
  }),
  metric: choiceParameter({
    meaning: 'metric of the chart',
    initial: 'accuracy',
    choices: ['accuracy', 'token-success', 'token-loss'],
  }),
  seed: integerParameter({ meaning: 'seed of the simulated test', initial: 1, min: 0, max: 1_000_000 }),
}

export const address = defineAddress(parameters)
export type EmergenceState = StateOf<typeof parameters>
