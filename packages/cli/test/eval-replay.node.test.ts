import { readFile, writeFile } from 'node:fs/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import type { SampleDiff } from '@safety-portfolio/evals'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const at = () => ({ cwd: folder.path() })
interface Run {
  readonly status: string
  readonly model: string
  readonly log: string
  readonly scores: readonly { readonly mean: number }[]
  readonly replay?: SampleDiff
  readonly cache?: { readonly hits: number; readonly misses: number | readonly { readonly detail: string }[] }
}
const run = (words: readonly string[], expected = 0, env = {}) =>
  printedJson<Run>(['eval', 'run', 'task.yaml', ...words], { ...at(), env }, expected)
const task = (system: string): string => `
name: capitals
solvers: [{ system_message: { text: "${system}" } }, generate]
dataset:
  - { input: "Capital of France?", target: Paris }
  - { input: "Capital of Peru?", target: Lima, id: peru }
scorers: [includes]
epochs: 3
`
/** A model that answers otherwise each time it is asked, so that only what was kept can give the same again. */
const fickle = `let n = 0
const says = () => ['Paris', 'Lima', 'neither'][n++ % 3]
export default { name: 'openai/fickle', generate: async () => { const content = says(); return { model: 'openai/fickle', choices: [{ message: { role: 'assistant', content }, stop_reason: 'stop' }], completion: content } } }`

beforeEach(async () => {
  await writeFile(folder.path('task.yaml'), task('Be brief.'))
  await writeFile(folder.path('fickle.mjs'), fickle)
})

describe('eval run --record, --replay, --explain-misses', () => {
  it('plays a log and a recording without the model, and compares attempt by attempt', async () => {
    const first = await run(['--model', './fickle.mjs', '--record', 'tape.jsonl'])
    expect((await readFile(folder.path('tape.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(6)
    // No key, no server, no module: the name is enough.
    const again = await run(['--replay', first.log])
    expect(again).toMatchObject({ status: 'success', model: 'openai/fickle', replay: { same: 6, differences: [] } })
    expect(again.scores[0]!.mean).toBe(first.scores[0]!.mean)
    const taped = await run(['--replay', 'tape.jsonl', '--max-connections', '1'])
    expect(taped.scores[0]!.mean).toBe(first.scores[0]!.mean)
    expect(taped.replay).toBeUndefined()
  })

  it('says where a run is not that of the log, and exits 1', async () => {
    const { log } = await run(['--model', './fickle.mjs'])
    await writeFile(folder.path('task.yaml'), task('Be long.'))
    const changed = await run(['--replay', log], 1)
    expect(changed.replay!.differences).toHaveLength(6)
    expect(changed.replay!.differences[0]!.parts).toContain('error')
    const { stdout } = await runCommand(['eval', 'run', 'task.yaml', '--replay', log], at())
    expect(stdout).toContain('0 of 6 attempts are as in the log')
    const samples = await printedJson<{ samples: readonly { error: string }[] }>([
      'eval',
      'log',
      'samples',
      changed.log,
    ])
    expect(samples.samples[0]!.error).toContain('message 1 differs')
  })

  it('explains why the cache had no answer', async () => {
    const words = ['--cache', 'kept', '--explain-misses', '--model', './fickle.mjs']
    expect((await run(words)).cache).toMatchObject({ hits: 0 })
    expect((await run(words)).cache).toMatchObject({ hits: 6, misses: [] })
    await writeFile(folder.path('task.yaml'), task('Be quick.'))
    const { cache } = await run(words)
    expect((cache!.misses as readonly { detail: string }[]).map(({ detail }) => detail)).toEqual(
      Array.from(
        { length: 6 },
        () =>
          expect.stringMatching(
            /differs in messages; message 1 from character 4 on: "Be quick\.", was "Be brief\."/,
          ) as string,
      ),
    )
    const { stdout } = await runCommand(['eval', 'run', 'task.yaml', '--limit', '1', '--epochs', '7', ...words], at())
    expect(stdout).toContain('Answers from the cache: 3, not in it: 4.')
    expect(stdout).toContain('differs in epoch')
  })

  it.each([
    [['--explain-misses'], 'needs --cache'],
    [['--replay', 'none.jsonl'], 'cannot be read'],
    [['--replay', 'none.eval'], 'Cannot read'],
    [['--replay', 'bad.jsonl'], 'line 2 is no recorded answer'],
    [['--replay', 'two.jsonl'], 'say --model'],
    [['--replay', 'empty.json'], 'no calls of a model'],
  ])('refuses %j', async (words, message) => {
    const line = (model: string): string => JSON.stringify({ key: 'k', model, output: {} })
    await writeFile(folder.path('bad.jsonl'), `${line('m')}\n{}\n`)
    await writeFile(folder.path('two.jsonl'), `${line('m')}\n${line('n')}\n`)
    await writeFile(
      folder.path('empty.json'),
      JSON.stringify({ version: 2, eval: { task: 't', model: 'm' }, samples: [] }),
    )
    await expectRefusal(['eval', 'run', 'task.yaml', ...words], [message], at())
  })
})

describeWithShared('Replay of a log of Inspect', ['data/inspect-logs'], () => {
  it('gives the answers and scores that Inspect logged', async () => {
    const name = 'inspect_scout/tests/recorder/logs/2025-09-23T08-09-58-04-00_popularity_DN2wbX2ZvACsBpjwptzBRo.eval'
    const log = sharedPath(`data/inspect-logs/${name}`)
    await printedJson(['eval', 'log', 'convert', log, 'popularity.jsonl'], at())
    const rows = (await readFile(folder.path('popularity.jsonl'), 'utf8')).trim().split('\n')
    const questions = rows.map((row) => {
      const { id, input, target } = JSON.parse(row) as Record<string, unknown>
      return JSON.stringify({ id, input, target })
    })
    await writeFile(folder.path('questions.jsonl'), questions.join('\n'))
    const { sample } = await printedJson<{ sample: { messages: readonly { role: string; content: string }[] } }>(
      ['eval', 'log', 'samples', log, '--id', '1'],
      at(),
    )
    const system = sample.messages.find(({ role }) => role === 'system')!.content
    await writeFile(
      folder.path('task.yaml'),
      `name: popularity\nsolvers: [{ system_message: { text: ${JSON.stringify(system)} } }, generate]\ndataset: questions.jsonl\nscorers: [{ match: { location: begin } }]\n`,
    )
    const again = await run(['--replay', log])
    expect(again).toMatchObject({ model: 'openai/gpt-4o-mini', replay: { same: 100, differences: [] } })
    expect(again.scores[0]!.mean).toBe(0.63)
  })
})
