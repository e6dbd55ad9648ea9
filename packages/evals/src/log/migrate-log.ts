import type { EvalHeader, EvalSample, SampleSummary } from './eval-log.js'
import { LogError } from './log-error.js'

type Fields = Record<string, unknown>

/** Highest version of the format. Version 3 was an experiment with the same layout; a log of it is read as version 2. */
export const newestLogVersion = 3

/** Brings the header of an older log into today's shape; what is already in it stays as it is. */
export function migrateHeader(value: unknown, name: string): EvalHeader {
  const header = { ...requireObject(value, name) }
  const spec = requireObject(header['eval'], `${name}: eval`)
  if (typeof spec['task'] !== 'string') throw new LogError('invalid-log', `${name}: eval.task is missing`)
  header['version'] ??= 1
  header['status'] ??= 'started'
  header['plan'] ??= { name: 'plan', steps: [], config: {} }
  header['stats'] ??= {}
  header['eval'] = migrateSpec(spec)
  if (isObject(header['results'])) header['results'] = migrateResults(header['results'])
  return header as unknown as EvalHeader
}

function migrateSpec(spec: Fields): Fields {
  const config = isObject(spec['config']) ? spec['config'] : {}
  const { max_messages: maximum, ...rest } = config
  return {
    ...spec,
    model: typeof spec['model'] === 'string' ? spec['model'] : 'none',
    created: typeof spec['created'] === 'string' ? spec['created'] : '',
    dataset: isObject(spec['dataset']) ? spec['dataset'] : {},
    config: maximum === undefined ? config : { ...rest, message_limit: rest['message_limit'] ?? maximum },
  }
}

function migrateResults(results: Fields): Fields {
  const { scorer, metrics, ...rest } = results
  let scores: unknown = rest['scores']
  // Version 1 had one scorer: its name beside its metrics.
  if (!Array.isArray(scores) && isObject(scorer)) {
    scores = [{ name: scorer['name'], scorer: scorer['name'], params: scorer['params'] ?? {}, metrics: metrics ?? {} }]
  }
  const known = Array.isArray(scores) ? scores.filter(isObject) : []
  return {
    ...rest,
    total_samples: rest['total_samples'] ?? 0,
    completed_samples: rest['completed_samples'] ?? 0,
    scores: known.map((score) => ({
      ...score,
      scorer: score['scorer'] ?? score['name'],
      params: score['params'] ?? {},
      metrics: migrateMetrics(score['metrics']),
    })),
  }
}

function migrateMetrics(metrics: unknown): Fields {
  if (!isObject(metrics)) return {}
  return Object.fromEntries(
    Object.entries(metrics).map(([key, metric]) => {
      if (!isObject(metric)) return [key, { name: key, value: metric, params: {} }]
      const { options, ...rest } = metric
      return [key, { ...rest, params: rest['params'] ?? options ?? {} }]
    }),
  )
}

/** The scorer of the samples of logs that knew only one: they hold its score without its name. */
export function onlyScorer({ results }: EvalHeader): string | undefined {
  return results?.scores[0]?.name
}

/**
 * Brings a sample of an older log into today's shape.
 *
 * @param value - The sample.
 * @param name - What it is called in errors.
 * @param scorer - Whose score it is, where the sample does not say.
 */
export function migrateSample(value: unknown, name: string, scorer = 'score'): EvalSample {
  const { score, transcript, ...sample } = requireObject(value, name)
  if (sample['id'] === undefined || typeof sample['epoch'] !== 'number') {
    throw new LogError('invalid-log', `${name}: a sample needs an id and an epoch`)
  }
  const migrated: Fields = {
    ...sample,
    target: sample['target'] ?? '',
    messages: sample['messages'] ?? [],
    output: migrateOutput(sample['output']),
    metadata: sample['metadata'] ?? {},
    store: sample['store'] ?? {},
    events: sample['events'] ?? [],
    model_usage: sample['model_usage'] ?? {},
    role_usage: sample['role_usage'] ?? {},
    attachments: sample['attachments'] ?? {},
  }
  if (isObject(score) && sample['scores'] === undefined) {
    migrated['scores'] = { [typeof score['scorer'] === 'string' ? score['scorer'] : scorer]: score }
  } else if (isObject(sample['scores']) && sample['scores'][unnamedScorer] !== undefined) {
    const { [unnamedScorer]: unnamed, ...named } = sample['scores']
    migrated['scores'] = { [scorer]: unnamed, ...named }
  }
  if (isObject(transcript)) {
    if (sample['events'] === undefined) migrated['events'] = transcript['events'] ?? []
    if (sample['attachments'] === undefined) migrated['attachments'] = transcript['content'] ?? {}
  }
  return migrated as unknown as EvalSample
}

/** What Inspect called the scorer of a single score for a while. */
const unnamedScorer = '88F74D2C'

/** The stop reason `length` of old logs is `max_tokens` today; an absent completion is the text of the first choice. */
function migrateOutput(output: unknown): unknown {
  if (!isObject(output)) return { model: '', choices: [], completion: '' }
  const choices = Array.isArray(output['choices'])
    ? output['choices'].map((choice: unknown) =>
        isObject(choice) && choice['stop_reason'] === 'length' ? { ...choice, stop_reason: 'max_tokens' } : choice,
      )
    : []
  return { ...output, choices, completion: output['completion'] ?? completionOf(choices[0]) }
}

function completionOf(choice: unknown): string {
  if (!isObject(choice) || !isObject(choice['message'])) return ''
  const { content } = choice['message']
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .filter(isObject)
    .flatMap((part) => (part['type'] === 'text' && typeof part['text'] === 'string' ? [part['text']] : []))
    .join('\n')
}

/** Brings a summary of an older log into today's shape. */
export function migrateSummary(value: unknown, name: string): SampleSummary {
  const summary = requireObject(value, name)
  if (summary['id'] === undefined || typeof summary['epoch'] !== 'number') {
    throw new LogError('invalid-log', `${name}: a summary needs an id and an epoch`)
  }
  return summary as unknown as SampleSummary
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function requireObject(value: unknown, name: string): Fields {
  if (!isObject(value)) throw new LogError('invalid-log', `${name}: an object is needed`)
  return value
}
