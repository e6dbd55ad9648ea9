import type { EvalLog, EvalSampleReductions } from './eval-log.js'
import { LogError } from './log-error.js'
import { parseLogJson, writeLogJson } from './log-json.js'
import type { LogReader } from './log-reader.js'
import { isObject, migrateHeader, migrateSample, newestLogVersion, onlyScorer } from './migrate-log.js'
import { summarizeSample } from './summarize-sample.js'
import { utf8Encode } from '../internal/text-codec.js'

/** Opens a log that is one JSON document. */
export function openJsonLog(text: string, name: string): LogReader {
  const value = parseLogJson(text, name)
  if (isObject(value) && value['eval'] === undefined && Array.isArray(value['events']))
    return eventsOnly(value['events'])
  if (!isObject(value) || value['eval'] === undefined) {
    throw new LogError('not-a-log', `${name}: JSON, but no Inspect log: it has no 'eval'`)
  }
  const { samples = null, reductions = null, ...rest } = value
  const version = rest['version'] ?? 1
  if (typeof version !== 'number' || version > newestLogVersion) {
    throw new LogError(
      'unsupported-version',
      `${name}: log version ${JSON.stringify(version)}; versions up to ${newestLogVersion} are known`,
    )
  }
  const header = migrateHeader(rest, name)
  const attempts = Array.isArray(samples)
    ? samples.map((sample, index) => migrateSample(sample, `${name}: sample ${index + 1}`, onlyScorer(header)))
    : []
  const last = new Map(attempts.map((sample) => [keyOf(sample), sample]))
  const warnings =
    last.size < attempts.length
      ? [`${attempts.length - last.size} attempts are superseded by later ones of the same sample`]
      : []
  return {
    format: 'json',
    header,
    finished: header.status !== 'started',
    warnings,
    summaries: (keep = (summary) => summary) =>
      Promise.resolve([...last.values()].map((sample) => keep(summarizeSample(sample)))),
    async *samples() {
      await Promise.resolve()
      yield* last.values()
    },
    sample: (id, epoch) => Promise.resolve(last.get(keyOf({ id, epoch })) ?? null),
    reductions: () =>
      Promise.resolve(Array.isArray(reductions) ? (reductions as readonly EvalSampleReductions[]) : null),
  }
}

/** What tells samples of a log apart: `1` and `"1"` are two. */
export function keyOf({ id, epoch }: { readonly id: string | number; readonly epoch: number }): string {
  return `${typeof id === 'number' ? '#' : '$'}${id}@${epoch}`
}

/** A bare list of events, as tools that cut transcripts out of logs leave it. There is nothing to score in it. */
function eventsOnly(events: readonly unknown[]): LogReader {
  const sample = migrateSample({ id: 1, epoch: 1, input: '', events }, 'events')
  return {
    format: 'events',
    header: {
      version: 2,
      status: 'started',
      eval: { task: '', model: 'none', created: '', dataset: {}, config: {} },
      plan: {},
      stats: {},
    },
    finished: false,
    warnings: ['A bare list of events: no task, no model and no scores are known.'],
    summaries: (keep = (summary) => summary) =>
      Promise.resolve(events.length === 0 ? [] : [keep(summarizeSample(sample))]),
    async *samples() {
      await Promise.resolve()
      if (events.length > 0) yield sample
    },
    sample: (id, epoch) => Promise.resolve(events.length > 0 && id === 1 && epoch === 1 ? sample : null),
    reductions: () => Promise.resolve(null),
  }
}

/**
 * Writes a log as one JSON document. `NaN` stays `NaN`, as Inspect writes it.
 *
 * @example
 * ```ts
 * import { bytesSource, openLog, wholeLog, writeJsonLog, type EvalLog } from '@safety-portfolio/evals'
 *
 * const log: EvalLog = {
 *   version: 2, status: 'success', plan: {}, stats: {},
 *   eval: { task: 'sums', model: 'simulated/0.8', created: '', dataset: {}, config: {} },
 * }
 * await wholeLog(await openLog(bytesSource(writeJsonLog(log)))) // => log
 * ```
 */
export function writeJsonLog(log: EvalLog): Uint8Array {
  return utf8Encode(writeLogJson(log))
}
