import { choiceParameter, defineAddress, type StateOf } from '~/kit/address.js'

/** What a reader may suppose about a fact that the plan settles or leaves open. */
const verdicts = ['as planned', 'ruled-out', 'cannot-rule-out', 'unknown'] as const
const truths = ['as planned', 'yes', 'no', 'unknown'] as const

const parameters = {
  model: choiceParameter({
    meaning: 'which of the two simulated models is looked at',
    initial: 'capable',
    choices: ['modest', 'capable'],
  }),
  ability: choiceParameter({
    meaning: 'what is determined about the threshold AI R&D-4',
    initial: 'as planned',
    choices: verdicts,
  }),
  next: choiceParameter({
    meaning: 'what is determined about the threshold AI R&D-5',
    initial: 'as planned',
    choices: verdicts,
  }),
  security: choiceParameter({
    meaning: 'whether the ASL-3 security standard is met',
    initial: 'as planned',
    choices: truths,
  }),
  argument: choiceParameter({
    meaning: 'whether an affirmative case is accepted',
    initial: 'as planned',
    choices: truths,
  }),
  approvals: choiceParameter({
    meaning: 'whether CEO and RSO have approved',
    initial: 'as planned',
    choices: ['as planned', 'unknown'],
  }),
}

export const address = defineAddress(parameters)
export type PortfolioState = StateOf<typeof parameters>
