import { shippedPolicies } from '@safety-portfolio/asl-policy'
import { choiceParameter, defineAddress, type StateOf } from '~/kit/address.js'

/** Every shipped policy as `id version`. */
export const policyNames: readonly string[] = shippedPolicies().map(({ id, version }) => `${id} ${version}`)

const parameters = {
  from: choiceParameter({ meaning: 'the earlier policy, id and version', initial: 'rsp 2.1', choices: policyNames }),
  to: choiceParameter({ meaning: 'the later policy, id and version', initial: 'rsp 2.2', choices: policyNames }),
  shown: choiceParameter({
    meaning: 'policies on the time line',
    initial: 'rsp',
    choices: ['rsp', 'all'],
  }),
}

export const address = defineAddress(parameters)
export type ExplorerState = StateOf<typeof parameters>
