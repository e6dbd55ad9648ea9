import { parsePieces, readPieces, scanPieces } from './internal/pieces.js'
import { jsonValue } from './internal/json-value.js'
import { createLineSplitter } from './internal/line-splitter.js'
import { createObjectTable, type ObjectTable } from './internal/object-table.js'
import type { Chunks, ReadOptions } from './read-options.js'

/**
 * Rows of a JSONL text: one JSON object a line, blank lines skipped. `NaN` and `Infinity`, which Python writes although JSON has no word for them, are
 * refused by row and column where the schema wants a number, and pass elsewhere.
 *
 * @throws {@link DataError} with every bad row: lines that are not JSON or not objects, values that the schema refuses, no row at
 * all, filters that keep nothing.
 * @example
 * ```ts
 * import { numberCell, parseJsonl, rowSchema } from '@safety-portfolio/records'
 *
 * parseJsonl('{"loss": 2.5, "seed": 1}\n', { schema: rowSchema({ loss: numberCell() }) }) // => [{ loss: 2.5 }]
 * ```
 */
export function parseJsonl<T>(text: string, options: ReadOptions<T>): readonly T[] {
  return parsePieces(createJsonlTable(options), text)
}

/**
 * {@link parseJsonl} for text that arrives in chunks, cut anywhere. Memory holds one line and the kept fields of the rows.
 *
 * @example
 * ```ts
 * import { numberCell, readJsonl, rowSchema } from '@safety-portfolio/records'
 *
 * const rows = await readJsonl(['{"lo', 'ss": 2.5}\n'], { schema: rowSchema({ loss: numberCell() }) })
 * rows // => [{ loss: 2.5 }]
 * ```
 */
export async function readJsonl<T>(chunks: Chunks, options: ReadOptions<T>): Promise<readonly T[]> {
  return readPieces(createJsonlTable(options), chunks)
}

/**
 * {@link readJsonl} row by row; the same rules as for {@link scanCsv} hold.
 *
 * @example
 * ```ts
 * import { numberCell, rowSchema, scanJsonl } from '@safety-portfolio/records'
 *
 * let sum = 0
 * for await (const { loss } of scanJsonl(['{"loss":1}\n{"loss":2}'], { schema: rowSchema({ loss: numberCell() }) })) sum += loss
 * sum // => 3
 * ```
 */
export function scanJsonl<T>(chunks: Chunks, options: ReadOptions<T>): AsyncGenerator<T, void, undefined> {
  return scanPieces(() => createJsonlTable(options), chunks)
}

function createJsonlTable<T>(options: ReadOptions<T>): { push(text: string): readonly T[]; end(): readonly T[] } {
  const lines = createLineSplitter()
  const table = createObjectTable(options)
  const rowsOf = (texts: readonly string[], first: number): readonly T[] =>
    texts.flatMap((text, index) => rowOf(text, first + index, table))
  let line = 1
  return {
    push(text) {
      const complete = lines.push(text)
      const rows = rowsOf(complete, line)
      line += complete.length
      return rows
    },
    end() {
      const rows = rowOf(lines.end(), line, table)
      table.end()
      return rows
    },
  }
}

function rowOf<T>(text: string, line: number, table: ObjectTable<T>): readonly T[] {
  if (text.trim() === '') return []
  let value: unknown
  try {
    value = jsonValue(text)
  } catch (error) {
    table.refuse({ code: 'invalid-json', line, message: `not JSON: ${(error as Error).message}` })
    return []
  }
  return table.push(value, line)
}
