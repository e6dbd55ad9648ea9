import { readFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import Ajv from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import {
  agent,
  autoApprover,
  bash,
  datasetOf,
  denyApprover,
  includes,
  openLog,
  pythonTests,
  wholeLog,
  type EvalSample,
  type Hooks,
  type Task,
  type Tool,
} from '../../src/index.js'
import {
  fileSource,
  humanApprover,
  humanEvalDataset,
  localSandbox,
  nodeCodecs,
  rescoreLog,
  runEval,
  type RunOptions,
} from '../../src/node/index.js'
import { callHooks } from '../../src/node/run/call-hooks.js'
import { scriptedModel, type Line } from '../scripted-model.js'
import { temporaryFolder } from '../temporary-folder.js'

const shout: Tool = {
  name: 'shout',
  description: 'Says it loudly.',
  parameters: { type: 'object', properties: { text: { type: 'string' } } },
  run: ({ text }) => {
    if (text === undefined) throw new Error('nothing to shout')
    return (text as string).toUpperCase()
  },
}
const asking: readonly Line[] = [[{ name: 'shout', arguments: { text: 'paris' } }], 'It is PARIS']

function task(rest: Partial<Task> = {}): Task {
  const dataset = datasetOf('capitals', [{ input: 'Capital of France?', target: 'PARIS' }])
  return { name: 'capitals', dataset, solvers: [agent({ tools: [shout, bash()] })], scorers: [includes()], ...rest }
}

async function run(given: Task, lines: readonly Line[], options: Partial<RunOptions> = {}) {
  const model = scriptedModel(lines)
  const result = await runEval(given, { model, logDir: temporaryFolder(), ...options })
  const source = await fileSource(result.log)
  const log = await wholeLog(await openLog(source, { codecs: nodeCodecs, name: path.basename(result.log) }))
  await source.close()
  return { result, log, model, sample: (log.samples ?? [])[0]! }
}
const events = (sample: EvalSample, kind: string) =>
  (sample.events as readonly Record<string, unknown>[]).filter(({ event }) => event === kind)

describe('tools', () => {
  it('are on record with arguments, result and time', async () => {
    const { sample } = await run(task(), asking)
    expect(events(sample, 'tool')).toMatchObject([
      { function: 'shout', arguments: { text: 'paris' }, result: 'PARIS', working_time: expect.any(Number) as number },
    ])
    expect(sample.scores!['includes']!.value).toBe('C')
  })

  it('tell the model what goes wrong, and the attempt goes on', async () => {
    const { sample, result } = await run(task(), [
      [{ name: 'shout' }, { name: 'absent' }, { name: 'bash', arguments: { command: 'id' } }],
      'PARIS',
    ])
    expect(events(sample, 'tool').map(({ error }) => error)).toEqual([
      { type: 'unknown', message: 'nothing to shout' },
      { type: 'parsing', message: 'There is no tool absent.' },
      { type: 'unknown', message: 'bash: this task has no sandbox to run it in' },
    ])
    expect(result).toMatchObject({ status: 'success', errors: 0 })
  })
})

describe('approval', () => {
  const policies = {
    approve: [{ tools: '*', approver: autoApprover() }],
    deny: [{ tools: '*', approver: denyApprover() }],
    unnamed: [{ tools: 'bash', approver: autoApprover() }],
  }

  it('runs what is approved and nothing else', async () => {
    expect(events((await run(task(), asking, { approval: policies.approve })).sample, 'tool')).toMatchObject([
      { result: 'PARIS' },
    ])
    for (const approval of [policies.deny, policies.unnamed]) {
      const { sample, model } = await run(task(), asking, { approval })
      expect(events(sample, 'approval')).toMatchObject([{ decision: 'reject', call: { function: 'shout' } }])
      expect(events(sample, 'tool')).toMatchObject([{ result: '', failed: true, error: { type: 'approval' } }])
      expect(model.requests[1]!.messages.at(-1)!.content).toMatch(/not approved/)
    }
  })

  it('runs the call that somebody made of it', async () => {
    const own = {
      name: 'own',
      approve: (call: object) => ({
        decision: 'modify' as const,
        modified: { ...call, arguments: { text: 'lima' } } as never,
      }),
    }
    const { sample } = await run(task({ approval: [{ tools: '*', approver: own }] }), asking)
    expect(events(sample, 'tool')).toMatchObject([{ arguments: { text: 'lima' }, result: 'LIMA' }])
    expect(events(sample, 'approval')).toMatchObject([
      { decision: 'modify', call: { arguments: { text: 'paris' } }, modified: { arguments: { text: 'lima' } } },
    ])
  })

  it('ends the attempt where that is decided, and scores what there is', async () => {
    const { sample, result } = await run(task(), asking, {
      approval: [{ tools: '*', approver: autoApprover('terminate') }],
    })
    expect(sample.limit).toEqual({ type: 'operator', limit: 1 })
    expect(sample.scores!['includes']!.value).toBe('I')
    expect(result.limits).toEqual({ operator: 1 })
  })

  it('is part of what a log is resumed with', async () => {
    const logDir = temporaryFolder()
    const stop = new AbortController()
    stop.abort(new Error('stop'))
    const { result } = await run(task(), asking, { logDir, signal: stop.signal, approval: policies.approve })
    await expect(run(task(), asking, { logDir, resume: result.log, approval: policies.deny })).rejects.toThrow(
      'approval was',
    )
    await expect(run(task(), asking, { logDir, resume: result.log })).rejects.toThrow('approval was')
    expect((await run(task(), asking, { logDir, resume: result.log, approval: policies.approve })).result.status).toBe(
      'success',
    )
  })
})

describe('humanApprover', () => {
  const call = {
    id: '1',
    type: 'function' as const,
    function: 'bash',
    arguments: { command: 'rm -rf \u001B[2K\u202E/' },
  }
  const context = { sample: 1, epoch: 1, messages: [] }
  const terminal = (given: readonly string[], timeout?: number) => {
    const answers = [...given]
    const input = Object.assign(new PassThrough(), { isTTY: true })
    const output = new PassThrough()
    let shown = ''
    output.on('data', (chunk: Buffer) => {
      shown += chunk.toString()
      if (chunk.toString().includes('erminate?') && answers.length > 0)
        setImmediate(() => input.write(`${answers.shift() ?? ''}\n`))
    })
    return {
      approver: humanApprover({ input, output, ...(timeout === undefined ? {} : { timeout }) }),
      input,
      shown: () => shown,
    }
  }

  it('rejects where nobody is there, nobody answers, or the answers are none', async () => {
    const { approver } = terminal([])
    const nobody = humanApprover({ input: new PassThrough(), output: new PassThrough() })
    expect(await nobody.approve(call, context)).toMatchObject({
      decision: 'reject',
      explanation: 'nobody is at a terminal to ask',
    })
    const late = terminal([], 0.05)
    expect(await late.approver.approve(call, context)).toMatchObject({
      decision: 'reject',
      explanation: 'nobody answered',
    })
    const gone = approver.approve(call, context)
    void gone
    const odd = terminal(['x', 'perhaps?', ''])
    expect(await odd.approver.approve(call, context)).toMatchObject({
      decision: 'reject',
      explanation: 'three answers that were none',
    })
  })

  it('takes a word for a decision and asks one after the other', async () => {
    const { approver } = terminal(['a', 'no', 'r', 't'])
    const decided = await Promise.all([1, 2, 3].map(async () => approver.approve(call, context)))
    expect(decided.map(({ decision }) => decision)).toEqual(['approve', 'reject', 'terminate'])
  })

  it('shows a call so that it cannot steer the terminal', async () => {
    const { approver, shown } = terminal(['r'])
    await approver.approve(call, context)
    expect(shown()).toContain('rm -rf')
    expect(shown()).not.toContain('\u001B[2K')
    expect(shown()).not.toContain('\u202E')
  })
})

describe('hooks', () => {
  const names = ['onRunStart', 'onRunEnd', 'onSampleStart', 'onSampleEnd', 'onModelCall', 'onToolCall'] as const

  it('see the run, its attempts, and calls of models and tools', async () => {
    const seen: string[] = []
    const hooks: Hooks = {
      name: 'all',
      onRunStart: ({ spec, attempts }) => void seen.push(`run ${spec.task} ${attempts}`),
      onRunEnd: ({ status, attempts }) => void seen.push(`end ${status} ${attempts}`),
      onSampleStart: ({ id }) => void seen.push(`sample ${id}`),
      onSampleEnd: ({ scores }) => void seen.push(`scored ${JSON.stringify(scores!['includes']!.value)}`),
      onModelCall: ({ output, model, started, ended }) =>
        void seen.push(`${model} ${output!.choices[0]!.stop_reason} ${ended >= started}`),
      onToolCall: ({ call, result }) => void seen.push(`${call.function} ${JSON.stringify(result.content)}`),
    }
    await run(task(), asking, { hooks: [hooks] })
    expect(seen).toEqual([
      'run capitals 1',
      'sample 1',
      'scripted tool_calls true',
      'shout "PARIS"',
      'scripted stop true',
      'scored "C"',
      'end success 1',
    ])
  })

  it('cost a warning and no sample when they throw, now or later', async () => {
    const boom = () => {
      throw new Error('boom sk-abcdefghijklmnop')
    }
    const later = () => Promise.reject(new Error('later'))
    const hooks: Hooks[] = [
      { name: 'now', ...Object.fromEntries(names.map((name) => [name, boom])) },
      { name: 'then', ...Object.fromEntries(names.map((name) => [name, later])) },
    ]
    const { result, sample } = await run(task(), asking, { hooks })
    expect(result).toMatchObject({ status: 'success', samples: 1, errors: 0 })
    expect(sample.scores!['includes']!.value).toBe('C')
    expect(result.warnings.filter((line) => line.startsWith('hook '))).toHaveLength(12)
    expect(result.warnings).toContain('hook now: onModelCall: boom [redacted] (2 times)')
  })

  it('are left out once they do not return in time', async () => {
    let calls = 0
    const never: Hooks = {
      name: 'never',
      onSampleStart: () => {
        calls += 1
        return new Promise(() => undefined)
      },
    }
    const hooks = callHooks([never], (text) => text, 20)
    hooks.fire('onSampleStart', () => ({ id: 1, epoch: 1 }))
    await hooks.settled()
    hooks.fire('onSampleStart', () => ({ id: 2, epoch: 1 }))
    await hooks.settled()
    expect(calls).toBe(1)
    expect(hooks.warnings()[0]).toMatch(/no return within 0.02 seconds/)
  })
})

describe('sandbox of a run', () => {
  const shell = (command: string): Line => [{ name: 'bash', arguments: { command } }]

  it('gives each attempt its own, with its files and setup, and keeps every use', async () => {
    const dataset = datasetOf('two', [
      { input: 'q', target: 'one', files: { 'a/name.txt': 'one' }, setup: 'cat a/name.txt > copy' },
      { input: 'q', target: 'none' },
    ])
    const given = task({ dataset, sandbox: localSandbox(), solvers: [agent({ tools: [bash()] })] })
    const { log, result } = await run(given, [shell('cat copy || echo none; exit 3'), 'said'])
    const [first, second] = [1, 2].map((id) => log.samples!.find((sample) => sample.id === id))
    expect(events(first!, 'sandbox').map(({ action }) => action)).toEqual(['write_file', 'exec', 'exec'])
    expect(events(first!, 'tool')[0]!['result']).toBe('one\nexit code 3')
    expect(events(second!, 'tool')[0]!['result']).toMatch(/none/)
    expect(log.eval['sandbox']).toMatchObject({ type: 'local' })
    expect(result.warnings.join()).toContain('sandbox local: commands ran with the rights of this user')
  })

  it('fails the attempt and not the run when it cannot be set up', async () => {
    const dataset = datasetOf('bad', [
      { input: 'q', setup: 'echo gone >&2; exit 4' },
      { input: 'q', target: 'PARIS' },
    ])
    const { result, log } = await run(task({ dataset, sandbox: localSandbox() }), ['PARIS'])
    expect(result).toMatchObject({ samples: 2, errors: 1, completed: 1 })
    expect(log.samples!.find(({ error }) => error !== undefined)!.error!.message).toContain(
      'the setup of the sample failed with 4: gone',
    )
  })

  it('kills what runs when the attempt has used up its time', async () => {
    const given = task({ sandbox: localSandbox(), limits: { time: 0.5 } })
    const { sample, result } = await run(given, [shell('sleep 1000'), 'PARIS'])
    expect(sample.limit).toEqual({ type: 'time', limit: 0.5 })
    expect(result.seconds).toBeLessThan(10)
  })

  it('refuses a run whose sandboxes cannot be had, before anything is written', async () => {
    const sandbox = { ...localSandbox(), prepare: () => Promise.reject(new Error('no engine')) }
    await expect(run(task({ sandbox }), asking)).rejects.toThrow('the sandbox local cannot be used: no engine')
  })
})

describeWithShared('HumanEval in a sandbox', ['data/humaneval/HumanEval.jsonl.gz'], () => {
  const dataset = humanEvalDataset(sharedPath('data/humaneval/HumanEval.jsonl.gz'))
  const humanEval = (limit: number, answer: (target: string, prompt: string) => string) =>
    run({ name: 'humaneval', dataset, scorers: [pythonTests()], sandbox: localSandbox() }, ['unused'], {
      limit,
      maxSamples: 2,
      model: {
        name: 'known',
        generate: ({ sample, messages }) =>
          Promise.resolve({
            model: 'known',
            choices: [],
            completion: answer(String(sample!.target), messages[0]!.content as string),
          }),
      },
    })

  it('passes the published solutions, as a continuation and as whole functions', async () => {
    const { result } = await humanEval(8, (target) => target)
    expect(result.scores[0]).toMatchObject({ n: 8, mean: 1 })
    const fenced = await humanEval(4, (target, prompt) => `Sure:\n\`\`\`python\n${prompt}${target}\n\`\`\`\nDone.`)
    expect(fenced.result.scores[0]!.mean).toBe(1)
  }, 60_000)

  it('fails what is wrong, what leaves early and what never ends, and leaves unscored what cannot be run', async () => {
    for (const body of [
      '    return None\n',
      '    import sys; sys.exit(0)\n',
      '    import os; os._exit(0)\n',
      'not python',
    ])
      expect((await humanEval(1, () => body)).result.scores[0]!.mean).toBe(0)
    const { result } = await run({ name: 'h', dataset, scorers: [pythonTests()] }, ['x'], { limit: 2 })
    expect(result.scores[0]).toMatchObject({ n: 0, mean: null })
    const { log } = await humanEval(2, (target) => target)
    const unrun = await rescoreLog(log, [pythonTests()])
    expect(unrun.results!.scores[0]!.unscored_samples).toBe(2)
    const again = await rescoreLog(log, [pythonTests()], { sandbox: localSandbox() })
    expect(again.results!.scores[0]!.metrics['accuracy']!.value).toBe(1)
  }, 60_000)
})

describeWithShared('The schema of Inspect', ['data/inspect-schema/inspect-openapi.json'], () => {
  it('accepts events of tools, approvals and sandboxes', async () => {
    const schema = JSON.parse(readFileSync(sharedPath('data/inspect-schema/inspect-openapi.json'), 'utf8')) as {
      components: { schemas: Record<string, { required?: unknown }> }
    }
    // Marked as required there, and absent from the logs that Inspect writes.
    delete schema.components.schemas['JSONSchema']!.required
    const ajv = new Ajv({ strict: false, validateFormats: false, discriminator: false })
    ajv.addSchema(schema, 'inspect')
    const lines: readonly Line[] = [
      [
        { name: 'shout', arguments: { text: 'x' } },
        { name: 'absent' },
        { name: 'bash', arguments: { command: 'echo $0' } },
      ],
      'PARIS',
    ]
    const dataset = datasetOf('f', [{ input: 'q', files: { 'a.txt': 'x' }, setup: 'true' }])
    const { log, sample } = await run(task({ dataset, sandbox: localSandbox() }), lines, {
      approval: [
        { tools: 'sh*', approver: denyApprover() },
        { tools: '*', approver: autoApprover() },
      ],
    })
    for (const [kind, name, count] of [
      ['tool', 'ToolEvent', 3],
      ['approval', 'ApprovalEvent', 3],
      ['sandbox', 'SandboxEvent', 3],
      ['model', 'ModelEvent', 2],
    ] as const) {
      expect(events(sample, kind)).toHaveLength(count)
      for (const event of events(sample, kind)) {
        const validate = ajv.getSchema(`inspect#/components/schemas/${name}`)!
        void validate(event)
        expect(validate.errors ?? []).toEqual([])
      }
    }
    const validate = ajv.compile({ $ref: 'inspect#/components/schemas/EvalLog' })
    validate(log)
    expect(validate.errors ?? []).toEqual([])
  })
})
