import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const at = () => ({ cwd: folder.path() })
const yaml = `
name: capitals
dataset:
  - { input: "Capital of France?", target: Paris }
  - { input: "Capital of Peru?", target: Lima, id: peru }
  - { input: "Capital of Chad?", target: "N'Djamena" }
scorers: [includes, { f1: { name: words } }]
epochs: 2
reducers: [mean]
`
interface Run {
  readonly status: string
  readonly log: string
  readonly samples: number
  readonly passed: boolean
  readonly scores: readonly { readonly scorer: string; readonly mean: number; readonly interval: object }[]
}
beforeEach(() => writeFile(folder.path('capitals.yaml'), yaml))
const evalRun = (words: readonly string[], expected = 0) => printedJson<Run>(['eval', 'run', ...words], at(), expected)

describe('eval run', () => {
  it('runs a YAML task, writes reports, and its log can be read', async () => {
    const env = { GITHUB_STEP_SUMMARY: folder.path('summary.md') }
    const run = await printedJson<Run>(
      [
        'eval',
        'run',
        'capitals.yaml',
        '--model',
        'simulated/1',
        '--junit',
        'j.xml',
        '--html',
        'r.html',
        '--github-summary',
        '--threshold',
        'mean(includes) >= 0.9',
      ],
      { ...at(), env },
    )
    expect(run).toMatchObject({ status: 'success', samples: 6, passed: true })
    expect(run.scores[0]).toMatchObject({ scorer: 'includes', mean: 1, interval: { method: 'wilson' } })
    expect(await readFile(folder.path('j.xml'), 'utf8')).toContain('failures="0"')
    expect(await readFile(folder.path('summary.md'), 'utf8')).toContain('| includes | 1 |')
    expect(await readFile(folder.path('r.html'), 'utf8')).toContain('Content-Security-Policy')
    const info = await printedJson(['eval', 'log', 'info', run.log])
    expect(info).toMatchObject({ task: 'capitals', samples: 6, warnings: [expect.stringContaining('3 questions')] })
    expect(await printedJson(['eval', 'log', 'verify', run.log])).toMatchObject({ ok: true })
  })

  it('exits 1 when a threshold fails, and says which', async () => {
    const { code, stdout } = await runCommand(
      ['eval', 'run', 'capitals.yaml', '--model', 'simulated/0', '--threshold', 'lower(includes) >= 0.5'],
      at(),
    )
    expect(code).toBe(1)
    expect(stdout).toContain('lower of includes >= 0.5')
    expect(stdout).toContain('failed')
  })

  it('runs modules: a task, a function that makes one, a model', async () => {
    await writeFile(
      folder.path('task.mjs'),
      `import { datasetOf, exact } from '@safety-portfolio/evals'
export default ({ target }) => ({ name: 'made', dataset: datasetOf('d', [{ input: 'q', target }]), scorers: [exact()] })`,
    )
    await writeFile(
      folder.path('model.mjs'),
      `export default { name: 'echo', generate: async () => ({ model: 'echo', choices: [{ message: { role: 'assistant', content: 'blue' }, stop_reason: 'stop' }], completion: 'blue' }) }`,
    )
    // Vitest serves imports itself; what a module imports from this package is tested with the built command.
    await writeFile(
      folder.path('plain.mjs'),
      `export const task = { name: 'plain', dataset: { name: 'd', samples: () => [{ input: 'q', target: 'blue' }] }, scorers: [{ name: 's', params: {}, score: ({ output, target }) => ({ value: output.completion === target ? 1 : 0 }) }] }`,
    )
    expect(await evalRun(['plain.mjs', '--model', './model.mjs'])).toMatchObject({
      status: 'success',
      scores: [{ scorer: 's', mean: 1 }],
    })
  })

  it('says why attempts failed, in the run and in its log', async () => {
    await writeFile(
      folder.path('broken.mjs'),
      `export default { name: 'broken', generate: async () => ({ text: 'blue' }) }`,
    )
    const why = 'broken: generate gave no ModelOutput: choices must be a list of answers'
    const failures = [{ message: expect.stringContaining(why) as string, attempts: 6 }]
    const { code, stdout } = await runCommand(['eval', 'run', 'capitals.yaml', '--model', './broken.mjs'], at())
    expect(code).toBe(1)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`Failed attempts attempts error 6 ${why}`)
    const log = (await folder.entries()).find((name) => name.endsWith('.eval'))!
    const info = await printedJson(['eval', 'log', 'info', log], at())
    expect(info).toMatchObject({ completed: 0, failures })
  })

  it('runs what is bundled, limited, several times, by seed', async () => {
    for (const task of ['warehouse-sums', 'unit-traps', 'planted-secrets']) {
      expect(
        await evalRun([task, '--limit', '5', '--epochs', '2', '--max-connections', '2', '--cache', 'cache']),
      ).toMatchObject({ status: 'success', samples: 10 })
    }
  })

  it.each([
    [['nothing.yaml'], 'there is no task nothing.yaml'],
    [['gsm8k'], 'needs its data'],
    [['gsm8k', '--data', 'none.jsonl'], 'there is no such file'],
    [['capitals.yaml', '--model', 'gpt'], "there is no model 'gpt'"],
    [['capitals.yaml', '--model', 'openai/gpt'], 'OPENAI_API_KEY'],
    [['capitals.yaml', '--threshold', 'good'], '--threshold'],
    [['capitals.yaml', '--threshold', 'other >= 1'], 'a threshold names the scorer other'],
    [['capitals.yaml', '--github-summary'], 'GITHUB_STEP_SUMMARY'],
    [['capitals.yaml', '--log-dir', 'capitals.yaml/logs'], 'cannot be written'],
    [['bad.yaml'], "bad.yaml: scorers: there is no 'magic'"],
    [['odd.txt'], 'must end in'],
  ])('refuses %j', async (words, message) => {
    await writeFile(folder.path('bad.yaml'), 'dataset: [{ input: a }]\nscorers: [magic]\n')
    await writeFile(folder.path('odd.txt'), '')
    await expectRefusal(['eval', 'run', ...words], [message], at())
  })

  it('holds a run against what was registered', async () => {
    const plan = {
      task: 'capitals',
      model: 'simulated/1',
      scorer: 'includes',
      questions: 3,
      epochs: 2,
      claim: { of: 'lower', op: '>=', value: 0.4 },
      registered: '2020-01-01',
    }
    await writeFile(folder.path('plan.json'), JSON.stringify(plan))
    const kept = await printedJson<Run & { preregistration: { ok: boolean } }>(
      ['eval', 'run', 'capitals.yaml', '--model', 'simulated/1', '--preregistration', 'plan.json'],
      at(),
    )
    expect(kept.preregistration.ok).toBe(true)
    await writeFile(folder.path('plan.json'), JSON.stringify({ ...plan, questions: 4 }))
    await evalRun(['capitals.yaml', '--model', 'simulated/1', '--preregistration', 'plan.json'], 1)
    await writeFile(folder.path('plan.json'), '{}')
    await expectRefusal(['eval', 'run', 'capitals.yaml', '--preregistration', 'plan.json'], ['task must be text'], at())
  })
})

describe('eval stats, compare, power and rescore', () => {
  const two = async (): Promise<readonly [string, string]> => {
    const runs = await Promise.all(
      ['0.9?spread=1', '0.3?spread=1'].map((model) =>
        evalRun(['warehouse-sums', '--epochs', '3', '--model', `simulated/${model}`]),
      ),
    )
    return [runs[0]!.log, runs[1]!.log]
  }
  it('compares two runs on shared questions', async () => {
    const [a, b] = await two()
    const { comparisons } = await printedJson<{ comparisons: { ranked: string; n: number; holm: number }[] }>([
      'eval',
      'compare',
      a,
      b,
    ])
    expect(comparisons[0]).toMatchObject({ ranked: 'A', n: 60 })
    const same = await printedJson<{ comparisons: { ranked: string | null; difference: number }[] }>([
      'eval',
      'compare',
      a,
      a,
    ])
    expect(same.comparisons[0]).toMatchObject({ ranked: null, difference: 0 })
    expect((await runCommand(['eval', 'compare', b, a])).stdout).toContain('is higher than')
    const stats = await printedJson<{ scores: { scorer: string; mean: number }[]; comparisons: unknown[] }>([
      'eval',
      'stats',
      a,
      b,
      '--reducer',
      'pass_at_2',
      '--cluster',
      'place',
    ])
    expect(stats.scores).toHaveLength(2)
    expect(stats.comparisons).toHaveLength(1)
    expect((await runCommand(['eval', 'stats', a])).stdout).toContain('Every error bar')
    const power = await printedJson<{ questions: number; pilot: { separated: boolean } }>([
      'eval',
      'power',
      '--delta',
      '0.05',
      '--pilot',
      a,
      b,
    ])
    expect(power.pilot.separated).toBe(true)
    expect(power.questions).toBeGreaterThan(50)
  })
  it('plans from numbers', async () => {
    const power = await printedJson<{ questions: number; minimalDetectableEffect: number }>([
      'eval',
      'power',
      '--delta',
      '0.03',
      '--questions',
      '198',
      '--between',
      '0.1111111111',
      '--within',
      '0.1666666667',
    ])
    expect(power.minimalDetectableEffect).toBeCloseTo(0.1327, 4)
    expect((await runCommand(['eval', 'power', '--delta', '0.03', '--between', '0.11111'])).stdout).toContain(
      '969 questions',
    )
    await expectRefusal(['eval', 'power'], ['--delta'])
    await expectRefusal(['eval', 'power', '--delta', '0.1'], ['--between'])
  })
  it('scores a log again', async () => {
    const { log } = await evalRun(['capitals.yaml', '--model', 'simulated/1'])
    await writeFile(folder.path('again.yaml'), 'dataset: [{ input: a }]\nscorers: [exact, includes]\n')
    const again = await printedJson<{ written: string; recomputed: { scorer: string; mean: number }[] }>([
      'eval',
      'rescore',
      log,
      '--task',
      folder.path('again.yaml'),
    ])
    expect(again.recomputed.map(({ scorer, mean }) => [scorer, mean])).toEqual([
      ['exact', 0],
      ['includes', 1],
    ])
    expect(path.basename(again.written)).toContain('-rescored.eval')
  })
  it('says why a folder cannot be shown', async () => {
    await expectRefusal(['eval', 'view', folder.path('none')], ['there is no such folder']).catch(async () => {
      // eval view knows no --quiet.
      const { code, stderr } = await runCommand(['eval', 'view', folder.path('none')])
      expect([code, stderr.includes('there is no such folder')]).toEqual([2, true])
    })
  })
})
