import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync, statSync, appendFileSync } from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import {
  agent,
  datasetOf,
  exact,
  generate,
  includes,
  logInfo,
  modelGraded,
  multipleChoice,
  choice,
  ModelError,
  openLog,
  scorerOf,
  simulatedModel,
  solverOf,
  textOutput,
  unscored,
  verifyLog,
  wholeLog,
  type Model,
  type Task,
} from '../../src/index.js'
import {
  fileDataset,
  fileSource,
  LogWriteError,
  nodeCodecs,
  rescoreLog,
  runEval,
  type RunOptions,
} from '../../src/node/index.js'
import { openJournal } from '../../src/node/run/log-journal.js'
import { temporaryFolder } from '../temporary-folder.js'

function sums(count: number, rest: Partial<Task> = {}): Task {
  const questions = Array.from({ length: count }, (_, i) => ({ input: `${i} + ${i}?`, target: String(2 * i) }))
  return { name: 'sums', dataset: datasetOf('sums', questions), scorers: [includes()], ...rest }
}

async function run(task: Task, options: Partial<RunOptions> = {}) {
  const logDir = options.logDir ?? temporaryFolder()
  const result = await runEval(task, { model: simulatedModel({ ability: 0.7 }), ...options, logDir })
  return { result, logDir }
}

async function read(file: string) {
  const source = await fileSource(file)
  const log = await openLog(source, { codecs: nodeCodecs, name: path.basename(file) })
  const [whole, info, check] = [
    await wholeLog(log),
    await logInfo(log),
    await verifyLog(source, { codecs: nodeCodecs }),
  ]
  await source.close()
  return { whole, info, check, log }
}

describe('runEval', () => {
  it('writes a log whose chain, index and numbers hold, and reports what is in it', async () => {
    const { result } = await run(sums(250), { maxConnections: 7 })
    const { info, check, whole } = await read(result.log)
    expect(check.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['members', true],
      ['chain', true],
      ['shape', true],
      ['samples', true],
      ['scores', true],
    ])
    expect(check.head).toBe(result.head)
    expect(info).toMatchObject({ status: 'success', task: 'sums', samples: 250, completed: 250, warnings: [] })
    expect(info.recomputed[0]!.mean).toBe(result.scores[0]!.mean)
    expect(whole.reductions![0]!.samples).toHaveLength(250)
    expect(existsSync(`${result.log}.lock`)).toBe(false)
    expect(result.passed).toBe(true)
  })

  it('covers the ability that was planted about as often as it says', async () => {
    let covered = 0
    for (let seed = 1; seed <= 40; seed += 1) {
      const { result } = await run(sums(100), { model: simulatedModel({ ability: 0.37, seed }) })
      const { lower, upper } = result.scores[0]!.interval!
      if (lower <= 0.37 && 0.37 <= upper) covered += 1
    }
    // 40 trials of 95 %: fewer than 34 has a chance below 1 in 1000.
    expect(covered).toBeGreaterThanOrEqual(34)
  })

  it('gives the same answers whatever the order', async () => {
    const answers = await Promise.all(
      [1, 30].map(async (maxConnections) => {
        const { result } = await run(sums(60, { epochs: 2 }), { maxConnections })
        const { whole } = await read(result.log)
        return whole.samples!.map(({ id, epoch, scores }) => [id, epoch, scores!['includes']!.value]).toSorted()
      }),
    )
    expect(answers[0]).toEqual(answers[1])
  })

  it('counts what was filtered, refused and unscored apart', async () => {
    const model = simulatedModel({ ability: 1, refusals: 0.2, filtered: 0.2 })
    const half = scorerOf('half', ({ id }) => (Number(id) % 2 === 0 ? unscored('even') : { value: 1 }))
    const { result } = await run(sums(200, { scorers: [includes(), half] }), { model })
    expect(result.refusals).toBeGreaterThan(10)
    expect(result.filtered).toBeGreaterThan(10)
    expect(result.scores.find(({ scorer }) => scorer === 'half')).toMatchObject({ n: 100, unscored: 100, mean: 1 })
    const { info } = await read(result.log)
    expect(info.recomputed.find(({ scorer }) => scorer === 'half')).toMatchObject({ n: 100, unscored: 100 })
  })

  it('goes on where a scorer or solver throws, and says which attempts failed', async () => {
    const bad = scorerOf('bad', ({ id }) => {
      if (id === 3) throw new Error('no such answer, key sk-abcdefghijklmnop1234')
      return { value: 1 }
    })
    const { result } = await run(sums(10, { scorers: [bad] }))
    expect(result).toMatchObject({
      status: 'error',
      samples: 10,
      completed: 9,
      errors: 1,
      reason: '1 of 10 attempts failed',
      passed: false,
    })
    const { whole } = await read(result.log)
    const failed = whole.samples!.find(({ id }) => id === 3)!
    expect(failed.error!.message).toBe('no such answer, key [redacted]')
    expect(readFileSync(result.log).includes('sk-abcdefghijklmnop1234')).toBe(false)
  })

  it('stops where too many fail, and begins failed attempts again when told to', async () => {
    let broken = true
    const flaky: Model = {
      name: 'flaky',
      generate: ({ sample }) =>
        broken && Number(sample!.id) % 2 === 0
          ? Promise.reject(new ModelError('down'))
          : Promise.resolve(textOutput('flaky', sample!.target as string)),
    }
    const { result, logDir } = await run(sums(40), { model: flaky, stopAfterErrors: 5, maxConnections: 1 })
    expect(result).toMatchObject({ status: 'error', errors: 5 })
    expect(result.reason).toContain('5 attempts failed')
    broken = false
    const again = await run(sums(40), { model: flaky, logDir, resume: true, retryErrors: true })
    expect(again.result).toMatchObject({ status: 'success', samples: 40, errors: 0, log: result.log })
    const { whole, check, info } = await read(result.log)
    expect(check.ok).toBe(true)
    expect(whole.samples!.map(({ id }) => Number(id)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    )
    expect(info.recomputed[0]).toMatchObject({ mean: 1, n: 40 })
  })

  it('tries a failed attempt again where the task allows it', async () => {
    const seen = new Map<unknown, number>()
    const twice = solverOf('twice', ({ id }) => {
      seen.set(id, (seen.get(id) ?? 0) + 1)
      if (seen.get(id) === 1) throw new Error('first time')
    })
    const { result } = await run(sums(5, { solvers: [twice, generate()], retries: 1 }))
    const { whole } = await read(result.log)
    expect(result.errors).toBe(0)
    expect(whole.samples![0]!['error_retries']).toHaveLength(1)
  })

  it('ends a solver that never returns, and scores what there is', async () => {
    const stuck = solverOf('stuck', ({ id }) => (id === 2 ? new Promise<void>(() => undefined) : undefined))
    const { result } = await run(sums(3, { solvers: [generate(), stuck], limits: { time: 0.2 } }))
    expect(result).toMatchObject({ status: 'success', limits: { time: 1 } })
    const { whole } = await read(result.log)
    expect(whole.samples!.find(({ id }) => id === 2)).toMatchObject({ limit: { type: 'time', limit: 0.2 } })
    expect(result.scores[0]!.n).toBe(3)
  })

  it('holds attempts to their limits', async () => {
    const loop = solverOf('loop', async (state, context) => {
      for (;;) {
        const output = await context.generate(state.messages)
        state.messages.push(output.choices[0]!.message)
      }
    })
    for (const [limits, kind] of [
      [{ turns: 3 }, 'turn'],
      [{ messages: 4 }, 'message'],
      [{ tokens: 10 }, 'token'],
    ] as const) {
      const { result } = await run(sums(2, { solvers: [loop], limits }))
      expect(result.limits).toEqual({ [kind]: 2 })
    }
  })

  it('ends at a budget, keeps what was done, and can go on', async () => {
    const { result, logDir } = await run(sums(300), { budget: { tokens: 400 } })
    expect(result.status).toBe('cancelled')
    expect(result.reason).toContain('400 tokens')
    expect(result.samples).toBeGreaterThan(10)
    expect(result.samples).toBeLessThan(300)
    const rest = await run(sums(300), { logDir, resume: true })
    expect(rest.result).toMatchObject({ status: 'success', samples: 300, resumed: result.samples, log: result.log })
    const whole = await run(sums(300))
    expect(rest.result.scores[0]!.mean).toBe(whole.result.scores[0]!.mean)
    expect((await read(result.log)).check.ok).toBe(true)
  })

  it('counts money where prices are known', async () => {
    const model = simulatedModel()
    const { result } = await run(sums(20), { model, prices: { [model.name]: { input: 1e6, output: 0 } } })
    const { input_tokens: input, total_cost: cost } = result.usage[model.name]!
    expect(cost).toBeCloseTo(input, 6)
  })

  it('is cancelled by its signal, and leaves a log that goes on', async () => {
    const stop = new AbortController()
    const slow: Model = {
      name: 'slow',
      generate: ({ sample }) =>
        new Promise((resolve) =>
          setTimeout(() => {
            resolve(textOutput('slow', sample!.target as string))
          }, 5),
        ),
    }
    const { result, logDir } = await run(sums(500), {
      model: slow,
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done > 20) stop.abort(new Error('enough'))
      },
    })
    expect(result).toMatchObject({ status: 'cancelled', reason: 'enough' })
    expect(readdirSync(logDir)).toHaveLength(1)
  })

  it('refuses to go on with another run', async () => {
    const { result, logDir } = await run(sums(300), { budget: { tokens: 400 } })
    await expect(run(sums(300, { scorers: [exact()] }), { logDir, resume: result.log })).rejects.toThrow(/scorers was/)
    await expect(run(sums(300, { epochs: 2 }), { logDir, resume: result.log })).rejects.toThrow(
      /epochs was "1" and is "2"/,
    )
  })

  it('goes on wherever the log was cut', async () => {
    const { result, logDir } = await run(sums(230), { budget: { tokens: 700 } })
    const bytes = readFileSync(result.log)
    const plain = await run(sums(230))
    for (const share of [0.2, 0.5, 0.83, 0.97]) {
      writeFileSync(result.log, bytes)
      truncateSync(result.log, Math.floor(bytes.length * share))
      const rest = await run(sums(230), { logDir, resume: result.log })
      expect(rest.result).toMatchObject({ status: 'success', samples: 230 })
      expect(rest.result.scores[0]!.mean).toBe(plain.result.scores[0]!.mean)
      const { check, whole } = await read(result.log)
      expect(check.checks.filter(({ ok }) => ok === false)).toEqual([])
      expect(new Set(whole.samples!.map(({ id }) => id)).size).toBe(230)
    }
  })

  it('is the only one to write its log', async () => {
    const { result, logDir } = await run(sums(300), { budget: { tokens: 400 } })
    writeFileSync(`${result.log}.lock`, String(process.ppid))
    await expect(run(sums(300), { logDir, resume: result.log })).rejects.toMatchObject({ name: 'LogLockedError' })
    // The process of this lock is gone.
    writeFileSync(`${result.log}.lock`, '999999999')
    expect((await run(sums(300), { logDir, resume: result.log })).result.status).toBe('success')
  })

  it('names what keeps it from beginning', async () => {
    await expect(run(sums(3, { scorers: [] }))).rejects.toThrow('no scorers')
    await expect(run(sums(3, { scorers: [includes(), includes()] }))).rejects.toThrow('two scorers called includes')
    await expect(run(sums(3), { epochs: 0 })).rejects.toThrow(/runEval: epochs must be a whole number/)
    const file = path.join(temporaryFolder(), 'occupied')
    writeFileSync(file, '')
    await expect(run(sums(3), { logDir: path.join(file, 'logs') })).rejects.toThrow(
      /a part of the path is a file|exists/,
    )
    const twice = datasetOf('twice', [
      { id: 'a', input: '1' },
      { id: 'a', input: '2' },
    ])
    expect((await run(sums(1, { dataset: twice }))).result).toMatchObject({
      status: 'error',
      reason: expect.stringContaining('the id "a" twice') as string,
    })
  })

  it.each([
    ['EACCES', 'permission denied'],
    ['EROFS', 'the file system is read-only'],
    ['ENOSPC', 'no space left on the disk'],
    ['EWHAT', 'odd'],
  ])('names %s as the reason why a log cannot be written', (code, reason) => {
    const error = new LogWriteError('run.eval', Object.assign(new Error('odd'), { code }))
    expect([error.message, error.code]).toEqual([`the log run.eval cannot be written: ${reason}`, code])
  })

  it('names every bad row of a dataset before it asks anything', async () => {
    const file = path.join(temporaryFolder(), 'questions.jsonl')
    writeFileSync(file, '{"input":"a","target":"1"}\nnonsense\n{"target":"2"}\n')
    let asked = 0
    const model: Model = {
      name: 'm',
      generate: () => {
        asked += 1
        return Promise.resolve(textOutput('m', ''))
      },
    }
    await expect(run(sums(1, { dataset: fileDataset(file) }), { model })).rejects.toThrow(
      /line 2[\s\S]*'input' is missing/,
    )
    expect(asked).toBe(0)
    await expect(run(sums(1, { dataset: fileDataset(`${file}.none`) }))).rejects.toThrow('there is no such file')
  })

  it('caches nothing but answers, and asks roles for verdicts', async () => {
    const judge: Model = {
      name: 'judge',
      generate: ({ messages }) => {
        const text = messages[0]!.content as string
        const right = text.includes('ANSWER: 2\n')
        return Promise.resolve(
          textOutput(
            'judge',
            text.includes('0 + 0') ? 'hm' : JSON.stringify({ reasoning: 'r', grade: right ? 'C' : 'I' }),
          ),
        )
      },
    }
    const { result } = await run(sums(3, { scorers: [modelGraded()] }), {
      model: simulatedModel({ ability: 1 }),
      roles: { grader: judge },
    })
    const { whole } = await read(result.log)
    const values = whole
      .samples!.toSorted((a, b) => Number(a.id) - Number(b.id))
      .map(({ scores }) => scores!['model_graded']!.value)
    expect(values).toEqual([NaN, 'C', 'I'])
    expect(result.scores[0]).toMatchObject({ n: 2, unscored: 1, mean: 0.5 })
    expect(whole.samples![0]!.role_usage).toBeDefined()
  })

  it('lets agents call tools, and tells them of errors', async () => {
    const caller: Model = {
      name: 'caller',
      generate: ({ messages }) => {
        const calls = messages.filter(({ role }) => role === 'tool').length
        const message =
          calls < 3
            ? {
                role: 'assistant' as const,
                content: '',
                tool_calls: [
                  {
                    id: `c${calls}`,
                    function: ['add', 'add', 'none'][calls]!,
                    arguments: { a: calls },
                    type: 'function' as const,
                  },
                ],
              }
            : { role: 'assistant' as const, content: 'done' }
        return Promise.resolve({
          model: 'caller',
          choices: [{ message, stop_reason: 'stop' as const }],
          completion: calls < 3 ? '' : 'done',
        })
      },
    }
    const add = {
      name: 'add',
      description: 'adds',
      parameters: { type: 'object' },
      run: ({ a }: Readonly<Record<string, unknown>>) => {
        if (a === 1) throw new Error('too hard')
        return 'fine'
      },
    }
    const { result } = await run(
      sums(1, {
        solvers: [agent({ tools: [add] })],
        scorers: [scorerOf('s', ({ messages }) => ({ value: messages.length }))],
      }),
      { model: caller },
    )
    const { whole } = await read(result.log)
    const tools = (whole.samples![0]!.messages as { role: string; content: string }[]).filter(
      ({ role }) => role === 'tool',
    )
    expect(tools.map(({ content }) => content)).toEqual(['fine', 'too hard', 'There is no tool none.'])
  })

  it('clusters, reduces and judges thresholds', async () => {
    const questions = Array.from({ length: 40 }, (_, i) => ({
      input: `${i}?`,
      target: 'B',
      choices: ['x', 'y', 'z'],
      metadata: { passage: `p${i % 8}` },
    }))
    const task = sums(1, {
      dataset: datasetOf('q', questions),
      solvers: [multipleChoice({ shuffle: true })],
      scorers: [choice()],
      epochs: 4,
      reducers: ['mean', 'pass_at_2'],
      cluster: 'passage',
      thresholds: [
        { scorer: 'choice', of: 'lower', op: '>=', value: 0.99 },
        { scorer: 'choice [pass_at_2]', of: 'mean', op: '>=', value: 0.5 },
      ],
    })
    const { result } = await run(task)
    expect(result.scores.map(({ scorer, n }) => [scorer, n])).toEqual([
      ['choice', 40],
      ['choice [pass_at_2]', 40],
    ])
    expect(result.scores[0]!.clustered).toMatchObject({ clusters: 8 })
    expect(result.thresholds.map(({ passed }) => passed)).toEqual([false, true])
    expect(result.passed).toBe(false)
    const { info } = await read(result.log)
    expect(info.recomputed.map(({ mean, stderr }) => [mean, stderr])).toEqual(
      result.scores.map(({ mean, standardError }) => [mean, standardError]),
    )
  })

  it('scores a log again without the model', async () => {
    const { result } = await run(sums(30))
    const { whole } = await read(result.log)
    const again = await rescoreLog(whole, [
      exact(),
      scorerOf('asks', async (_, context) => ({ value: (await context.generate([])).completion })),
    ])
    expect(again.results!.scores.map(({ name, scored_samples: n, unscored_samples: none }) => [name, n, none])).toEqual(
      [
        ['exact', 30, 0],
        ['asks', 0, 30],
      ],
    )
  })
})

describe('the journal', () => {
  it('stops with a named reason on a full disk, and what was written can be read', async () => {
    const folder = temporaryFolder()
    const { result } = await run(sums(30), { logDir: folder })
    const { whole } = await read(result.log)
    const file = path.join(folder, 'full.eval')
    writeFileSync(file, '')
    let room = 9000
    const journal = openJournal(
      file,
      {
        write(bytes, position) {
          if (position + bytes.length > room) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
          const content = readFileSync(file)
          const next = Buffer.alloc(Math.max(content.length, position + bytes.length))
          content.copy(next)
          next.set(bytes, position)
          writeFileSync(file, next)
        },
        read: () => new Uint8Array(),
        truncate: (size) => {
          truncateSync(file, size)
        },
        sync: () => undefined,
        close: () => {
          room = 0
        },
      },
      { version: 2, eval: whole.eval, plan: whole.plan },
      null,
    )
    expect(() => {
      for (const sample of whole.samples!) {
        journal.append(sample, { id: sample.id, epoch: 1, input: '', target: '' })
        journal.flush()
      }
    }).toThrow(/no space left on the disk/)
    const { info } = await read(file)
    expect(info).toMatchObject({ status: 'started' })
    expect(info.samples).toBeGreaterThan(2)
    appendFileSync(file, 'junk')
    expect(statSync(file).size).toBeGreaterThan(0)
  })
})

describeWithShared('The schema of Inspect', ['data/inspect-schema/inspect-openapi.json'], () => {
  it('accepts the logs that runs write', async () => {
    const schema = JSON.parse(readFileSync(sharedPath('data/inspect-schema/inspect-openapi.json'), 'utf8')) as object
    const ajv = new Ajv({ strict: false, validateFormats: false, discriminator: false })
    ajv.addSchema(schema, 'inspect')
    const validate = ajv.compile({ $ref: 'inspect#/components/schemas/EvalLog' })
    const tasks = [
      sums(5),
      sums(4, { epochs: 2, limits: { turns: 1, time: 60 }, solvers: [generate(), generate()] }),
      sums(3, {
        scorers: [
          scorerOf('bad', () => {
            throw new Error('x')
          }),
        ],
      }),
      sums(3, {
        dataset: datasetOf('c', [{ input: 'q', choices: ['a', 'b'], target: 'A' }]),
        solvers: [multipleChoice()],
        scorers: [choice()],
        config: { logprobs: true, top_logprobs: 3 },
      }),
    ]
    for (const task of tasks) {
      const { result } = await run(task)
      const { whole } = await read(result.log)
      validate(whole)
      expect(validate.errors ?? []).toEqual([])
    }
  })
})
