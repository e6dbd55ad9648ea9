import { describe, expect, it } from 'vitest'
import { otlpTraces, type EvalHeader, type EvalSample, type OtlpAttribute, type OtlpSpan } from '../../src/index.js'
import { otlpAttributes, otlpTime } from '../../src/export/otlp-value.js'
import oracle from '../oracles/otlp-shape.json' with { type: 'json' }
import { smallLog } from '../small-log.js'

const at = (second: number) => `2026-01-02T03:04:0${second}.250Z`
const events = [
  {
    event: 'model',
    timestamp: at(1),
    completed: at(3),
    model: 'openai/gpt-x',
    input: [{ role: 'user', content: 'a secret question' }],
    config: { temperature: 0.5, max_tokens: 10, stop_seqs: ['END'], seed: 3 },
    output: {
      model: 'gpt-x-2026',
      choices: [
        {
          stop_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: '',
            tool_calls: [{ id: 'c', function: 'bash', arguments: { command: 'ls' } }],
          },
        },
      ],
      usage: { input_tokens: 7, output_tokens: 3, total_tokens: 10, input_tokens_cache_read: 2, total_cost: 0.25 },
    },
  },
  {
    event: 'tool',
    timestamp: at(3),
    completed: at(4),
    id: 'c',
    function: 'bash',
    arguments: { command: 'ls' },
    result: 'a secret file',
  },
  {
    event: 'tool',
    timestamp: at(4),
    working_time: 0.5,
    id: 'd',
    function: 'bash',
    arguments: {},
    result: '',
    error: { type: 'approval', message: 'secret' },
  },
  {
    event: 'model',
    timestamp: at(5),
    model: 'local',
    input: [],
    config: {},
    output: { time: 0.125, choices: [] },
    error: 'HTTP 500',
  },
  { event: 'score', timestamp: at(5) },
]
const log = smallLog(2)
const [first, second] = log.samples as [EvalSample, EvalSample]
const sample: EvalSample = {
  ...first,
  events,
  started_at: at(0),
  completed_at: at(6),
  uuid: 'u',
  scores: { match: { value: 'C', explanation: 'secret' }, odd: { value: Number.NaN }, parts: { value: { a: 0.5 } } },
}
const failed: EvalSample = { ...second, error: { message: 'it broke', traceback: '', traceback_ansi: '' } }
const header: EvalHeader = {
  ...log,
  eval: { ...log.eval, eval_id: 'e1', run_id: 'r1' },
  stats: { started_at: at(0), completed_at: at(9) },
}
const spansOf = (options = {}) => otlpTraces(header, [sample, failed], options).resourceSpans[0]!.scopeSpans[0]!.spans
const plain = (attributes: readonly OtlpAttribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] as unknown]))

describe('otlpTraces', () => {
  it('makes a tree of the run, its attempts and their calls', () => {
    const spans = spansOf()
    expect(spans.map(({ name, kind }) => [name, kind])).toEqual([
      ['eval small', 1],
      ['sample', 1],
      ['chat gpt-x', 3],
      ['execute_tool bash', 1],
      ['execute_tool bash', 1],
      ['chat local', 3],
      ['sample', 1],
    ])
    const [run, own, ...rest] = spans as readonly [OtlpSpan, OtlpSpan, ...OtlpSpan[]]
    expect(run.parentSpanId).toBeUndefined()
    expect(own.parentSpanId).toBe(run.spanId)
    for (const call of rest.slice(0, 4)) expect(call.parentSpanId).toBe(own.spanId)
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length)
    for (const { traceId, spanId } of spans) {
      expect(traceId).toMatch(/^[0-9a-f]{32}$/)
      expect(spanId).toMatch(/^[0-9a-f]{16}$/)
    }
    expect(spansOf()).toEqual(spans)
  })

  it('describes calls by the conventions, with times in nanoseconds', () => {
    const [, , chat, tool, refused, broken] = spansOf()
    expect(plain(chat!.attributes)).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-x',
      'gen_ai.response.model': 'gpt-x-2026',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.max_tokens': '10',
      'gen_ai.usage.input_tokens': '7',
      'gen_ai.usage.output_tokens': '3',
      'gen_ai.usage.cache_read.input_tokens': '2',
      'gen_ai.response.finish_reasons': { values: [{ stringValue: 'tool_calls' }] },
      'eval.cost': 0.25,
    })
    // 2026-01-02T03:04:01.25Z is 1767323041.25 seconds after 1970 began.
    expect([chat!.startTimeUnixNano, chat!.endTimeUnixNano]).toEqual(['1767323041250000000', '1767323043250000000'])
    expect([refused!.startTimeUnixNano, refused!.endTimeUnixNano]).toEqual([
      '1767323044250000000',
      '1767323044750000000',
    ])
    expect(broken!.endTimeUnixNano).toBe('1767323045375000000')
    expect(plain(tool!.attributes)).toMatchObject({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'bash',
      'gen_ai.tool.call.id': 'c',
    })
    expect(plain(refused!.attributes)['error.type']).toBe('approval')
    expect(broken!.status).toEqual({ code: 2, message: 'HTTP 500' })
  })

  it('says scores as events, and errors as the status', () => {
    const [run, own, , , , , other] = spansOf()
    const scores = own!.events!.map(({ name, attributes }) => [name, plain(attributes)])
    expect(scores).toEqual([
      [
        'gen_ai.evaluation.result',
        {
          'gen_ai.evaluation.name': 'match',
          'gen_ai.evaluation.score.value': '1',
          'gen_ai.evaluation.score.label': 'C',
        },
      ],
      ['gen_ai.evaluation.result', { 'gen_ai.evaluation.name': 'odd', 'gen_ai.evaluation.score.label': 'unscored' }],
      ['gen_ai.evaluation.result', { 'gen_ai.evaluation.name': 'parts/a', 'gen_ai.evaluation.score.value': 0.5 }],
    ])
    expect(plain(run!.events![0]!.attributes)['gen_ai.evaluation.name']).toBe('match accuracy')
    expect(other!.status).toEqual({ code: 2, message: 'it broke' })
  })

  it('keeps what was said to itself unless it is asked for', () => {
    expect(JSON.stringify(spansOf())).not.toContain('secret')
    const chat = plain(spansOf({ content: true })[2]!.attributes)
    expect(JSON.parse(chat['gen_ai.input.messages'] as string)).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'a secret question' }] },
    ])
    expect(JSON.parse(chat['gen_ai.output.messages'] as string)).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'tool_call', id: 'c', name: 'bash', arguments: { command: 'ls' } }],
        finish_reason: 'tool_calls',
      },
    ])
  })

  it('gives each attempt a trace of its own where a run is too large for one', () => {
    const [run, own, chat, , , , other] = spansOf({ trace: 'sample' })
    expect(new Set([run, own, other].map((span) => span!.traceId)).size).toBe(3)
    expect(chat!.traceId).toBe(own!.traceId)
    expect(own!.parentSpanId).toBeUndefined()
    expect(own!.links).toEqual([{ traceId: run!.traceId, spanId: run!.spanId }])
  })

  it('uses names and shapes that OpenTelemetry itself writes', () => {
    const names = new Set<string>(oracle.names)
    const spans = spansOf({ content: true })
    for (const { key } of spans.flatMap(({ attributes, events: own = [] }) => [
      ...attributes,
      ...own.flatMap((event) => event.attributes),
    ]))
      expect(names.has(key) || key.startsWith('eval.')).toBe(true)
    const theirs = oracle.request.resourceSpans[0]!
    const ours = otlpTraces(header, [sample]).resourceSpans[0]!
    const known = (value: object, other: object) => {
      expect(Object.keys(other)).toEqual(expect.arrayContaining(Object.keys(value)))
    }
    known(ours, theirs)
    known(ours.scopeSpans[0]!, theirs.scopeSpans[0]!)
    const [child] = theirs.scopeSpans[0]!.spans
    for (const span of spans) {
      known(span, child!)
      for (const event of span.events ?? []) known(event, child!.events[0]!)
    }
    const [link] = spansOf({ trace: 'sample' })[1]!.links!
    known(link!, child!.links[0]!)
    // Whole numbers are text in the JSON of protocol buffers; theirs are numbers, which collectors read as well.
    expect(
      otlpAttributes({
        text: 'a',
        whole: 5,
        real: 0.5,
        truth: true,
        list: ['x', 'y'],
        none: null,
        not: Number.NaN,
        far: Infinity,
      }),
    ).toEqual(
      child!.attributes.map(({ key, value }) =>
        'intValue' in value ? { key, value: { intValue: String(value.intValue) } } : { key, value },
      ),
    )
    expect(otlpTime('2026-01-02T03:04:05.123Z')).toBe(child!.startTimeUnixNano)
    for (const none of [undefined, null, '', 'yesterday', Number.NaN, -5, {}]) expect(otlpTime(none)).toBeNull()
  })

  it('reads logs with nothing but the least in them', () => {
    const spans = otlpTraces({ ...log, stats: {} }, log.samples!).resourceSpans[0]!.scopeSpans[0]!.spans
    expect(spans).toHaveLength(3)
    expect(spans[1]!.startTimeUnixNano).toBe('1767323045000000000')
  })
})
