import type { EvalHeader, EvalSample, EvalSpec } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { scoreNumber, scoreParts } from '../statistics/score-number.js'
import { version } from '../version.js'
import { modelSpan, toolSpan } from './otlp-calls.js'
import { spanId, traceId, type OtlpEvent, type OtlpSpan, type OtlpTraces } from './otlp-span.js'
import { otlpAttributes, otlpTime } from './otlp-value.js'

/** Options of {@link otlpTraces}. */
export interface OtlpOptions {
  /** Put prompts, answers, arguments and explanations into the spans. Default false: they may be what must not leave. */
  readonly content?: boolean
  /** One trace a run, or one an attempt with a link to the run's span, for runs that are too large for one. Default `run`. */
  readonly trace?: 'run' | 'sample'
}

/** Name of a service in OpenTelemetry. */
const service = 'safety-portfolio'

/** A request that brings spans to a collector. */
export function otlpRequest(spans: readonly OtlpSpan[]): OtlpTraces {
  const attributes = otlpAttributes({ 'service.name': service, 'service.version': version })
  return {
    resourceSpans: [
      { resource: { attributes }, scopeSpans: [{ scope: { name: `${service}/evals`, version }, spans }] },
    ],
  }
}

/**
 * A log as OpenTelemetry traces, in the JSON of OTLP: a span for the run, one for each attempt, each call of a model and each call of a tool, named and described by
 * OpenTelemetry's conventions for generative AI. Scores are events `gen_ai.evaluation.result`. The same log gives the same identifiers, so that what is sent twice is one.
 *
 * @param header - Header of the log.
 * @param samples - Its samples.
 * @param options - See {@link OtlpOptions}.
 *
 * @example
 * ```ts
 * import { otlpTraces } from '@safety-portfolio/evals'
 *
 * const spec = { eval_id: 'e', task: 't', model: 'm', created: '2026-01-02T03:04:05Z', dataset: {}, config: {} }
 * const { resourceSpans } = otlpTraces({ version: 2, status: 'success', eval: spec, plan: {}, stats: {} }, [])
 * resourceSpans[0]?.scopeSpans[0]?.spans[0]?.name // => 'eval t'
 * ```
 */
export function otlpTraces(header: EvalHeader, samples: Iterable<EvalSample>, options: OtlpOptions = {}): OtlpTraces {
  const spans = [otlpRunSpan(header)]
  for (const sample of samples) spans.push(...otlpSampleSpans(header.eval, sample, options))
  return otlpRequest(spans)
}

/** The span of a run. */
export function otlpRunSpan(header: Pick<EvalHeader, 'eval' | 'status' | 'stats' | 'results' | 'error'>): OtlpSpan {
  const { eval: spec, status, stats, results, error } = header
  const started = otlpTime(stats.started_at) ?? otlpTime(spec.created) ?? '0'
  const ended = otlpTime(stats.completed_at) ?? started
  const metrics = (results?.scores ?? []).flatMap(({ name, reducer, metrics: values }) =>
    Object.values(values).map(({ name: metric, value }): OtlpEvent => ({
      timeUnixNano: ended,
      name: 'gen_ai.evaluation.result',
      attributes: otlpAttributes({
        'gen_ai.evaluation.name': `${name} ${metric}`,
        'gen_ai.evaluation.score.value': value,
        'eval.reducer': reducer,
      }),
    })),
  )
  return {
    traceId: traceId(runKey(spec)),
    spanId: spanId(runKey(spec)),
    name: `eval ${spec.task}`,
    kind: 1,
    startTimeUnixNano: started,
    endTimeUnixNano: ended,
    attributes: otlpAttributes({
      'eval.task': spec.task,
      'eval.model': spec.model,
      'eval.id': spec['eval_id'],
      'eval.run.id': spec['run_id'],
      'eval.status': status,
      'eval.samples': results?.total_samples,
      'eval.samples.completed': results?.completed_samples,
    }),
    events: metrics,
    status: status === 'error' ? { code: 2, message: error?.message ?? 'attempts failed' } : {},
  }
}

/** The spans of an attempt: its own first, then those of its calls. */
export function otlpSampleSpans(spec: EvalSpec, sample: EvalSample, options: OtlpOptions = {}): readonly OtlpSpan[] {
  const { content = false, trace = 'run' } = options
  const run = { traceId: traceId(runKey(spec)), spanId: spanId(runKey(spec)) }
  const key = `${runKey(spec)} ${typeof sample['uuid'] === 'string' ? sample['uuid'] : `${sample.id}@${sample.epoch}`}`
  const own = { traceId: trace === 'run' ? run.traceId : traceId(key), spanId: spanId(key) }
  const events = sample.events.filter(isObject)
  const times = events.map(({ timestamp }) => otlpTime(timestamp)).filter((time) => time !== null)
  const started = otlpTime(sample['started_at']) ?? times[0] ?? otlpTime(spec.created) ?? '0'
  const ended = otlpTime(sample['completed_at']) ?? times.at(-1) ?? started
  const calls = events.flatMap((event, index) => {
    const place = { traceId: own.traceId, spanId: spanId(`${key} ${index}`), parentSpanId: own.spanId }
    if (event['event'] === 'model') return [modelSpan(event, place, content)]
    return event['event'] === 'tool' ? [toolSpan(event, place, content)] : []
  })
  return [
    {
      ...own,
      ...(trace === 'run' ? { parentSpanId: run.spanId } : { links: [run] }),
      name: 'sample',
      kind: 1,
      startTimeUnixNano: started,
      endTimeUnixNano: ended,
      attributes: otlpAttributes({
        'eval.task': spec.task,
        'eval.id': spec['eval_id'],
        'eval.sample.id': String(sample.id),
        'eval.sample.epoch': sample.epoch,
        'eval.sample.limit': sample.limit?.type,
      }),
      events: scoreEvents(sample, ended, content),
      status: sample.error === undefined || sample.error === null ? {} : { code: 2, message: sample.error.message },
    },
    ...calls,
  ]
}

function runKey(spec: EvalSpec): string {
  const { eval_id: id, task, model, created } = spec
  return typeof id === 'string' && id !== '' ? id : JSON.stringify([task, model, created])
}

function scoreEvents(sample: EvalSample, time: string, content: boolean): readonly OtlpEvent[] {
  return Object.entries(sample.scores ?? {}).flatMap(([scorer, { value, explanation }]) =>
    Object.entries(scoreParts(scorer, value)).map(([name, part]) => ({
      timeUnixNano: time,
      name: 'gen_ai.evaluation.result',
      attributes: otlpAttributes({
        'gen_ai.evaluation.name': name === scorer ? scorer : `${scorer}/${name}`,
        'gen_ai.evaluation.score.value': scoreNumber(part),
        'gen_ai.evaluation.score.label':
          typeof part === 'string' ? part : scoreNumber(part) === null ? 'unscored' : null,
        'gen_ai.evaluation.explanation': content ? explanation : null,
      }),
    })),
  )
}
