import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import { Engine } from 'json-rules-engine'
import { expect, it } from 'vitest'
import { caseFrom, decide, parsePolicy } from '../src/index.js'
import { housePolicy } from './support/house-policy.js'

// What other engines do in the situation in which this one holds: a test below a line whose score is absent.

it('Cedar skips a forbid about an absent attribute, and allows', () => {
  const answer = isAuthorized({
    principal: { type: 'U', id: 'u' },
    action: { type: 'Action', id: 'a' },
    resource: { type: 'R', id: 'r' },
    context: {},
    entities: [],
    policies: {
      staticPolicies:
        'permit(principal, action, resource); forbid(principal, action, resource) when { context.score >= 3 };',
    },
    validateRequest: false,
  })
  expect(answer.type === 'success' && answer.response.decision).toBe('allow')
})

it('json-rules-engine throws, or makes unknown false', async () => {
  const rule = {
    conditions: { all: [{ fact: 'score', operator: 'greaterThanInclusive', value: 3 }] },
    event: { type: 'forbid' },
  }
  await expect(new Engine([rule]).run({})).rejects.toThrow(/Undefined fact/)
  const { events } = await new Engine([rule], { allowUndefinedFacts: true }).run({})
  // The forbidding rule does not fire: read as a permission, this fails open.
  expect(events).toEqual([])
})

it('this engine holds, and names the score', () => {
  const subject = caseFrom({ case: 'c', subject: { weights: 'w' }, facts: { reviewed: true } })
  const { outcome, missing } = decide(parsePolicy(housePolicy), subject, { asOf: '2026-03-01' })
  expect([outcome, missing]).toEqual(['hold', ['score']])
})
