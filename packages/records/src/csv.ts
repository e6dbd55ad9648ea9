import { createCsvTable } from './internal/csv-table.js'
import { parsePieces, readPieces, scanPieces } from './internal/pieces.js'
import type { Chunks, CsvOptions } from './read-options.js'

/**
 * Rows of a CSV text (RFC 4180: quoted cells may hold delimiters, line breaks and doubled quotes; `\n` or `\r\n` ends a record; a
 * byte order mark is dropped). The first line names the columns. Empty lines are skipped, except in a table of one
 * column, where they are empty cells.
 *
 * @throws {@link DataError} with every bad row: a missing, duplicate or unmapped column, an empty file, a header without rows,
 * rows of another length than the header, quotes that do not match, cells that the schema refuses, filters that keep nothing.
 * @example
 * ```ts
 * import { numberCell, parseCsv, rowSchema, textCell } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ model: textCell(), loss: numberCell({ positive: true }) })
 * const text = 'name,split,final_loss\n"big, new",test,2.1\nsmall,train,1.9\n'
 * const columns = { model: 'name', loss: 'final_loss' }
 * parseCsv(text, { schema, columns, where: [{ column: 'split', equals: 'test' }] }) // => [{ model: 'big, new', loss: 2.1 }]
 * ```
 */
export function parseCsv<T>(text: string, options: CsvOptions<T>): readonly T[] {
  return parsePieces(createCsvTable(options), text)
}

/**
 * {@link parseCsv} for text that arrives in chunks, cut anywhere. Memory holds one chunk and the kept fields of the rows, nothing
 * of the columns that are not mapped.
 *
 * @example
 * ```ts
 * import { numberCell, readCsv, rowSchema } from '@safety-portfolio/records'
 *
 * const rows = await readCsv(['lo', 'ss\n2', '.5\n'], { schema: rowSchema({ loss: numberCell() }) })
 * rows // => [{ loss: 2.5 }]
 * ```
 */
export async function readCsv<T>(chunks: Chunks, options: CsvOptions<T>): Promise<readonly T[]> {
  return readPieces(createCsvTable(options), chunks)
}

/**
 * {@link readCsv} row by row, for files that are not to be held in memory. After the first bad row no more rows come: the
 * rest of the file is checked, then the {@link DataError} is thrown. So nothing made from the rows is final before the loop ends.
 *
 * @example
 * ```ts
 * import { numberCell, rowSchema, scanCsv } from '@safety-portfolio/records'
 *
 * let sum = 0
 * for await (const { loss } of scanCsv(['loss\n1\n', '2\n'], { schema: rowSchema({ loss: numberCell() }) })) sum += loss
 * sum // => 3
 * ```
 */
export function scanCsv<T>(chunks: Chunks, options: CsvOptions<T>): AsyncGenerator<T, void, undefined> {
  return scanPieces(() => createCsvTable(options), chunks)
}
