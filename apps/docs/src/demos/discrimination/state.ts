import {
  choiceParameter,
  columnParameter,
  defineAddress,
  integerParameter,
  numberParameter,
  textParameter,
  type StateOf,
} from '~/kit/address.js'

const parameters = {
  baseline: textParameter({
    meaning: 'what scores are relative to, e.g. age=60,gender=male,race=white; empty: the customary levels',
    initial: '',
  }),
  prompt: textParameter({
    meaning: 'value of the prompt column that is analysed; empty: default, or the first',
    initial: '',
  }),
  score: integerParameter({
    meaning: 'score of the charts of questions and interventions, counted from 1',
    initial: 3,
    min: 1,
    max: 60,
  }),
  scale: choiceParameter({ meaning: 'scale of the scores', initial: 'logit', choices: ['logit', 'probability'] }),
  method: choiceParameter({
    meaning: 'how scores are estimated',
    initial: 'reml',
    choices: ['reml', 'ml', 'two-stage'],
  }),
  margin: numberParameter({
    meaning: 'largest effect on the logit scale that would not matter, for the test of equivalence',
    initial: 0.3,
    min: 0.01,
    max: 10,
  }),
  columnQuestion: columnParameter('the question'),
  columnLogit: columnParameter('the logit of yes'),
  columnYesLogit: columnParameter('the log-probability of yes'),
  columnNoLogit: columnParameter('the log-probability of no'),
  columnP: columnParameter('the probability of yes'),
  columnYes: columnParameter('the count of yes'),
  columnNo: columnParameter('the count of no'),
  columnPrompt: columnParameter('the prompt'),
}

export const address = defineAddress(parameters)
export type DiscriminationState = StateOf<typeof parameters>
