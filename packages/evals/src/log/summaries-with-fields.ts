import type { SampleSummary } from './eval-log.js'
import { keyOf } from './json-log.js'
import type { LogReader } from './log-reader.js'

/**
 * The index of a log, of which only scores, errors and some fields of the metadata are kept of the metadata. Old indexes have none, and new ones leave out or cut what is long: then the samples are
 * read for it.
 *
 * @param log - An open log.
 * @param fields - Names of the fields.
 */
export async function summariesWithFields(
  log: LogReader,
  fields: readonly string[],
): Promise<readonly SampleSummary[]> {
  const summaries = await log.summaries((summary) => scoresOf(summary, fields))
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

const nothing: Readonly<Record<string, never>> = {}

/** What statistics are made of. */
function scoresOf({ id, epoch, scores, metadata, error }: SampleSummary, fields: readonly string[]): SampleSummary {
  const present = fields.filter((field) => metadata?.[field] !== undefined)
  return {
    id,
    epoch,
    input: '',
    target: '',
    ...(scores === undefined || scores === null
      ? {}
      : { scores: Object.fromEntries(Object.entries(scores).map(([scorer, { value }]) => [scorer, { value }])) }),
    metadata: present.length === 0 ? nothing : Object.fromEntries(present.map((field) => [field, metadata![field]])),
    ...(error === undefined || error === null ? {} : { error }),
  }
}

/** Whether a value is not in an index, or only its beginning. */
function isCut(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === 'string' && (value.length > 1000 || value.startsWith('Key removed from summary')))
  )
}
