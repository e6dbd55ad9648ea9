import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { textOutput, type EvalLog, type ModelRequest } from '../../src/index.js'
import {
  diskCache,
  explainMisses,
  logReplay,
  recordedModels,
  recordingCache,
  recordingModel,
} from '../../src/node/index.js'
import { makeFolder } from '../../src/node/run/make-folder.js'
import { smallLog } from '../small-log.js'
import { temporaryFolder } from '../temporary-folder.js'

const asked = (content: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{ role: 'user', content }],
  tools: [],
  toolChoice: 'none',
  config: {},
  sample: { id: 1, epoch: 1, target: '', choices: null, metadata: {} },
  ...more,
})
const call = (fields: object): object => ({
  event: 'model',
  model: 'm',
  tools: [],
  tool_choice: 'none',
  config: {},
  output: textOutput('m', 'said'),
  ...fields,
})
function logOf(events: readonly object[], more: object = {}, metadata: object = {}): EvalLog {
  const log = smallLog(1)
  return {
    ...log,
    eval: { ...log.eval, metadata },
    samples: log.samples!.map((sample) => ({ ...sample, events, ...more })),
  }
}
const ours = { safety_portfolio: {} }

it('answers in the order of the log, and again with the last', async () => {
  const events = ['first', 'second'].map((text) =>
    call({ input: [{ id: 'x', role: 'user', content: 'q' }], output: textOutput('m', text) }),
  )
  const replay = logReplay(logOf(events, {}, ours))
  const model = replay.model('m')
  const said = [await model.generate(asked('q')), await model.generate(asked('q')), await model.generate(asked('q'))]
  expect(said.map(({ completion }) => completion)).toEqual(['first', 'second', 'second'])
  expect([replay.calls, replay.roles]).toEqual([2, {}])
})

it('reads attachments, pools of messages and roles of logs of Inspect, and does not compare their settings', async () => {
  const events = [
    call({ input: [], input_refs: [[0, 2]], role: 'grader', config: { temperature: 1 } }),
    call({ input: [{ role: 'user', content: 'attachment://h' }], input_refs: null }),
    { event: 'info' },
    call({ output: { choices: [] } }),
  ]
  const pool = [
    { role: 'system', content: 's' },
    { role: 'user', content: [{ type: 'text', text: 'q' }] },
  ]
  const log = logOf(events, { attachments: { h: 'long text' }, events_data: { messages: pool, calls: [] } })
  const replay = logReplay(log)
  expect([replay.calls, replay.roles]).toEqual([2, { grader: 'm' }])
  const judged = asked('', {
    messages: [
      { role: 'system', content: 's' },
      { role: 'user', content: 'q' },
    ],
  })
  expect((await replay.model('m').generate(judged)).completion).toBe('said')
  expect((await replay.model('m').generate(asked('long text'))).completion).toBe('said')
})

it.each<[string, ModelRequest, string, string]>([
  ['another attempt', asked('q', { sample: { ...asked('').sample!, epoch: 2 } }), 'm', 'no such attempt'],
  ['no attempt', asked('q', { sample: undefined }), 'm', 'only requests of a run'],
  ['another model', asked('q'), 'n', 'the attempt asked m'],
  ['another question', asked('p'), 'm', 'message 1 differs'],
  [
    'a longer conversation',
    asked('q', { messages: [...asked('q').messages, ...asked('r').messages] }),
    'm',
    'message 2 differs',
  ],
  ['another setting', asked('q', { config: { temperature: 1 } }), 'm', 'config.temperature'],
  ['other tools', asked('q', { tools: [{ name: 't', description: '', parameters: {} }] }), 'm', 'tools'],
  ['a call that failed', asked('broken'), 'm', 'the server was down'],
])('refuses %s and says why', async (_title, request, name, reason) => {
  const events = [
    call({ input: [{ role: 'user', content: 'q' }] }),
    call({ input: [{ role: 'user', content: 'broken' }], output: { choices: [] }, error: 'the server was down' }),
  ]
  await expect(
    logReplay(logOf(events, {}, ours))
      .model(name)
      .generate(request),
  ).rejects.toThrow(reason)
})

it('records answers of a model and of a cache, without keys, and says why a cache missed', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'tape.jsonl')
  const hide = (text: string): string => text.replaceAll('sk-hidden', '[redacted]')
  const model = { name: 'm', generate: () => Promise.resolve(textOutput('m', 'the key is sk-hidden')) }
  await recordingModel(model, file, hide).generate(asked('q'))
  const kept = diskCache(path.join(folder, 'deep', 'cache'))
  await kept.set(model, asked('q'), textOutput('m', 'kept'))
  const cache = recordingCache(kept, file, hide)
  expect((await cache.get(model, asked('q')))!.completion).toBe('kept')
  expect(await cache.get(model, asked('p'))).toBeNull()
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2)
  expect(readFileSync(file, 'utf8')).not.toContain('sk-hidden')
  expect(recordedModels(file)).toEqual(['m'])

  const explaining = explainMisses(kept, 3)
  const other = { ...asked('').sample!, id: 2 }
  for (const request of [
    asked('p'),
    asked('q', { config: { seed: 2 } }),
    asked('new', { sample: other }),
    asked('x'),
  ]) {
    expect(await explaining.get(model, request)).toBeNull()
  }
  await explaining.set(model, asked('p'), textOutput('m', 'p'))
  expect((await explaining.get(model, asked('p')))!.completion).toBe('p')
  expect(explaining.misses.map(({ differs }) => differs)).toEqual([['messages'], ['config.seed'], []])
  expect(explaining.misses[0]!.detail).toContain('message 1 from character 1 on: "p", was "q"')
  expect(explaining.misses[2]!.detail).toContain('a new question')
})

it('makes folders, and says where there can be none', () => {
  const folder = path.join(temporaryFolder(), 'a', 'b')
  makeFolder(folder)
  makeFolder(folder)
  if (process.platform === 'linux')
    expect(() => {
      makeFolder('/proc/none/logs')
    }).toThrow('ENOENT')
})
