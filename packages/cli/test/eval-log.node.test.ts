import { readFile, writeFile } from 'node:fs/promises'
import { bytesSource, openLog, wholeLog, writeJsonLog, writeZipLog, type EvalLog } from '@safety-portfolio/evals'
import { numberCell, readParquet, rowSchema, textCell } from '@safety-portfolio/records'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const log: EvalLog = {
  version: 2,
  status: 'success',
  eval: { task: 'sums\u001B[31m', model: 'm', created: '2026-01-02T03:04:05Z', dataset: {}, config: {} },
  plan: {},
  stats: { model_usage: { m: { input_tokens: 12, output_tokens: 4, total_tokens: 16, total_cost: 0.5 } } },
  results: {
    total_samples: 4,
    completed_samples: 4,
    scores: [
      {
        name: 'match',
        scorer: 'match',
        params: {},
        metrics: { accuracy: { name: 'accuracy', value: 0.75, params: {} } },
      },
    ],
  },
  samples: [1, 2, 3, 4].map((id) => ({
    id,
    epoch: 1,
    input: `${id}, "plus" ${id}`,
    target: String(2 * id),
    messages: [{ role: 'user', content: `${id} plus ${id}` }],
    output: { model: 'm', choices: [], completion: String(id === 4 ? 9 : 2 * id) },
    scores: { match: { value: id === 4 ? 'I' : 'C' } },
    metadata: { hard: id > 2 },
    store: {},
    events: [],
    model_usage: { m: { input_tokens: 3, output_tokens: 1, total_tokens: 4 } },
    role_usage: {},
    attachments: {},
  })),
}
const file = () => folder.path('sums.eval')
beforeEach(() => writeFile(file(), writeZipLog(log)))

describe('eval log info', () => {
  it('prints what the log says and what its samples say', async () => {
    const info = await printedJson<Record<string, unknown>>(['eval', 'log', 'info', file()])
    expect(info).toMatchObject({
      format: 'eval',
      version: 2,
      status: 'success',
      model: 'm',
      samples: 4,
      completed: 4,
      scores: [{ scorer: 'match', metrics: { accuracy: 0.75 } }],
      recomputed: [{ scorer: 'match', mean: 0.75, stderr: 0.25, n: 4, interval: { method: 'wilson' } }],
      usage: { m: { total_tokens: 16 } },
      warnings: [],
    })
  })

  it('prints a table, and nothing of a log that could move the cursor', async () => {
    const { code, stdout } = await runCommand(['eval', 'log', 'info', file(), '--quiet'])
    expect(code).toBe(0)
    expect(stdout).toContain('0.30 to 0.95')
    expect(stdout).not.toContain('\u001B')
  })

  it('reads results of other harnesses', async () => {
    await writeFile(
      folder.path('lm.json'),
      '{"results":{"arc":{"acc":0.5,"acc_stderr":0.1}},"versions":{"arc":0},"config":{}}',
    )
    const info = await printedJson(['eval', 'log', 'info', folder.path('lm.json')])
    expect(info).toMatchObject({ task: 'arc', scores: [{ metrics: { acc: 0.5 } }], recomputed: [] })
  })

  it.each([
    ['nothing.eval', undefined, 'there is no such file'],
    ['text.eval', 'hello', 'not JSON'],
    ['cut.json', '{"eval": {"task', 'invalid-json'],
    ['other.json', '{"a": 1}', 'neither an Inspect log'],
    ['zip.eval', 'PK\u0003\u0004nonsense', 'corrupt-zip'],
  ])('refuses %s', async (name, content, words) => {
    if (content !== undefined) await writeFile(folder.path(name), content)
    await expectRefusal(['eval', 'log', 'info', folder.path(name)], [words])
  })
})

describe('eval log samples', () => {
  it('lists samples, and shows one', async () => {
    const list = await printedJson<{ samples: unknown[]; total: number }>([
      'eval',
      'log',
      'samples',
      file(),
      '--limit',
      '3',
    ])
    expect([list.samples.length, list.total]).toEqual([3, 4])
    const one = await printedJson(['eval', 'log', 'samples', file(), '--id', '4'])
    expect(one).toMatchObject({ sample: { id: 4, scores: { match: { value: 'I' } } } })
    expect((await runCommand(['eval', 'log', 'samples', file(), '--id', '4'])).stdout).toContain('4 plus 4')
    expect((await runCommand(['eval', 'log', 'samples', file()])).stdout).toContain('match C')
    expect(await printedJson(['eval', 'log', 'samples', file(), '--errors'])).toMatchObject({ total: 0 })
  })

  it('says that there is no such sample', async () => {
    await expectRefusal(['eval', 'log', 'samples', file(), '--id', '5'], ['no sample 5'])
  })
})

describe('eval log verify', () => {
  it('passes a log as it was written, and the head that was kept', async () => {
    const { ok, head } = await printedJson<{ ok: boolean; head: string }>(['eval', 'log', 'verify', file()])
    expect(ok).toBe(true)
    expect(await printedJson(['eval', 'log', 'verify', file(), '--head', head])).toMatchObject({ ok: true })
    await printedJson(['eval', 'log', 'verify', file(), '--head', 'abc'], {}, 1)
  })

  it('exits 1 on numbers that are not those of the samples', async () => {
    const wrong = {
      ...log,
      results: {
        ...log.results!,
        scores: [{ ...log.results!.scores[0]!, metrics: { accuracy: { name: 'accuracy', value: 1 } } }],
      },
    }
    await writeFile(folder.path('wrong.json'), writeJsonLog(wrong))
    const { code, stdout } = await runCommand(['eval', 'log', 'verify', folder.path('wrong.json')])
    expect([code, stdout.includes('the log says accuracy 1')]).toEqual([1, true])
  })
})

describe('eval log convert', () => {
  it('gives every value back by way of JSON', async () => {
    await printedJson(['eval', 'log', 'convert', file(), folder.path('a.json')])
    await printedJson(['eval', 'log', 'convert', folder.path('a.json'), folder.path('b.eval')])
    expect(await wholeLog(await openLog(bytesSource(await readFile(folder.path('b.eval')))))).toEqual(log)
  })

  it('writes tables', async () => {
    for (const kind of ['csv', 'parquet', 'jsonl'])
      await printedJson(['eval', 'log', 'convert', file(), folder.path(`t.${kind}`)])
    const csv = await readFile(folder.path('t.csv'), 'utf8')
    expect(csv).toContain('4,1,"4, ""plus"" 4",8,9,I')
    const bytes = await readFile(folder.path('t.parquet'))
    const { buffer } = new Uint8Array(bytes)
    const rows = await readParquet(
      { byteLength: bytes.length, slice: (start: number, end?: number) => Promise.resolve(buffer.slice(start, end)) },
      { schema: rowSchema({ id: textCell(), output: textCell(), total_tokens: numberCell() }), name: 't.parquet' },
    )
    expect(rows).toHaveLength(4)
    expect(rows[3]).toMatchObject({ id: '4', total_tokens: 4, output: '9' })
    expect((await readFile(folder.path('t.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(4)
  })

  it.each([
    ['x.txt', 'must end in'],
    ['missing/x.eval', 'its folder does not exist'],
  ])('refuses to write %s', async (name, words) => {
    await expectRefusal(['eval', 'log', 'convert', file(), folder.path(name)], [words])
    expect(await folder.entries()).toEqual(['sums.eval'])
  })

  it('numbers the runs of a file that holds several', async () => {
    await writeFile(folder.path('lm.json'), '{"results":{"a":{"acc":0.5},"b":{"acc":0.6}},"versions":{},"config":{}}')
    expect(await printedJson(['eval', 'log', 'convert', folder.path('lm.json'), folder.path('o.eval')])).toMatchObject({
      logs: 2,
    })
    expect(await folder.entries()).toContain('o-2.eval')
  })
})

describe('eval log recover', () => {
  it('closes a log that was cut off', async () => {
    const whole = writeZipLog(log)
    await writeFile(folder.path('cut.eval'), whole.subarray(0, whole.length - 1500))
    const recovered = await printedJson<{ written: string; samples: number }>([
      'eval',
      'log',
      'recover',
      folder.path('cut.eval'),
    ])
    expect(recovered.samples).toBeGreaterThan(0)
    expect(await printedJson(['eval', 'log', 'info', recovered.written])).toMatchObject({
      status: 'error',
      samples: recovered.samples,
    })
    expect(await printedJson(['eval', 'log', 'recover', file(), folder.path('copy.json')])).toMatchObject({
      finished: true,
    })
  })
})
