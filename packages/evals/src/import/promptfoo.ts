import type { EvalLog, EvalSample, ModelUsage, Score } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { exchange, importedLog } from './imported-log.js'

type Fields = Readonly<Record<string, unknown>>

/** A promptfoo result file (`results.version` 3) as logs, one a provider and prompt. Its `pass` is the score `pass`, its score `score`. */
export function promptfooLogs(file: Fields): readonly EvalLog[] {
  const body = objectOf(file['results'])
  const rows = listOf(body['results'])
  const prompts = listOf(body['prompts'])
  const groups = new Map<string, Fields[]>()
  for (const row of rows) {
    const key = JSON.stringify([providerOf(row), row['promptIdx'] ?? 0])
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].map((group) => {
    const first = group[0]!
    const model = providerOf(first)
    const index = typeof first['promptIdx'] === 'number' ? first['promptIdx'] : 0
    const label = prompts[index]?.['label']
    const description = objectOf(file['config'])['description']
    const epochs = new Map<string, number>()
    return importedLog({
      task: typeof description === 'string' && description !== '' ? description : 'promptfoo',
      model,
      created: typeof body['timestamp'] === 'string' ? body['timestamp'] : '',
      source: 'promptfoo',
      samples: group.map((row) => sampleOf(row, model, epochs)),
      metadata: { eval_id: file['evalId'] ?? null, prompt: typeof label === 'string' ? label : null },
    })
  })
}

function sampleOf(row: Fields, model: string, epochs: Map<string, number>): EvalSample {
  const id = typeof row['testIdx'] === 'number' ? row['testIdx'] + 1 : String(row['id'])
  // --repeat gives a test several rows: they are its epochs.
  const epoch = (epochs.get(String(id)) ?? 0) + 1
  epochs.set(String(id), epoch)
  const response = objectOf(row['response'])
  const grading = objectOf(row['gradingResult'])
  const isFailure =
    row['failureReason'] === 2 || (typeof response['error'] === 'string' && response['output'] === undefined)
  const message = typeof row['error'] === 'string' ? row['error'] : response['error']
  const vars = objectOf(row['vars'])
  return exchange({
    id,
    epoch,
    input: textOf(objectOf(row['prompt'])['raw']),
    target: textOf(vars['expected'] ?? vars['target'] ?? ''),
    output: textOf(response['output'] ?? ''),
    model,
    scores: {
      pass: {
        value: row['success'] === true ? 1 : 0,
        explanation: textOf(grading['reason'] ?? ''),
        metadata: { components: components(grading) },
      },
      ...(typeof row['score'] === 'number' ? { score: { value: row['score'] } } : {}),
      ...namedScores(objectOf(row['namedScores'])),
    },
    metadata: { vars },
    usage: usageOf(objectOf(row['tokenUsage'] ?? response['tokenUsage']), row['cost']),
    error: isFailure ? textOf(message ?? 'the provider failed') : undefined,
    seconds: typeof row['latencyMs'] === 'number' ? row['latencyMs'] / 1000 : undefined,
  })
}

function components(grading: Fields): readonly unknown[] {
  return listOf(grading['componentResults']).map(({ pass, score, reason, assertion }) => ({
    type: objectOf(assertion)['type'] ?? null,
    pass: pass ?? null,
    score: score ?? null,
    reason: reason ?? null,
  }))
}

function namedScores(scores: Fields): Record<string, Score> {
  return Object.fromEntries(
    Object.entries(scores).flatMap(([name, value]) => (typeof value === 'number' ? [[name, { value }]] : [])),
  )
}

function usageOf(usage: Fields, cost: unknown): ModelUsage | undefined {
  const count = (field: string): number => (typeof usage[field] === 'number' ? usage[field] : 0)
  if (count('total') + count('prompt') + count('completion') === 0) return undefined
  return {
    input_tokens: count('prompt'),
    output_tokens: count('completion'),
    total_tokens: count('total'),
    ...(typeof cost === 'number' ? { total_cost: cost } : {}),
  }
}

function providerOf(row: Fields): string {
  const { provider } = row
  return typeof provider === 'string' ? provider : textOf(objectOf(provider)['id'] ?? 'unknown')
}

function objectOf(value: unknown): Fields {
  return isObject(value) ? value : {}
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}
