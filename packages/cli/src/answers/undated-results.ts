import type { IsoDate } from '@safety-portfolio/scaling-laws'
import { isHumanBaseline } from './human-baseline.js'

/** A table of results in which every agent has a date, and those for which it is none. */
export interface DatedResults {
  readonly document: unknown
  /** Agents whose day of release is not known, and people, who have none: their date is a stand-in, so that their horizons can be read. */
  readonly undated: ReadonlySet<string>
}

/** Stands for a day that is not known, behind all others. */
const standIn: IsoDate = '9999-12-31'

/** Gives models without a `release_date` that of the table of releases. What is no date stays, and is refused where the results are read. */
export function datedResults(document: unknown, releases: ReadonlyMap<string, IsoDate>): DatedResults {
  const results = isMap(document) ? document['results'] : undefined
  if (!isMap(document) || !isMap(results)) return { document, undated: new Set() }
  const undated = new Set<string>()
  const filled = Object.entries(results).map(([agent, result]): readonly [string, unknown] => {
    if (!isMap(result)) return [agent, result]
    const { release_date: given } = result
    if (isHumanBaseline(agent)) {
      undated.add(agent)
      return [agent, { ...result, release_date: standIn }]
    }
    if ((given ?? '') !== '') return [agent, { ...result, release_date: withoutMidnight(given) }]
    const date = releases.get(agent)
    if (date === undefined) undated.add(agent)
    return [agent, { ...result, release_date: date ?? standIn }]
  })
  return { document: { ...document, results: Object.fromEntries(filled) }, undated }
}

/** Data frames write a midnight behind a day. */
function withoutMidnight(date: unknown): unknown {
  return typeof date === 'string' ? date.replace(/[T ]00:00(:00(\.0+)?)?(Z|[+]00:?00)?$/, '') : date
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
