import type { EvalHeader, EvalSample } from './eval-log.js'
import { isObject } from './migrate-log.js'

const statuses = new Set(['started', 'success', 'cancelled', 'error'])
const stopReasons = new Set(['stop', 'max_tokens', 'model_length', 'tool_calls', 'content_filter', 'unknown'])
const roles = new Set(['system', 'user', 'assistant', 'tool'])

/** What is wrong with the shape of a header, or of one of its samples, in words. */
export function checkShape(header: EvalHeader, sample?: EvalSample): string[] {
  return sample === undefined ? headerProblems(header) : sampleProblems(sample)
}

function headerProblems(header: EvalHeader): string[] {
  const problems: string[] = []
  const { status, results, eval: spec } = header
  if (!statuses.has(status)) problems.push(`status is ${JSON.stringify(status)}`)
  if (spec.task === '') problems.push('eval.task is empty')
  for (const field of ['dataset', 'config'] as const)
    if (!isObject(spec[field])) problems.push(`eval.${field} is no object`)
  for (const score of results?.scores ?? []) {
    for (const [name, metric] of Object.entries(score.metrics)) {
      if (typeof metric.value !== 'number') problems.push(`metric ${name} of ${score.name} is no number`)
    }
  }
  return problems
}

function sampleProblems(sample: EvalSample): string[] {
  const { id, epoch, messages, output, scores } = sample
  const where = `sample ${id}, epoch ${epoch}`
  const problems: string[] = []
  if (!Number.isInteger(epoch) || epoch < 1) problems.push(`${where}: epoch must be 1 or more`)
  for (const [index, message] of messages.entries()) {
    if (!isObject(message) || !roles.has(String(message['role'])))
      problems.push(`${where}: message ${index + 1} has no known role`)
  }
  const choices: readonly unknown[] = isObject(output) && Array.isArray(output['choices']) ? output['choices'] : []
  for (const choice of choices) {
    if (!isObject(choice) || !stopReasons.has(String(choice['stop_reason'])))
      problems.push(`${where}: a choice has no known stop reason`)
  }
  for (const [name, score] of Object.entries(scores ?? {})) {
    if ((score as Partial<typeof score>).value === undefined) problems.push(`${where}: score ${name} has no value`)
  }
  return problems
}
