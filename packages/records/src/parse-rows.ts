import { createObjectTable } from './internal/object-table.js'
import type { ReadOptions } from './read-options.js'

/**
 * Typed rows of values that are in memory already, by the same rules as for files.
 *
 * @throws {@link DataError} with every bad row.
 * @example
 * ```ts
 * import { numberCell, parseRows, rowSchema } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ loss: numberCell({ positive: true }) })
 * parseRows([{ loss: 2.5, note: 'kept out' }], { schema }) // => [{ loss: 2.5 }]
 * parseRows([{ loss: 0 }, { loss: Number.NaN }], { schema }) // throws DataError
 * ```
 */
export function parseRows<T>(rows: readonly unknown[], options: ReadOptions<T>): readonly T[] {
  const table = createObjectTable(options)
  const typed = rows.flatMap((row) => table.push(row))
  table.end()
  return typed
}
