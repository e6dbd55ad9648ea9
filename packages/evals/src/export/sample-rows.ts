import type { EvalSample } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { scoreParts } from '../statistics/score-number.js'

/** A cell of an exported table. */
export type Cell = string | number | boolean | null

/** A sample as a row: columns of its own, `score_<name>` and `metadata_<name>`. */
export type SampleRow = Readonly<Record<string, Cell>>

/**
 * A sample as one flat row, for CSV and Parquet: inputs and outputs as text, a column a score and a metadata field, nested values as JSON.
 *
 * @param sample - The sample.
 */
export function sampleRow(sample: EvalSample): SampleRow {
  const { id, epoch, input, target, output, scores, error, limit, metadata, model_usage: usage } = sample
  const tokens = Object.values(usage)
  const total = (field: 'input_tokens' | 'output_tokens' | 'total_tokens'): number =>
    tokens.reduce((sum, one) => sum + one[field], 0)
  const costs = tokens.map(({ total_cost: cost }) => cost).filter((cost) => typeof cost === 'number')
  return {
    id: String(id),
    epoch,
    input: messageText(input),
    target: typeof target === 'string' ? target : JSON.stringify(target),
    output: isObject(output) && typeof output['completion'] === 'string' ? output['completion'] : '',
    ...prefixed('score', partsOf(scores ?? {})),
    error: error?.message ?? null,
    limit: limit?.type ?? null,
    input_tokens: total('input_tokens'),
    output_tokens: total('output_tokens'),
    total_tokens: total('total_tokens'),
    cost: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
    total_time: sample.total_time ?? null,
    ...prefixed('metadata', metadata),
  }
}

function partsOf(scores: NonNullable<EvalSample['scores']>): Record<string, unknown> {
  const parts: Record<string, unknown> = {}
  for (const [scorer, { value }] of Object.entries(scores)) {
    for (const [name, part] of Object.entries(scoreParts(scorer, value))) {
      parts[name === scorer ? scorer : `${scorer}_${name}`] = part
    }
  }
  return parts
}

function prefixed(prefix: string, values: Readonly<Record<string, unknown>>): Record<string, Cell> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, cellOf(value)]))
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return JSON.stringify(value)
}

/** Messages as text: the text itself, or `role: content` a message. */
export function messageText(input: string | readonly unknown[]): string {
  if (typeof input === 'string') return input
  return input
    .filter(isObject)
    .map(({ role, content }) => `${String(role)}: ${contentText(content)}`)
    .join('\n')
}

/** The text of a message's content; parts that are no text are named. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .filter(isObject)
    .map((part) =>
      typeof part['text'] === 'string'
        ? part['text']
        : typeof part['reasoning'] === 'string'
          ? part['reasoning']
          : `[${String(part['type'])}]`,
    )
    .join('\n')
}

/** Rows with the same columns, in the order of their first appearance; what a row lacks is `null`. */
export function sameColumns(rows: readonly SampleRow[]): readonly SampleRow[] {
  const columns = new Set(rows.flatMap((row) => Object.keys(row)))
  return rows.map((row) => Object.fromEntries([...columns].map((column) => [column, row[column] ?? null])))
}
