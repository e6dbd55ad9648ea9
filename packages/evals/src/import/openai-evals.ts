import type { EvalLog, EvalSample, Score } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { exchange, importedLog } from './imported-log.js'

type Fields = Readonly<Record<string, unknown>>

/** The JSONL of an OpenAI-evals run as a log: its spec, and one sample for each id with its sampling and match or metrics events. */
export function openAiEvalsLog(text: string, name: string): EvalLog {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isObject)
  const spec = lines.map((line) => line['spec']).find(isObject) ?? {}
  const report = lines.map((line) => line['final_report']).find(isObject)
  const models = Array.isArray(spec['completion_fns']) ? spec['completion_fns'].map(String) : []
  const events = new Map<string, Fields[]>()
  for (const line of lines) {
    if (typeof line['sample_id'] !== 'string') continue
    events.set(line['sample_id'], [...(events.get(line['sample_id']) ?? []), line])
  }
  const model = models.join(', ') || 'unknown'
  return importedLog({
    task: typeof spec['eval_name'] === 'string' ? spec['eval_name'] : name,
    model,
    created: isoOf(spec['created_at']),
    source: 'openai-evals',
    samples: [...events].map(([id, list]) => sampleOf(id, list, model)),
    metadata: { run_id: spec['run_id'] ?? null, final_report: report ?? null },
  })
}

function sampleOf(id: string, events: readonly Fields[], model: string): EvalSample {
  const data = (type: string): Fields | undefined => {
    const event = events.findLast((one) => one['type'] === type)
    return isObject(event?.['data']) ? event['data'] : undefined
  }
  const sampling = data('sampling')
  const match = data('match')
  const failure = data('error')
  return exchange({
    id,
    input: promptText(sampling?.['prompt']),
    target: textOf(match?.['expected']),
    output: textOf(Array.isArray(sampling?.['sampled']) ? sampling['sampled'][0] : sampling?.['sampled']),
    model,
    scores: { ...matchScore(match), ...metricScores(data('metrics')) },
    error: failure === undefined ? undefined : textOf(failure['message'] ?? failure),
  })
}

function matchScore(match: Fields | undefined): Record<string, Score> {
  if (match === undefined) return {}
  const { correct, picked } = match
  return { match: { value: correct === true ? 'C' : 'I', ...(typeof picked === 'string' ? { answer: picked } : {}) } }
}

function metricScores(metrics: Fields | undefined): Record<string, Score> {
  return Object.fromEntries(
    Object.entries(metrics ?? {}).flatMap(([name, value]) =>
      typeof value === 'number' || typeof value === 'boolean' ? [[name, { value }]] : [],
    ),
  )
}

function promptText(prompt: unknown): string {
  if (!Array.isArray(prompt)) return textOf(prompt)
  return prompt
    .map((part: unknown) => (isObject(part) ? `${textOf(part['role'])}: ${textOf(part['content'])}` : textOf(part)))
    .join('\n')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
}

/** `2023-04-17 22:08:21.9` is UTC in these logs. */
function isoOf(value: unknown): string {
  return typeof value === 'string' ? `${value.replace(' ', 'T')}Z` : ''
}
