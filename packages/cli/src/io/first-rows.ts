import { DataError, type ReadOptions, type RowFilter } from '@safety-portfolio/records'
import { cellText, type AnyRow } from './any-row.js'

/** How many rows are looked at before the columns of a table are chosen. */
const looked = 200
/** Among so many, so that a filter that keeps few rows of a large file does not have all of it held. */
const searched = 5000

/**
 * The first rows that a filter keeps, or the first of all where it keeps none of these, as they stand. What is wrong further down is for the reader that
 * follows, which reports all of it.
 */
async function firstRows(
  rows: Iterable<AnyRow> | AsyncIterable<AnyRow>,
  where: readonly RowFilter[],
): Promise<readonly AnyRow[]> {
  const kept: AnyRow[] = []
  const others: AnyRow[] = []
  let seen = 0
  try {
    for await (const row of rows) {
      seen += 1
      if (where.every(({ column, equals }) => cellText(row[column]) === String(equals))) kept.push(row)
      else if (others.length < looked) others.push(row)
      if (kept.length === looked || seen === searched) break
    }
  } catch (error) {
    if (!(error instanceof DataError) || seen === 0) throw error
  }
  return kept.length > 0 ? kept : others
}

/** Which fields of which columns are read, once the first rows are known. */
export type FindColumns<T> = (
  head: readonly AnyRow[],
  name: string,
) => Pick<ReadOptions<T>, 'schema'> & { readonly columns: Readonly<Record<string, string>> }

/** Options of a reader with the file's name, and how columns are found where they are not named. */
export interface FileOptions<T> extends ReadOptions<T> {
  readonly name: string
  readonly find?: FindColumns<T> | undefined
}

/** The options with the columns that were found. */
export async function foundOptions<T>(
  options: FileOptions<T>,
  rows: () => Iterable<AnyRow> | AsyncIterable<AnyRow>,
): Promise<ReadOptions<T>> {
  return options.find === undefined
    ? options
    : { ...options, ...options.find(await firstRows(rows(), options.where ?? []), options.name) }
}
