import { choiceParameter, defineAddress, integerParameter, textParameter, type StateOf } from '~/kit/address.js'

const parameters = {
  model: textParameter({
    meaning:
      'model; of the simulated ones, mirror carries the opinions of one country, cautious is near uniform, first prefers the first option',
    initial: 'mirror',
  }),
  condition: textParameter({
    meaning: 'country that the model is asked to answer for; default for none',
    initial: 'default',
  }),
  base: choiceParameter({ meaning: 'base of the logarithm in the distance', initial: '2', choices: ['2', 'e'] }),
  missing: choiceParameter({
    meaning: "what happens to don't know: an option like others, or left out",
    initial: 'keep',
    choices: ['keep', 'drop'],
  }),
  show: choiceParameter({
    meaning: 'what the map shows',
    initial: 'similarity',
    choices: ['similarity', 'skill', 'adjusted'],
  }),
  country: textParameter({ meaning: 'country that is outlined and compared question by question', initial: 'Japan' }),
  question: integerParameter({ meaning: 'question of the explorer, from 1', initial: 1, min: 1, max: 100_000 }),
  seed: integerParameter({ meaning: 'seed of the simulated survey', initial: 1, min: 0, max: 1_000_000 }),
}

export const address = defineAddress(parameters)
export type OpinionState = StateOf<typeof parameters>
