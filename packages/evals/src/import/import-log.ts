import type { EvalLog } from '../log/eval-log.js'
import { parseLogJson } from '../log/log-json.js'
import { LogError } from '../log/log-error.js'
import { isObject } from '../log/migrate-log.js'
import { lmEvalLogs } from './lm-eval.js'
import { openAiEvalsLog } from './openai-evals.js'
import { promptfooLogs } from './promptfoo.js'

/** Where foreign results came from. */
export type ForeignFormat = 'promptfoo' | 'openai-evals' | 'lm-eval'

/** Results of another harness as logs: one a model and task. */
export interface ImportedLogs {
  readonly format: ForeignFormat
  readonly logs: readonly EvalLog[]
}

/**
 * Reads results of promptfoo (JSON), OpenAI evals (JSONL) or the lm-evaluation-harness (JSON) as logs. What they do not record, such as
 * the conversation behind an aggregate, is absent and not made up.
 *
 * @param text - The file.
 * @param name - What it is called in errors.
 * @throws LogError with code `not-a-log` where it is none of the three.
 *
 * @example
 * ```ts
 * import { importLogs } from '@safety-portfolio/evals'
 *
 * const { logs } = importLogs('{"results":{"arc":{"acc":0.5,"acc_stderr":0.01}},"config":{"model":"hf"},"versions":{"arc":0}}', 'arc.json')
 * logs[0]?.results?.scores[0]?.metrics['acc']?.value // => 0.5
 * ```
 */
export function importLogs(text: string, name: string): ImportedLogs {
  const first = firstLine(text)
  if (isObject(first) && isObject(first['spec'])) return { format: 'openai-evals', logs: [openAiEvalsLog(text, name)] }
  const value = parseLogJson(text, name)
  if (isObject(value)) {
    const { results } = value
    if (isObject(results) && Array.isArray(results['results']))
      return { format: 'promptfoo', logs: promptfooLogs(value) }
    if (isObject(results) && (isObject(value['versions']) || isObject(value['configs']))) {
      return { format: 'lm-eval', logs: lmEvalLogs(value) }
    }
  }
  throw new LogError(
    'not-a-log',
    `${name}: neither an Inspect log nor results of promptfoo, OpenAI evals or the lm-evaluation-harness`,
  )
}

function firstLine(text: string): unknown {
  const end = text.indexOf('\n')
  try {
    return JSON.parse(end === -1 ? text : text.slice(0, end))
  } catch {
    return null
  }
}
