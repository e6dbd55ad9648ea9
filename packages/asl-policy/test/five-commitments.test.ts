import { expect, it } from 'vitest'
import {
  checkCommitments,
  findPolicies,
  parsePolicy,
  shippedPolicy,
  sideBySide,
  shippedVersions,
} from '../src/index.js'
import { housePolicy } from './support/house-policy.js'
import { opus4With } from './support/opus-4.js'

it('a policy that says nothing answers nothing', () => {
  expect(checkCommitments(parsePolicy(housePolicy)).map(({ met }) => met)).toEqual(
    Array.from({ length: 5 }, () => 'unknown'),
  )
})
it('the second version treats what is not ruled out as present, the third does not', () => {
  const tested = (version: string): string =>
    checkCommitments(shippedPolicy('rsp', version)).find(({ id }) => id === 'tested')!.met
  expect([tested('1.0'), tested('2.2'), tested('3.4')]).toEqual(['unknown', 'true', 'false'])
})
it('every shipped Responsible Scaling Policy answers all five', () => {
  for (const policy of shippedVersions('rsp'))
    expect(policy.commitments.map(({ id }) => id)).toEqual([
      'red-lines',
      'tested',
      'answered',
      'upper-bound',
      'assurance',
    ])
})
it('one record under several policies', () => {
  const reference = shippedPolicy('rsp', '2.2')
  const policies = [
    reference,
    shippedPolicy('rsp', '3.4'),
    shippedPolicy('openai-pf', '2'),
    shippedPolicy('gdm-fsf', '3.1'),
    shippedPolicy('eu-cop', 'final'),
    shippedPolicy('ca-sb53', 'law'),
  ]
  const rows = sideBySide(reference, opus4With({}), policies, '2026-09-01')
  expect(rows.map(({ policy, outcome }) => [policy, outcome])).toEqual([
    ['rsp 2.2', 'permit'],
    ['rsp 3.4', 'hold'],
    ['openai-pf 2', 'hold'],
    ['gdm-fsf 3.1', 'hold'],
    ['eu-cop final', 'hold'],
    ['ca-sb53 law', 'hold'],
  ])
  expect(rows[1]?.unused).toContain('determination:AI R&D-4')
})
it('names find policies', () => {
  expect(findPolicies('v2.2').map(({ version }) => version)).toEqual(['2.2'])
  expect(findPolicies('*')).toHaveLength(9)
  expect(findPolicies('xAI').map(({ version }) => version)).toEqual(['2025-12-30', '2026-06-30'])
  expect(findPolicies('openai-pf')).toHaveLength(1)
})
