import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { protocolServer, sendJson } from '../../../testing/protocol-server.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const at = (env = {}) => ({ cwd: folder.path(), env })
interface Run {
  readonly log: string
  readonly status: string
  readonly warnings: readonly string[]
  readonly scores: readonly { readonly scorer: string; readonly mean: number | null }[]
}
/** A model that asks for the shell once and says what came back. */
const shellUser = `export default { name: 'shell-user', generate: async ({ messages }) => {
  const last = messages.at(-1)
  if (last.role === 'tool') return { model: 'shell-user', completion: last.content, choices: [{ stop_reason: 'stop', message: { role: 'assistant', content: last.content } }] }
  const tool_calls = [{ id: 'a', type: 'function', function: 'bash', arguments: { command: 'cat name.txt' } }]
  return { model: 'shell-user', completion: '', choices: [{ stop_reason: 'tool_calls', message: { role: 'assistant', content: '', tool_calls } }] }
} }`
const task = `
import { agent, bash, datasetOf, includes } from '@safety-portfolio/evals'
export default {
  name: 'shell',
  dataset: datasetOf('shell', [{ input: 'What is in name.txt?', target: 'Ada', files: { 'name.txt': 'Ada' } }]),
  solvers: [agent({ tools: [bash()] })],
  scorers: [includes()],
}`
const hooks = `import { appendFileSync } from 'node:fs'
export default { name: 'notes', onRunStart: ({ spec }) => appendFileSync('notes.txt', 'start ' + spec.task + '\\n'), onToolCall: () => { throw new Error('a hook fails') } }`

beforeEach(async () => {
  await writeFile(folder.path('model.mjs'), shellUser)
  await writeFile(folder.path('task.mjs'), task)
  await writeFile(folder.path('hooks.mjs'), hooks.replaceAll("'notes.txt'", JSON.stringify(folder.path('notes.txt'))))
})
const run = (words: readonly string[] = [], expected = 0, env = {}) =>
  printedJson<Run>(['eval', 'run', 'task.mjs', '--model', './model.mjs', ...words], at(env), expected)

describe('eval run --sandbox, --approval, --hooks', () => {
  it('runs commands in the sandbox, and says that local does not isolate', async () => {
    const { scores, warnings } = await run(['--sandbox', 'local'])
    expect(scores[0]!.mean).toBe(1)
    expect(warnings.join()).toContain('could reach its files and network')
  })

  it('calls nothing that nobody approved', async () => {
    await writeFile(
      folder.path('policy.yaml'),
      'approvers:\n  - { name: auto, tools: "read_*" }\n  - { name: deny, tools: "*" }\n',
    )
    for (const policy of ['deny', 'human', 'policy.yaml']) {
      const { scores } = await run(['--sandbox', 'local', '--approval', policy])
      expect([policy, scores[0]!.mean]).toEqual([policy, 0])
    }
    expect((await run(['--sandbox', 'local', '--approval', 'auto'])).scores[0]!.mean).toBe(1)
  })

  it('calls hooks and outlives them', async () => {
    const { status, warnings } = await run(['--sandbox', 'local', '--hooks', './hooks.mjs'])
    expect([status, await readFile(folder.path('notes.txt'), 'utf8')]).toEqual(['success', 'start shell\n'])
    expect(warnings).toContain('hook notes: onToolCall: a hook fails')
  })

  it('refuses what it does not know before anything is asked or written', async () => {
    const words = ['eval', 'run', 'task.mjs', '--model', './model.mjs']
    await writeFile(folder.path('bad.yaml'), 'approvers: [{ name: nobody, tools: "*" }]')
    await writeFile(folder.path('empty.mjs'), 'export default 3')
    await expectRefusal([...words, '--sandbox', 'podman'], ["there is no sandbox 'podman'"], at())
    await expectRefusal([...words, '--approval', 'bad.yaml'], ["there is no approver 'nobody'"], at())
    await expectRefusal([...words, '--approval', 'absent.yaml'], ['absent.yaml'], at())
    await expectRefusal([...words, '--hooks', './empty.mjs'], ['is no hooks'], at())
    await expectRefusal([...words, '--otlp', 'nowhere'], ['--otlp'], at())
    await expectRefusal([...words, '--otlp-content'], ['needs --otlp'], at())
    expect(existsSync(folder.path('logs'))).toBe(false)
  })
})

describe('OpenTelemetry', () => {
  it('sends a run as it goes on and a log afterwards, with the keys of the environment and in no log', async () => {
    const collector = await protocolServer((_request, response) => {
      sendJson(response, {})
    })
    const url = collector.url.replace('/v1', '')
    const env = { OTEL_EXPORTER_OTLP_HEADERS: 'x-key=planted%2Dheader%2Dkey' }
    const { log } = await run(['--sandbox', 'local', '--otlp', url], 0, env)
    await printedJson(['eval', 'log', 'convert', log, url, '--content'], at(env))
    expect(collector.requests.map(({ path, headers }) => [path, headers['x-key']])).toEqual(
      Array(2).fill(['/v1/traces', 'planted-header-key']),
    )
    const names = collector.requests.map(({ body }) =>
      JSON.stringify(body)
        .match(/"name":"(?:eval|sample|chat|execute_tool)[^"]*"/g)!
        .toSorted(),
    )
    expect(names[0]).toEqual([
      '"name":"chat shell-user"',
      '"name":"chat shell-user"',
      '"name":"eval shell"',
      '"name":"execute_tool bash"',
      '"name":"sample"',
    ])
    expect(names[1]).toEqual(names[0])
    expect(JSON.stringify(collector.requests[0]!.body)).not.toContain('What is in name.txt')
    expect(JSON.stringify(collector.requests[1]!.body)).toContain('What is in name.txt')
    expect((await readFile(log)).includes('planted')).toBe(false)
    await printedJson(['eval', 'log', 'convert', log, 'spans.otlp.json'], at())
    expect(JSON.parse(await readFile(folder.path('spans.otlp.json'), 'utf8'))).toHaveProperty(
      'resourceSpans.0.scopeSpans.0.spans.4.name',
    )
    await collector.close()
    await expectRefusal(['eval', 'log', 'convert', log, url], ['did not take the spans', '0 of 1 samples'], at())
    await expectRefusal(['eval', 'log', 'convert', log, 'x.csv', '--content'], ['for spans only'], at())
  }, 20_000)
})

describe('eval run promptfooconfig.yaml', () => {
  const config = `description: capitals
prompts: ['Capital of {{country}}?', 'Say: {{country}}']
providers: [echo]
tests:
  - { vars: { country: Peru }, assert: [{ type: icontains, value: PERU }, { type: starts-with, value: Say, metric: polite }] }
`

  it('runs every prompt with every provider, and says all of it', async () => {
    await writeFile(folder.path('promptfooconfig.yaml'), config)
    const { runs } = await printedJson<{ runs: readonly (Run & { task: string })[] }>(
      ['eval', 'run', 'promptfooconfig.yaml', '--threshold', 'pass >= 1'],
      at(),
      1,
    )
    expect(
      runs.map(({ task: name, scores }) => [name, ...scores.map(({ scorer, mean }) => `${scorer} ${mean}`)]),
    ).toEqual([
      ['capitals [Capital of {{country}}?]', 'pass 0', 'score 0.5', 'polite 0'],
      ['capitals [Say: {{country}}]', 'pass 1', 'score 1', 'polite 1'],
    ])
    const { stdout } = await runCommand(['eval', 'run', 'promptfooconfig.yaml', '--quiet'], at())
    expect(stdout).toContain('Scores of run 2')
    const one = await printedJson<Run>(
      ['eval', 'run', 'promptfooconfig.yaml', '--arg', 'prompt=2', '--model', 'simulated/0.8'],
      at(),
    )
    expect(one.scores).toHaveLength(3)
  })

  it('names what it cannot run, and writes nothing', async () => {
    await writeFile(
      folder.path('promptfooconfig.yaml'),
      config.replace('icontains', 'similar').replace('echo', 'bedrock:claude'),
    )
    await expectRefusal(['eval', 'run', 'promptfooconfig.yaml'], ['test 1, assertion 1', "'similar'"], at())
    await writeFile(folder.path('promptfooconfig.yaml'), config.replace('echo', 'bedrock:claude'))
    await expectRefusal(['eval', 'run', 'promptfooconfig.yaml'], ['bedrock:claude has no like here', '--model'], at())
    await expectRefusal(
      ['eval', 'run', 'promptfooconfig.yaml', '--model', 'echo', '--html', 'x.html'],
      ['--html is for one run'],
      at(),
    )
    expect(existsSync(folder.path('logs'))).toBe(false)
  })
})

describe('eval run --sign-key', () => {
  it('signs the log, and verify holds it against the key that is trusted', async () => {
    const keys = (name: string) => {
      const made = generateKeyPairSync('ed25519', {
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      })
      return Promise.all([
        writeFile(folder.path(`${name}.key`), made.privateKey),
        writeFile(folder.path(`${name}.pub`), made.publicKey),
      ])
    }
    await keys('mine')
    await keys('other')
    const words = ['eval', 'run', 'warehouse-sums', '--limit', '5']
    const { log, signature } = await printedJson<Run & { signature: string }>(
      [...words, '--sign-key', 'mine.key'],
      at(),
    )
    expect(signature).toBe(`${log}.sig`)
    const check = async (key: string, code: number) => {
      const { checks } = await printedJson<{ checks: readonly { name: string; ok: boolean; detail: string }[] }>(
        ['eval', 'log', 'verify', log, '--public-key', key],
        at(),
        code,
      )
      return checks.find(({ name }) => name === 'signature')!
    }
    expect(await check('mine.pub', 0)).toMatchObject({ ok: true })
    expect(await check('other.pub', 1)).toMatchObject({
      ok: false,
      detail: 'it was not made with the key that is trusted',
    })
    await writeFile(signature, 'nonsense')
    expect((await check('mine.pub', 1)).detail).toContain('no signature')
    await expectRefusal([...words, '--sign-key', 'mine.pub'], ['The key must be a key'], at())
    await expectRefusal([...words, '--sign-key', 'absent.key'], ['Cannot read the key'], at())
  })
})
