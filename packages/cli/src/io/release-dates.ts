import { DataError, parseRows, dateCell, rowSchema, textCell } from '@safety-portfolio/records'
import type { IsoDate } from '@safety-portfolio/scaling-laws'

const release = rowSchema({ agent: textCell(), date: dateCell() })

/** Dates of release by the names of agents: METR's `release_dates.yaml`, which has them under `date`, or those names alone. */
export function releaseDates(document: unknown, name: string): ReadonlyMap<string, IsoDate> {
  const dates = isMap(document) && isMap(document['date']) ? document['date'] : document
  if (!isMap(dates)) {
    const message = 'the document is no list of agents with their dates of release'
    throw new DataError([{ code: 'unknown-shape', path: [], message }], { name })
  }
  const rows = Object.entries(dates).map(([agent, date]) => ({ agent, date }))
  return new Map(parseRows(rows, { schema: release, name }).map(({ agent, date }) => [agent, date]))
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
