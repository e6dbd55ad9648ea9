import { DataError, type ReadOptions } from '@safety-portfolio/records'
import type { AnyRow } from './any-row.js'

/** How many rows are looked at before the columns of a table are chosen. */
const looked = 200

/** The first rows as they stand. What is wrong further down is for the reader that follows, which reports all of it. */
async function firstRows(rows: Iterable<AnyRow> | AsyncIterable<AnyRow>): Promise<readonly AnyRow[]> {
  const head: AnyRow[] = []
  try {
    for await (const row of rows) {
      head.push(row)
      if (head.length === looked) break
    }
  } catch (error) {
    if (!(error instanceof DataError) || head.length === 0) throw error
  }
  return head
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
  return options.find === undefined ? options : { ...options, ...options.find(await firstRows(rows()), options.name) }
}
