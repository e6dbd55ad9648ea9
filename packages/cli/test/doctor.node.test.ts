import { readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeCheck } from '../src/doctor/environment-checks.js'
import { useModelServers } from './model-server.js'
import { runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const serve = useModelServers()

interface Found {
  readonly problems: number
  readonly checks: readonly {
    readonly check: string
    readonly status: string
    readonly finding: string
    readonly remedy: string | null
  }[]
}

async function doctor(words: readonly string[], env: Record<string, string> = {}, now?: () => number) {
  const { code, stdout, stderr } = await runCommand(['doctor', ...words, '--json', '--quiet'], {
    cwd: folder.path(),
    env,
    ...(now === undefined ? {} : { now }),
  })
  expect([stderr, stdout]).toEqual(['', expect.stringContaining('"checks"')])
  const found = JSON.parse(stdout) as Found
  return { code, stdout, of: (check: string) => found.checks.find((one) => one.check === check), ...found }
}

const key = 'sk-doctor-0123456789'

describe('of this machine', () => {
  it('is content with a new enough Node, a set clock and a folder with room, and leaves nothing behind', async () => {
    const found = await doctor([])
    expect([found.code, found.problems]).toEqual([0, 0])
    expect(['Node', 'clock', 'disk', 'signing key'].map((check) => found.of(check)!.status)).toEqual([
      'fine',
      'fine',
      'fine',
      'fine',
    ])
    expect(found.of('disk')!.finding).toMatch(/can be written; [\d.]+ GiB are free/)
    expect(readdirSync(folder.path())).toEqual([])
  })

  it.each([
    ['24.1.0', 'fine'],
    ['20.19.0', 'fine'],
    ['20.18.3', 'problem'],
    ['18.20.0', 'problem'],
  ])('takes Node %s as %s', (version, status) => {
    expect(nodeCheck(version).status).toBe(status)
  })

  it('finds a clock in the past, a file in place of the folder, and a key that cannot sign', async () => {
    writeFileSync(folder.path('taken'), '')
    const env = { SAFETY_PORTFOLIO_SIGNING_KEY: 'not-hexadecimal-but-secret' }
    const found = await doctor(['--folder', 'taken'], env, () => Date.UTC(1999, 0, 1))
    expect([found.code, found.problems]).toEqual([1, 3])
    expect(found.of('clock')!.finding).toContain('1999')
    expect(found.of('disk')!.finding).toContain('a file of that name exists')
    expect(found.stdout).not.toContain('not-hexadecimal-but-secret')
  })
})

describe('of endpoints', () => {
  it.each([
    ['openai/m', 'OPENAI_API_KEY', 'with log-probabilities'],
    ['anthropic/m', 'ANTHROPIC_API_KEY', 'without log-probabilities'],
    ['compatible/m', 'MODEL_API_KEY', 'with log-probabilities'],
  ])('finds that %s is there and speaks its protocol', async (name, variable, speaks) => {
    const { url, requests } = await serve()
    const found = await doctor(['--model', name, '--model-base-url', url], { [variable]: key })
    expect([found.code, found.problems]).toEqual([0, 0])
    expect(found.of(`${name}: endpoint`)!.finding).toContain('answers and has m')
    expect(found.of(`${name}: answer`)!.finding).toContain(speaks)
    expect(found.of(`${name}: clock`)!.status).toBe('fine')
    expect(requests).toHaveLength(2)
    expect(found.stdout).not.toContain(key)
    await doctor(['--model', name, '--model-base-url', url, '--no-ask'], { [variable]: key })
    expect(requests).toHaveLength(3)
  })

  it('finds what is wrong, says what to do, and never says the key', async () => {
    const { url } = await serve({ trouble: () => 'refused', echo: true })
    const at = ['--model-base-url', url]
    const missing = await doctor(['--model', 'openai/m', ...at])
    expect(missing.of('openai/m: key')).toMatchObject({ status: 'problem', finding: 'OPENAI_API_KEY is not set' })
    const padded = await doctor(['--model', 'openai/m', ...at], { OPENAI_API_KEY: `${key}\n` })
    expect(padded.of('openai/m: key')!.finding).toContain('line break')
    const unknown = await doctor(['--model', 'compatible/other', ...at])
    expect(unknown.of('compatible/other: endpoint')!.finding).toContain('does not list other among 1 model: m')
    const refused = await doctor(['--model', 'openai/m', ...at], { OPENAI_API_KEY: key })
    expect(refused.of('openai/m: answer')!.finding).toContain('HTTP 401')
    const dead = await doctor(['--model', 'compatible/m', '--model-base-url', 'http://127.0.0.1:9/v1'])
    expect(dead.of('compatible/m: endpoint')!.finding).toContain('cannot be reached')
    const nowhere = await doctor(['--model', 'compatible/m'])
    expect(nowhere.of('compatible/m: endpoint')!.finding).toContain('address is not known')
    const nothing = await doctor(['--model', 'gpt'])
    expect(nothing.of('gpt')!.finding).toContain('no model is called so')
    for (const found of [missing, padded, unknown, refused, dead, nowhere, nothing]) {
      expect([found.code, found.problems]).toEqual([1, 1])
      expect(found.checks.filter(({ status }) => status === 'problem').every(({ remedy }) => remedy !== null)).toBe(
        true,
      )
      expect(found.stdout).not.toContain(key)
    }
  })

  it('warns of a server that refuses log-probabilities, with what to write', async () => {
    const { url } = await serve({ trouble: () => 'no logprobs' })
    const found = await doctor(['--model', 'openai/m', '--model-base-url', url], { OPENAI_API_KEY: key })
    expect(found.code).toBe(0)
    expect(found.of('openai/m: answer')).toMatchObject({
      status: 'beware',
      finding: expect.stringContaining("'logprobs' is not supported") as string,
      remedy: expect.stringContaining('logprobs: false') as string,
    })
  })

  it('warns of a clock that differs from that of the server', async () => {
    const { url } = await serve()
    const found = await doctor(['--model', 'compatible/m', '--model-base-url', url], {}, () => Date.now() + 3_600_000)
    expect(found.of('compatible/m: clock')).toMatchObject({
      status: 'beware',
      finding: expect.stringMatching(/^is 3[56]\d\d seconds ahead/) as string,
    })
    expect(found.code).toBe(0)
  })
})

describe('of a plan', () => {
  it('looks at its models, files and policy', async () => {
    const { url } = await serve()
    writeFileSync(folder.path('queries.csv'), 'input\na\n')
    writeFileSync(
      folder.path('plan.yaml'),
      `models: [{ model: compatible/m, baseUrl: "${url}" }, simulated/modest]
suites: { discrimination: {} }
policy: { case: { subject: { weights: m } } }
`,
    )
    const found = await doctor(['plan.yaml'])
    expect([found.code, found.problems]).toEqual([0, 0])
    expect(found.of('simulated/modest')!.finding).toContain('needs no network')
    expect(found.of('policy')!.status).toBe('fine')
    writeFileSync(
      folder.path('bad.yaml'),
      `models: [gpt]
suites: { layers: { outcomes: gone.csv } }
policy: { case: { subject: { wights: m } } }
`,
    )
    const bad = await doctor(['bad.yaml'])
    expect(bad.problems).toBe(2)
    expect(bad.of('files')!.finding).toContain('gone.csv')
    expect(bad.of('policy')!.finding).toMatch(/line 3: policy\.case\.subject\.wights: unknown field/)
    expect(bad.of('gpt')!.finding).toBe('nothing is asked of it')
  })

  it('prints a table for people', async () => {
    const { code, stdout } = await runCommand(['doctor', '--quiet'], { cwd: folder.path() })
    expect(code).toBe(0)
    expect(stdout).toMatch(/4 checks, no problem\..*What was looked at.*disk/s)
  })
})
