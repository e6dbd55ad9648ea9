import type { SampleSummary } from './eval-log.js'
import { keyOf } from './json-log.js'
import type { LogReader } from './log-reader.js'

/**
 * The index of a log with some fields of the metadata in it. Old indexes have none, and new ones leave out or cut what is long: then the samples are
 * read for it.
 *
 * @param log - An open log.
 * @param fields - Names of the fields.
 */
export async function summariesWithFields(
  log: LogReader,
  fields: readonly string[],
): Promise<readonly SampleSummary[]> {
  const summaries = await log.summaries()
  const lacks = ({ metadata = {}, scores }: SampleSummary): boolean =>
    scores !== undefined && scores !== null && fields.some((field) => isCut(metadata[field]))
  if (fields.length === 0 || !summaries.some(lacks)) return summaries
  const found = new Map<string, Record<string, unknown>>()
  for await (const sample of log.samples()) {
    const present = fields.filter((field) => sample.metadata[field] !== undefined)
    found.set(keyOf(sample), Object.fromEntries(present.map((field) => [field, sample.metadata[field]])))
  }
  return summaries.map((summary) => ({ ...summary, metadata: { ...summary.metadata, ...found.get(keyOf(summary)) } }))
}

/** Whether a value is not in an index, or only its beginning. */
function isCut(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === 'string' && (value.length > 1000 || value.startsWith('Key removed from summary')))
  )
}
