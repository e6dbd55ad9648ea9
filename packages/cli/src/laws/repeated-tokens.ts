import type { Finding } from '@safety-portfolio/stats'
import type { AnyRow } from '../io/any-row.js'
import { columnNames } from './column-names.js'
import { findColumns } from './find-columns.js'

/** Counts the runs that repeat their data, for laws that take every token for a new one. */
export interface RepetitionWatch {
  /** The column of unique tokens; none where the table has none or the law reads it itself. */
  readonly column: string | undefined
  /** Takes note of a run. */
  readonly see: (run: object, unique: unknown) => void
  /** A warning where runs repeat data. */
  readonly findings: () => readonly Finding[]
}

/** Watches a table with a column of unique tokens beside what the law reads. */
export function watchRepetition(
  head: readonly AnyRow[],
  fields: readonly string[],
  taken: readonly string[],
): RepetitionWatch {
  const wanted = fields.includes('tokens') && !fields.includes('uniqueTokens') ? ['uniqueTokens'] : []
  const others = Object.fromEntries(taken.map((column, index) => [`taken ${index}`, column]))
  const found = wanted.length === 0 ? undefined : foundColumn(head, wanted, others)
  let runs = 0
  let repeated = 0
  return {
    column: found,
    see(run, unique) {
      const { tokens } = run as { readonly tokens?: number }
      runs += 1
      // A rounding of the table is no repetition.
      if (tokens !== undefined && Number(unique) > 0 && tokens > 1.01 * Number(unique)) repeated += 1
    },
    findings() {
      if (repeated === 0) return []
      const message = `${repeated} of ${runs} runs saw more tokens than their ${JSON.stringify(found)}: they repeat data, and this law takes every token for a new one. Use --law data-constrained, or leave them out.`
      return [{ code: 'repeated-data', message }]
    },
  }
}

/** The column, or none where several could be meant: it is not asked for. */
function foundColumn(
  head: readonly AnyRow[],
  fields: readonly string[],
  mapped: Readonly<Record<string, string>>,
): string | undefined {
  try {
    return findColumns(head, { fields, mapped, names: columnNames }, '')['uniqueTokens']
  } catch {
    return undefined
  }
}
