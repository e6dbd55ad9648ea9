import type { EvalLog, EvalMetric } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { importedLog } from './imported-log.js'

type Fields = Readonly<Record<string, unknown>>

/**
 * A result file of the lm-evaluation-harness, version 0.3 or 0.4, as logs without samples: one a task. Its metrics `acc,none` and
 * `acc_stderr,none` become `acc` and `acc_stderr` of the scorer `none`.
 */
export function lmEvalLogs(file: Fields): readonly EvalLog[] {
  const results = isObject(file['results']) ? file['results'] : {}
  const config = isObject(file['config']) ? file['config'] : {}
  const versions = isObject(file['versions']) ? file['versions'] : {}
  const shots = isObject(file['n-shot']) ? file['n-shot'] : {}
  const args = typeof config['model_args'] === 'string' ? config['model_args'] : ''
  const model =
    /(?:^|,)pretrained=([^,]+)/.exec(args)?.[1] ?? (typeof config['model'] === 'string' ? config['model'] : 'unknown')
  return Object.entries(results).flatMap(([task, metrics]) => {
    if (!isObject(metrics)) return []
    return [
      importedLog({
        task,
        model,
        created: createdOf(file['date']),
        source: 'lm-evaluation-harness',
        samples: [],
        scores: [...byFilter(metrics)].map(([filter, found]) => ({
          name: filter,
          scorer: filter,
          params: {},
          metrics: found,
        })),
        metadata: {
          task_version: versions[task] ?? null,
          num_fewshot: shots[task] ?? config['num_fewshot'] ?? null,
          model_args: args,
          git_hash: file['git_hash'] ?? null,
        },
      }),
    ]
  })
}

/** Version 0.4 names metrics `metric,filter`. */
function byFilter(metrics: Fields): ReadonlyMap<string, Record<string, EvalMetric>> {
  const filters = new Map<string, Record<string, EvalMetric>>()
  for (const [key, value] of Object.entries(metrics)) {
    if (typeof value !== 'number') continue
    const [name = key, filter = 'none'] = key.split(',')
    const found = filters.get(filter) ?? {}
    filters.set(filter, found)
    found[name] = { name, value, params: {} }
  }
  return filters
}

function createdOf(date: unknown): string {
  return typeof date === 'number' ? new Date(date * 1000).toISOString() : ''
}
