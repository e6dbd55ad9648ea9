import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { binary } from './built-command.js'
import { asked, env, key, writeEndpointPlan, type Assessed } from './endpoint-plan.js'
import { someTrouble, useModelServers } from './model-server.js'
import { printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const serve = useModelServers()

const writePlan = (name: string, models: string): string => writeEndpointPlan(folder, name, models)

describe.each([
  ['OpenAI', (url: string) => `[{ model: openai/m, baseUrl: "${url}" }]`, true],
  ['Anthropic', (url: string) => `[{ model: anthropic/m, baseUrl: "${url}", keyVariable: OTHER_KEY }]`, false],
] as const)('an endpoint with the protocol of %s that fails now and then', (_name, models, probabilities) => {
  it('answers every suite, once, and its key is nowhere', async () => {
    const server = await serve({ trouble: someTrouble })
    const plan = writePlan('plan.yaml', models(server.url))
    const out = folder.path('out')
    const result = await printedJson<Assessed>(['assess', plan, '--out', out], { cwd: folder.path(), env }, 1)
    const [model] = result.models
    expect(model!.suites.map(({ suite, attempts }) => [suite, attempts])).toEqual([
      ['capability', { made: 10, failed: 0 }],
      ['discrimination', { made: 90, failed: 0 }],
      ['opinions', { made: 25, failed: 0 }],
      ['rare-behaviours', { made: 200, failed: 0 }],
    ])
    expect(server.answered).toHaveLength(asked)
    expect(server.requests.length).toBeGreaterThan(asked)
    const [, discrimination, opinions] = model!.suites
    expect(discrimination!.finding).toContain('90 decisions')
    const { scores } = discrimination!.result as { scores: { term: string; estimate: number | null }[] }
    const { estimate } = scores.find(({ term }) => term === 'gender=female')!
    // Women are favoured by one logit. Single answers without probabilities may separate, and then say nothing.
    if (probabilities) expect(estimate).toBeGreaterThan(0.5)
    else expect(discrimination!.warnings.length + Number(estimate !== null)).toBeGreaterThan(0)
    expect(JSON.stringify(opinions!.result)).toContain('Cland')
    expect(model!.policy!.outcome).toBe('hold')
    for (const file of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
      if (path.extname(file) === '') continue
      expect(readFileSync(path.join(out, file)).includes(key)).toBe(false)
    }
    const before = server.requests.length
    const again = await printedJson<Assessed>(
      ['assess', plan, '--out', out, '--resume'],
      { cwd: folder.path(), env },
      1,
    )
    expect(server.requests.length).toBe(before)
    const numbers = ({ models: all }: Assessed) =>
      all.map(({ suites }) =>
        suites.map(({ suite, finding, evidence, attempts }) => ({ suite, finding, evidence, attempts })),
      )
    expect(numbers(again)).toEqual(numbers(result))
  }, 120_000)
})

describe('an endpoint that refuses', () => {
  it('is given up early, with its reason and how to go on', async () => {
    const server = await serve({ trouble: () => 'refused' })
    const plan = writePlan('plan.yaml', `[{ model: openai/m, baseUrl: "${server.url}" }]`)
    const words = ['assess', plan, '--out', 'out', '--quiet']
    const without = await runCommand(words, { cwd: folder.path() })
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringContaining('openai/m needs a key in the environment variable OPENAI_API_KEY'),
    ])
    const dearer = await runCommand(words, { cwd: folder.path(), env })
    expect(dearer.code).toBe(2)
    expect(dearer.stderr).toMatch(/unit-traps on openai\/m: 10 of 10 attempts failed.*not for you.*doctor.*--resume/s)
    expect(server.requests.length).toBe(10)
  })

  it('leaves what failed unknown, and asks only that again', async () => {
    let refusing = true
    const refused = (prompt: string): boolean => prompt.includes('Query 7 ') || /ticket/i.test(prompt)
    const server = await serve({ trouble: (_n, prompt) => (refusing && refused(prompt) ? 'refused' : undefined) })
    const plan = writePlan('plan.yaml', `[{ model: openai/m, baseUrl: "${server.url}" }]`)
    const words = ['assess', plan, '--out', 'out']
    const cwd = folder.path()
    const first = await printedJson<Assessed>(words, { cwd, env }, 1)
    const failed = first.models[0]!.suites.filter(({ attempts }) => attempts!.failed > 0)
    expect(failed.map(({ suite }) => suite)).toContain('rare-behaviours')
    for (const { fine, warnings, evidence } of failed) {
      expect(fine).toBe(false)
      expect(warnings[0]!.code).toBe('failed-attempts')
      expect(evidence.every(({ value }) => value === null)).toBe(true)
    }
    const answered = server.answered.length
    const missing = failed.reduce((sum, { attempts }) => sum + attempts!.failed, 0)
    expect(answered).toBe(asked - missing)
    refusing = false
    const { models } = await printedJson<Assessed>([...words, '--resume'], { cwd, env }, 1)
    expect(server.answered.length).toBe(asked)
    expect(models[0]!.suites.every(({ attempts }) => attempts!.failed === 0)).toBe(true)
  }, 60_000)
})

/** Runs the built command until the server has answered so often, then kills it. */
function killedAfter(
  words: readonly string[],
  cwd: string,
  count: () => number,
  wanted: number,
): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [binary, ...words], { cwd, stdio: 'ignore', env: { ...process.env, ...env } })
    const wait = setInterval(() => {
      if (count() >= wanted) child.kill('SIGKILL')
    }, 2)
    child.on('close', (_code, signal) => {
      clearInterval(wait)
      resolve(signal)
    })
  })
}

it('loses nothing and asks nothing twice when it is killed, three times, and resumed', async () => {
  const server = await serve({ delay: 8 })
  const connections = 4
  const plan = writePlan('plan.yaml', `[{ model: openai/m, baseUrl: "${server.url}" }]\nmaxConnections: ${connections}`)
  const words = ['assess', plan, '--out', 'killed', '--resume', '--quiet']
  const cwd = folder.path()
  const count = () => server.answered.length
  const kills = [
    await killedAfter(words, cwd, count, 60),
    await killedAfter(words, cwd, count, 115),
    await killedAfter(words, cwd, count, 230),
  ]
  expect(kills).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL'])
  const result = await printedJson<Assessed>(words.slice(0, -1), { cwd, env }, 1)
  expect(result.models[0]!.suites.map(({ attempts }) => attempts!.made)).toEqual([10, 90, 25, 200])
  // What was under way when it was killed had no answer yet, or one that had not reached the log.
  expect(server.answered.length).toBeGreaterThanOrEqual(asked)
  expect(server.answered.length).toBeLessThanOrEqual(asked + kills.length * connections)
  const logs = readdirSync(path.join(cwd, 'killed/logs')).filter((file) => file.endsWith('.eval'))
  expect(logs).toHaveLength(4)
  for (const log of logs) {
    const file = path.join('killed/logs', log)
    expect((await printedJson<{ ok: boolean }>(['eval', 'log', 'verify', file], { cwd })).ok).toBe(true)
    const { samples } = await printedJson<{ samples: { id: number; epoch: number }[] }>(
      ['eval', 'log', 'samples', file, '--limit', '0'],
      { cwd },
    )
    expect(new Set(samples.map(({ id, epoch }) => `${id} ${epoch}`)).size).toBe(samples.length)
  }
}, 120_000)
