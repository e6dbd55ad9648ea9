import type { Finding } from '@safety-portfolio/stats'
import { counted } from '../text/counted.js'

/** Rows that are remembered. */
const remembered = 10_000

/** Counts the rows of a table that are another row again. */
export interface RepeatedRowsWatch {
  /** Takes note of a row as it was read. */
  readonly see: (row: object) => void
  /** A warning where there are such rows. */
  readonly findings: () => readonly Finding[]
}

/** Watches for rows that agree in all that is read, among the first 10,000. */
export function watchRepeatedRows(): RepeatedRowsWatch {
  const seen = new Set<string>()
  let rows = 0
  return {
    see(row) {
      if (rows === remembered) return
      rows += 1
      seen.add(JSON.stringify(row))
    },
    findings() {
      const repeated = rows - seen.size
      if (repeated === 0) return []
      const message = `${counted(repeated, 'row')} of ${rows} ${repeated === 1 ? 'is' : 'are'} another row again in every column that is read. Where they are the same run, it counts twice and intervals are too short: leave them out.`
      return [{ code: 'repeated-rows', message }]
    },
  }
}
