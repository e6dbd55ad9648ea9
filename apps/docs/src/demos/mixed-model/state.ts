import type { InferenceName } from '@safety-portfolio/mixed-models'
import { choiceParameter, defineAddress, integerParameter, textParameter, type StateOf } from '~/kit/address.js'

const inferenceNames: readonly InferenceName[] = [
  'satterthwaite',
  'kr',
  'wald',
  'profile',
  'bootstrap',
  'cluster-bootstrap',
]

const parameters = {
  formula: textParameter({
    meaning: 'the model in the notation of lme4',
    initial: 'logit ~ age + gender + (1 + age | question)',
  }),
  family: choiceParameter<'gaussian' | 'binomial'>({
    meaning: 'family of the response',
    initial: 'gaussian',
    choices: ['gaussian', 'binomial'],
  }),
  method: choiceParameter<'REML' | 'ML'>({
    meaning: 'restricted or full maximum likelihood, for gaussian models',
    initial: 'REML',
    choices: ['REML', 'ML'],
  }),
  inference: choiceParameter<InferenceName>({
    meaning: 'tests and intervals; what a family does not have falls back to wald',
    initial: 'satterthwaite',
    choices: inferenceNames,
  }),
  baseline: textParameter({
    meaning: 'levels that others are compared with, as column=level, with commas between',
    initial: 'gender=male',
  }),
  replicates: integerParameter({ meaning: 'replicates of a bootstrap', initial: 400, min: 20, max: 10_000 }),
  seed: integerParameter({ meaning: 'seed of a bootstrap', initial: 1, min: 0, max: Number.MAX_SAFE_INTEGER }),
  effect: integerParameter({
    meaning: 'random effect that the charts show, counted from 1 over all terms',
    initial: 2,
    min: 1,
    max: 50,
  }),
}

/** What the controls of the demo say. */
export type MixedState = StateOf<typeof parameters>

export const address = defineAddress(parameters)
