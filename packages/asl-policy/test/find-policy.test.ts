import { expect, it } from 'vitest'
import { findPolicies } from '../src/index.js'

const named = (name: string): readonly string[] => findPolicies(name).map(({ id, version }) => `${id} ${version}`)

it.each([
  ['2.2', ['rsp 2.2']],
  ['v2.2', ['rsp 2.2']],
  ['RSP 3.4', ['rsp 3.4']],
  ['Anthropic RSP v3.4', ['rsp 3.4']],
  ['Responsible Scaling Policy, version 3.4', ['rsp 3.4']],
  ['OpenAI Preparedness Framework v2', ['openai-pf 2']],
  ['FSF 3.1', ['gdm-fsf 3.1']],
  ['SB53', ['ca-sb53 law']],
  ['gdm-fsf', ['gdm-fsf 2.0', 'gdm-fsf 3.1']],
  ['GDM FSF v2', ['gdm-fsf 2.0']],
  ['GDM FSF v3.1', ['gdm-fsf 3.1']],
  ['GDM FSF v3.1 section 2', ['gdm-fsf 3.1']],
  ['EU CoP 4.4', ['eu-cop final']],
  ['SB 53 22757.13', ['ca-sb53 law']],
  ['xAI_2025-12-30', ['xai 2025-12-30']],
])('%s is %j', (name, expected) => {
  expect(named(name)).toEqual(expected)
})
it.each(['GDM FSF v1.0', 'GDM FSF v3.0', 'OpenAI PF v1', 'Meta 1.1', 'RSP 9', 'nothing', ''])(
  'a version that is not shipped is none: %s',
  (name) => {
    expect(named(name)).toEqual([])
  },
)
