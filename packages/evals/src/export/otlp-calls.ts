import { isObject } from '../log/migrate-log.js'
import { contentText } from './sample-rows.js'
import type { OtlpSpan } from './otlp-span.js'
import { otlpAttributes, otlpTime } from './otlp-value.js'

type Fields = Readonly<Record<string, unknown>>
type Place = Pick<OtlpSpan, 'traceId' | 'spanId' | 'parentSpanId'>

/** Our names of providers -> those of OpenTelemetry's conventions, where they differ. */
const providers: Readonly<Record<string, string>> = {
  google: 'gcp.gemini',
  vertex: 'gcp.vertex_ai',
  bedrock: 'aws.bedrock',
  mistral: 'mistral_ai',
  grok: 'x_ai',
  azureai: 'azure.ai.inference',
}

/** The span of a call of a model: `chat <model>`. */
export function modelSpan(event: Fields, place: Place, content: boolean): OtlpSpan {
  const name = String(event['model'])
  const [, kind = '', id = name] = /^([^/]+)\/(.+)$/s.exec(name) ?? []
  const config = objectOf(event['config'])
  const output = objectOf(event['output'])
  const usage = objectOf(output['usage'])
  const choices = listOf(output['choices'])
  const error = typeof event['error'] === 'string' ? event['error'] : null
  return {
    ...place,
    name: `chat ${id}`,
    kind: 3,
    ...timesOf(event, output['time']),
    attributes: otlpAttributes({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': kind === '' ? null : (providers[kind] ?? kind),
      'gen_ai.request.model': id,
      'gen_ai.response.model': error === null ? output['model'] : null,
      'gen_ai.request.max_tokens': config['max_tokens'],
      'gen_ai.request.temperature': config['temperature'],
      'gen_ai.request.top_p': config['top_p'],
      'gen_ai.request.top_k': config['top_k'],
      'gen_ai.request.seed': config['seed'],
      'gen_ai.request.stop_sequences': config['stop_seqs'],
      'gen_ai.request.frequency_penalty': config['frequency_penalty'],
      'gen_ai.request.presence_penalty': config['presence_penalty'],
      'gen_ai.usage.input_tokens': usage['input_tokens'],
      'gen_ai.usage.output_tokens': usage['output_tokens'],
      'gen_ai.usage.cache_read.input_tokens': usage['input_tokens_cache_read'],
      'gen_ai.usage.cache_creation.input_tokens': usage['input_tokens_cache_write'],
      'gen_ai.usage.reasoning.output_tokens': usage['reasoning_tokens'],
      'gen_ai.response.finish_reasons': choices.length === 0 ? null : choices.map((choice) => choice['stop_reason']),
      'error.type': error === null ? null : '_OTHER',
      'eval.model.role': event['role'],
      'eval.cache': event['cache'],
      'eval.cost': usage['total_cost'],
      ...(content ? conversation(listOf(event['input']), choices) : {}),
    }),
    status: error === null ? {} : { code: 2, message: error },
  }
}

/** The span of a call of a tool: `execute_tool <tool>`. */
export function toolSpan(event: Fields, place: Place, content: boolean): OtlpSpan {
  const failure = isObject(event['error']) ? event['error'] : null
  return {
    ...place,
    name: `execute_tool ${String(event['function'])}`,
    kind: 1,
    ...timesOf(event, null),
    attributes: otlpAttributes({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': event['function'],
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': event['id'],
      'gen_ai.tool.call.arguments': content ? JSON.stringify(event['arguments'] ?? {}) : null,
      'gen_ai.tool.call.result': content ? contentText(event['result']) : null,
      'error.type': failure?.['type'],
    }),
    status: failure === null ? {} : { code: 2, ...(content ? { message: String(failure['message']) } : {}) },
  }
}

/** From when to when: `completed` where the log has it, or how long it took. */
function timesOf(event: Fields, seconds: unknown): Pick<OtlpSpan, 'startTimeUnixNano' | 'endTimeUnixNano'> {
  const start = otlpTime(event['timestamp']) ?? '0'
  const took = typeof seconds === 'number' ? seconds : event['working_time']
  const after = typeof took === 'number' ? otlpTime(Date.parse(String(event['timestamp'])) + took * 1000) : null
  return { startTimeUnixNano: start, endTimeUnixNano: otlpTime(event['completed']) ?? after ?? start }
}

/** Messages in the form of the conventions. */
function conversation(input: readonly Fields[], choices: readonly Fields[]): Fields {
  const parts = (message: Fields): readonly object[] => [
    ...(contentText(message['content']) === '' ? [] : [{ type: 'text', content: contentText(message['content']) }]),
    ...listOf(message['tool_calls']).map(({ id, function: name, arguments: args }) => ({
      type: 'tool_call',
      id,
      name,
      arguments: args,
    })),
  ]
  const said = choices.map((choice) => ({
    role: 'assistant',
    parts: parts(objectOf(choice['message'])),
    finish_reason: choice['stop_reason'],
  }))
  return {
    'gen_ai.input.messages': JSON.stringify(input.map((message) => ({ role: message['role'], parts: parts(message) }))),
    'gen_ai.output.messages': JSON.stringify(said),
  }
}

function objectOf(value: unknown): Fields {
  return isObject(value) ? value : {}
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
