import { shippedPolicies } from '@safety-portfolio/asl-policy'
import { choiceParameter, defineAddress, columnParameter, textParameter, type StateOf } from '~/kit/address.js'

/** Every shipped policy as `id version`. */
export const policyNames: readonly string[] = shippedPolicies().map(({ id, version }) => `${id} ${version}`)

export const activityNames = [
  'deploy-general',
  'deploy-vetted',
  'deploy-internal-large',
  'deploy-internal',
  'finetune-api',
  'release-weights',
  'store',
  'train',
] as const

const parameters = {
  policy: choiceParameter({
    meaning: 'policy and version the case is decided under',
    initial: 'rsp 2.2',
    choices: policyNames,
  }),
  activity: choiceParameter({
    meaning: 'what is to be done with the model',
    initial: 'deploy-general',
    choices: activityNames,
  }),
  date: textParameter({ meaning: 'day of the decision, ISO; empty for the first day in force', initial: '' }),
  assessment: choiceParameter({
    meaning: 'whether a full assessment is owed',
    initial: 'owed',
    choices: ['owed', 'not owed', 'unknown'],
  }),
  columnPart: columnParameter('the part: determination, evidence, safeguard, approval, claim or fact'),
  columnName: columnParameter('the name of the threshold, line, standard, person, claim or fact'),
  columnValue: columnParameter('what is known about it'),
}

export const address = defineAddress(parameters)
export type WorkbenchState = StateOf<typeof parameters>
