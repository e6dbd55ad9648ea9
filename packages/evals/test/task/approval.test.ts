import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  autoApprover,
  decideApproval,
  denyApprover,
  parseApprovalPolicy,
  type ApprovalPolicy,
  type Approver,
  type ToolCall,
} from '../../src/index.js'
import { matchesName } from '../../src/task/name-pattern.js'

const call = (name: string): ToolCall => ({ id: '1', type: 'function', function: name, arguments: { path: '/' } })
const context = { sample: 1, epoch: 1, messages: [] }
const decide = async (policy: ApprovalPolicy, name = 'bash') => {
  const seen: string[] = []
  const last = await decideApproval(policy, call(name), context, ({ approver, decision }) =>
    seen.push(`${approver} ${decision}`),
  )
  return { ...last, seen }
}
const approver = (approve: Approver['approve']): Approver => ({ name: 'own', approve })

describe('decideApproval', () => {
  it('takes the first rule that names the tool, and the next where it escalates', async () => {
    const policy = [
      { tools: 'read_*', approver: autoApprover() },
      { tools: ['bash', 'python'], approver: autoApprover('escalate') },
      { tools: '*', approver: denyApprover() },
    ]
    expect(await decide(policy, 'read_file')).toMatchObject({ decision: 'approve', seen: ['auto approve'] })
    expect(await decide(policy)).toMatchObject({ decision: 'reject', seen: ['auto escalate', 'deny reject'] })
    expect((await decide(policy, 'other')).seen).toEqual(['deny reject'])
  })

  it('rejects what nobody approves', async () => {
    const broken = [
      [],
      [{ tools: 'read', approver: autoApprover() }],
      [{ tools: '*', approver: autoApprover('escalate') }],
      [{ tools: '*', approver: approver(() => Promise.reject(new Error('down'))) }],
      [
        {
          tools: '*',
          approver: approver(() => {
            throw new Error('down')
          }),
        },
      ],
      [{ tools: '*', approver: approver(() => ({ decision: 'yes' as 'approve' })) }],
      [{ tools: '*', approver: approver(() => undefined as unknown as { decision: 'approve' }) }],
      [{ tools: '*', approver: approver(() => ({ decision: 'modify' })) }],
    ]
    for (const policy of broken)
      expect(await decide(policy)).toMatchObject({ decision: 'reject', explanation: expect.any(String) as string })
  })

  it('hands on a call that was modified', async () => {
    const modified = call('bash -n')
    expect(await decide([{ tools: '*', approver: approver(() => ({ decision: 'modify', modified })) }])).toMatchObject({
      decision: 'modify',
      modified,
    })
  })
})

describe('parseApprovalPolicy', () => {
  it('reads one word and the form of Inspect', async () => {
    expect(await decide(parseApprovalPolicy('auto'))).toMatchObject({ decision: 'approve' })
    expect(await decide(parseApprovalPolicy('deny'))).toMatchObject({ decision: 'reject', approver: 'deny' })
    const policy = parseApprovalPolicy({
      approvers: [
        { name: 'auto', tools: 'web_browser*, bash', decision: 'terminate' },
        { name: 'auto', tools: ['*'], params: {} },
      ],
    })
    expect(await decide(policy)).toMatchObject({ decision: 'terminate' })
    expect(await decide(policy, 'web_browser_go')).toMatchObject({ decision: 'terminate' })
    expect(await decide(policy, 'python')).toMatchObject({ decision: 'approve' })
  })

  it('names everything that is wrong at once', () => {
    const wrong = {
      approvers: [
        { name: 'nobody', tools: '*' },
        { name: 'auto' },
        { name: 'auto', tools: '*', decision: 'maybe' },
        { name: 'deny', tools: 'computer(action="x")' },
        { name: 'human', tools: '*' },
        { name: 'auto', tools: '*', when: 'never' },
        3,
      ],
    }
    const message =
      /approver 1: there is no approver 'nobody'.*approver 2: tools must.*approver 3: the decision "maybe".*approver 4: .*arguments.*approver 5: there is nobody.*approver 6: unknown: when.*approver 7: it is no map/
    expect(() => parseApprovalPolicy(wrong)).toThrow(message)
    for (const none of [null, {}, [], { approvers: [] }, 'yes'])
      expect(() => parseApprovalPolicy(none)).toThrow(RangeError)
  })
})

describe('matchesName', () => {
  it('agrees with a regular expression on every pattern', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 })
    const names = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 })
    fc.assert(
      fc.property(letters, names, (pattern, name) => {
        const source = Array.from(pattern)
          .map((one) => (one === '*' ? '.*' : one === '?' ? '.' : one === '.' ? '\\.' : one))
          .join('')
        expect(matchesName([pattern], name)).toBe(new RegExp(`^${source}$`, 's').test(name))
      }),
    )
  })

  it('is quick where a regular expression would not be', () => {
    expect(matchesName(`${'*a'.repeat(30)}b`, 'a'.repeat(5000))).toBe(false)
  })
})
