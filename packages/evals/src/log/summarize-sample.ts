import type { EvalSample, SampleSummary } from './eval-log.js'
import { isObject } from './migrate-log.js'

/** Longest text of an input or a metadata value that a summary keeps, in characters. */
const longest = 1024

/** What the index of a log shows of a sample: scores, usage, times, and no messages. */
export function summarizeSample(sample: EvalSample): SampleSummary {
  const { id, epoch, input, target, choices, metadata, scores, error, limit } = sample
  return {
    id,
    epoch,
    input: typeof input === 'string' ? input.slice(0, longest) : input,
    target,
    ...(choices === undefined || choices === null ? {} : { choices }),
    metadata: thin(metadata),
    ...(scores === undefined || scores === null ? {} : { scores }),
    model_usage: sample.model_usage,
    role_usage: sample.role_usage,
    ...present(sample, ['started_at', 'completed_at', 'total_time', 'working_time', 'uuid', 'turn_count']),
    ...(error === undefined || error === null ? {} : { error: error.message }),
    ...(limit === undefined || limit === null ? {} : { limit: limit.type }),
    ...(Array.isArray(sample['error_retries']) ? { retries: sample['error_retries'].length } : {}),
    completed: error === undefined || error === null,
    message_count: sample.messages.length,
  }
}

function present(sample: EvalSample, fields: readonly string[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const field of fields) if (sample[field] !== undefined && sample[field] !== null) kept[field] = sample[field]
  return kept
}

/** Metadata small enough for an index: long texts cut, nested values left out. */
function thin(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === 'string') kept[key] = value.slice(0, longest)
    else if (!isObject(value) && !Array.isArray(value)) kept[key] = value
  }
  return kept
}
