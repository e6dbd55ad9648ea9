import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  datasetOf,
  includes,
  metricOf,
  openLog,
  scorerOf,
  simulatedModel,
  verifyLog,
  wholeLog,
  type Task,
} from '../../src/index.js'
import {
  fileDataset,
  fileSource,
  loadTask,
  nodeCodecs,
  rescoreLog,
  runEval,
  sharedBudget,
  type RunOptions,
} from '../../src/node/index.js'
import { temporaryFolder } from '../temporary-folder.js'

const sums = (count: number, rest: Partial<Task> = {}): Task => ({
  name: 'sums',
  dataset: datasetOf(
    'sums',
    Array.from({ length: count }, (_, i) => ({
      input: `${i} + ${i}?`,
      target: String(2 * i),
      metadata: { ten: Math.floor(i / 10) },
    })),
  ),
  scorers: [includes()],
  ...rest,
})
const run = (task: Task, options: Partial<RunOptions> = {}) =>
  runEval(task, { model: simulatedModel({ ability: 0.7, seed: 4 }), logDir: temporaryFolder(), ...options })
async function read(file: string) {
  const source = await fileSource(file)
  const log = await wholeLog(await openLog(source, { codecs: nodeCodecs, name: path.basename(file) }))
  const check = await verifyLog(source, { codecs: nodeCodecs })
  await source.close()
  return { log, check }
}

describe('metrics of a task', () => {
  const half = metricOf('wrong', (values) => values.filter((value) => value < 1).length, { below: 1 })

  it('stand beside the mean, with an interval, in the result and in the log', async () => {
    const result = await run(sums(60, { metrics: [half], cluster: 'ten' }))
    const [{ mean, metrics }] = result.scores as [(typeof result.scores)[0]]
    expect(metrics).toHaveLength(1)
    expect(metrics![0]).toMatchObject({ name: 'wrong', value: Math.round(60 * (1 - mean!)), n: 60 })
    expect(metrics![0]!.interval!.lower).toBeLessThan(metrics![0]!.value!)
    const { log, check } = await read(result.log)
    expect(log.results!.scores[0]!.metrics['wrong']!.value).toBe(metrics![0]!.value)
    expect(JSON.stringify(log.eval['scorers'])).toContain('{"name":"wrong","options":{"below":1}}')
    expect(check.checks.every(({ ok }) => ok)).toBe(true)
  })

  it('are refused where their name is taken', async () => {
    for (const metrics of [[metricOf('stderr', () => 1)], [half, half]])
      await expect(run(sums(1, { metrics }))).rejects.toThrow('which is taken')
  })
})

describe('sharedBudget', () => {
  it('is used up by several runs together', async () => {
    const budget = sharedBudget({ tokens: 400 })
    const first = await run(sums(10), { budget })
    const second = await run(sums(1000), { budget })
    expect(first.status).toBe('success')
    expect(second).toMatchObject({ status: 'cancelled', reason: 'the budget of 400 tokens is used up' })
    expect((await run(sums(1), { budget })).status).toBe('cancelled')
    expect(budget.tokens).toBeGreaterThanOrEqual(400)
  })
})

describe('shards', () => {
  it('of a dataset are read one after the other', async () => {
    const folder = temporaryFolder()
    for (const part of [1, 2, 3])
      writeFileSync(
        path.join(folder, `part-${part}.jsonl`),
        `{"input":"${part}a","target":"x"}\n{"input":"${part}b","target":"x"}\n`,
      )
    const files = [1, 2, 3].map((part) => path.join(folder, `part-${part}.jsonl`))
    const dataset = fileDataset(files, { name: 'set' })
    const inputs: unknown[] = []
    for await (const { input } of dataset.samples()) inputs.push(input)
    expect(inputs).toEqual(['1a', '1b', '2a', '2b', '3a', '3b'])
    expect(await dataset.check!()).toBe(6)
    writeFileSync(
      path.join(folder, 'task.yaml'),
      'dataset: { file: [part-1.jsonl, part-3.jsonl] }\nscorers: [includes]\n',
    )
    expect(await (await loadTask('task.yaml', folder)).dataset.check!()).toBe(4)
    writeFileSync(files[1]!, '{"input":"ok"}\n{"nothing":1}\n')
    await expect(dataset.check!()).rejects.toThrow(/part-2\.jsonl|set/)
    expect(() => fileDataset([])).toThrow(RangeError)
  })
})

describe('an attempt that failed while it was scored', () => {
  it('keeps its answer, and is scored without asking the model again', async () => {
    let down = true
    const flaky = scorerOf('includes', (state, context) => {
      if (down && Number(state.id) % 2 === 0) throw new Error('the judge is down')
      return includes().score(state, context)
    })
    const result = await run(sums(6, { scorers: [flaky] }))
    expect(result).toMatchObject({ errors: 3, status: 'error' })
    const { log } = await read(result.log)
    down = false
    const again = await rescoreLog(log, [flaky])
    expect(again.samples!.every(({ error }) => error === undefined)).toBe(true)
    expect(again.samples!.every(({ scores }) => scores!['includes'] !== undefined)).toBe(true)
    expect(again.results!.completed_samples).toBe(6)
  })

  it('is another than one whose model failed, which stays as it is', async () => {
    const model = { name: 'broken', generate: () => Promise.reject(new Error('no answer')) }
    const { log } = await read((await run(sums(2), { model })).log)
    const again = await rescoreLog(log, [includes()])
    expect(again.samples!.every(({ error }) => error?.message === 'no answer')).toBe(true)
  })
})
