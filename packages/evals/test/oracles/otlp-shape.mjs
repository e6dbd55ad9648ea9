// Writes otlp-shape.json: what OpenTelemetry's own serializer makes of two spans, and the names of its conventions for generative AI.
//
// npm install @opentelemetry/otlp-transformer@0.301.1 @opentelemetry/sdk-trace@3.1.1 @opentelemetry/semantic-conventions@1.45.0 @opentelemetry/api
// node otlp-shape.mjs > otlp-shape.json
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import * as conventions from '@opentelemetry/semantic-conventions/incubating'

const memory = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: memory })] })
const tracer = provider.getTracer('scope', '1.0')
const started = new Date('2026-01-02T03:04:05.123Z')
const ended = new Date('2026-01-02T03:04:06Z')
const run = tracer.startSpan('run', { kind: SpanKind.INTERNAL, startTime: started })
const attributes = { text: 'a', whole: 5, real: 0.5, truth: true, list: ['x', 'y'] }
const call = tracer.startSpan(
  'call',
  { kind: SpanKind.CLIENT, startTime: started, links: [{ context: run.spanContext() }], attributes },
  trace.setSpan(context.active(), run),
)
call.addEvent('event', { score: 1 }, started)
call.setStatus({ code: SpanStatusCode.ERROR, message: 'wrong' })
call.end(ended)
run.end(ended)
await provider.forceFlush()
const names = Object.entries(conventions)
  .filter(([name]) => /^ATTR_(?:GEN_AI|ERROR)_/.test(name))
  .map(([, value]) => value)
  .sort()
const request = JSON.parse(Buffer.from(JsonTraceSerializer.serializeRequest(memory.getFinishedSpans())).toString())
process.stdout.write(`${JSON.stringify({ request, names }, null, 2)}\n`)
