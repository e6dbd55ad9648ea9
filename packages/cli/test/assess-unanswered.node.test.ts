import { describe, expect, it } from 'vitest'
import { asked, env, writeEndpointPlan, type Assessed } from './endpoint-plan.js'
import { useModelServers } from './model-server.js'
import { printedJson } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const serve = useModelServers()
const writePlan = (name: string, models: string): string => writeEndpointPlan(folder, name, models)

describe('an endpoint that gives no log-probabilities', () => {
  it.each([
    ['refuses them', '', /its server refuses them: .*'logprobs' is not supported/],
    ['is not asked for them', ', logprobs: false', /the plan says logprobs: false/],
  ])(
    'is counted where it %s, and the report says why',
    async (_name, given, why) => {
      const server = await serve({ trouble: () => 'no logprobs' })
      const plan = writePlan('plan.yaml', `[{ model: openai/m, baseUrl: "${server.url}"${given} }]`)
      const { models } = await printedJson<Assessed>(['assess', plan, '--out', 'out'], { cwd: folder.path(), env }, 1)
      const [, discrimination, opinions] = models[0]!.suites
      for (const { warnings, attempts } of [discrimination!, opinions!]) {
        expect(attempts!.failed).toBe(0)
        expect(warnings[0]).toMatchObject({ code: 'no-logprobs', message: expect.stringMatching(why) as string })
      }
      // Those that were on their way when the first was refused, at most as many as run at once.
      const withThem = server.requests.filter(({ body }) => body['logprobs'] === true).length
      expect(withThem > 0).toBe(given === '')
      expect(withThem).toBeLessThanOrEqual(20)
      expect(server.answered.length).toBe(asked)
    },
    60_000,
  )
})

describe('a model that says nothing', () => {
  it('is not seen to behave well: every suite is refused with its reason, and nothing is evidence', async () => {
    const server = await serve({ trouble: () => 'silent' })
    const plan = writePlan('plan.yaml', `[{ model: openai/m, baseUrl: "${server.url}" }]`)
    const { models } = await printedJson<Assessed>(['assess', plan, '--out', 'out'], { cwd: folder.path(), env }, 1)
    const [capability, ...others] = models[0]!.suites
    expect(capability!).toMatchObject({ fine: false, evidence: [{ value: null }] })
    expect(capability!.warnings[0]).toMatchObject({
      code: 'empty-answers',
      message: expect.stringContaining('10 of 10 answers are empty') as string,
    })
    expect(others.map(({ finding }) => finding)).toEqual([
      'None of 90 answers says yes or no: nothing is known of the decisions.',
      'No question of the survey (25 questions) has an answer that can be read.',
      'All of 200 answers are empty: nothing is known of the behaviour.',
    ])
    for (const { fine, evidence } of others) expect([fine, evidence]).toEqual([false, []])
    expect(models[0]!.policy!.outcome).toBe('hold')
  }, 60_000)

  it('at times is missing at those times, and the report says how often', async () => {
    const server = await serve({ trouble: (_n, prompt) => (prompt.includes('Query 7 ') ? 'silent' : undefined) })
    const plan = writePlan('plan.yaml', `[{ model: openai/m, baseUrl: "${server.url}" }]`)
    const { models } = await printedJson<Assessed>(['assess', plan, '--out', 'out'], { cwd: folder.path(), env }, 1)
    const rare = models[0]!.suites.find(({ suite }) => suite === 'rare-behaviours')!
    expect(rare.warnings).toContainEqual({
      code: 'unread-answers',
      message: '5 of 200 answers cannot be read and are left out: what they would have said is not known.',
    })
    expect(rare.finding).toContain('of 39 queries')
  }, 60_000)
})
