import { jsonValue } from './internal/json-value.js'
import { createObjectTable } from './internal/object-table.js'
import { DataError } from './data-error.js'
import type { ReadOptions } from './read-options.js'

/**
 * Rows of a JSON text in one of three shapes: an array of objects; an object whose `rows` is such an array; or an
 * object of columns, all arrays of one length. Issues carry the row but no line.
 *
 * @throws {@link DataError} if the text is not JSON or has none of the shapes, and with every bad row as {@link parseJsonl}.
 * @example
 * ```ts
 * import { numberCell, parseJson, rowSchema } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ loss: numberCell() })
 * parseJson('[{"loss": 2.5}]', { schema }) // => [{ loss: 2.5 }]
 * parseJson('{"rows": [{"loss": 2.5}]}', { schema }) // => [{ loss: 2.5 }]
 * parseJson('{"loss": [2.5, 2.4], "seed": [1, 2]}', { schema }) // => [{ loss: 2.5 }, { loss: 2.4 }]
 * ```
 */
export function parseJson<T>(text: string, options: ReadOptions<T>): readonly T[] {
  const table = createObjectTable(options)
  const rows = rowsIn(valueOf(text, options.name), options.name).flatMap((row) => table.push(row))
  table.end()
  return rows
}

function valueOf(text: string, name: string | undefined): unknown {
  const body = text.replace(/^\uFEFF/, '')
  if (body.trim() === '') return fail('empty-file', 'the file is empty', name)
  try {
    return jsonValue(body)
  } catch (error) {
    return fail('invalid-json', `not JSON: ${(error as Error).message}`, name)
  }
}

function rowsIn(value: unknown, name: string | undefined): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  if (typeof value === 'object' && value !== null) {
    if ('rows' in value && Array.isArray(value.rows)) {
      const rows = value.rows as unknown[]
      if (rows.every((row) => typeof row === 'object') || Object.keys(value).length === 1) return rows
    }
    const columns = Object.entries(value)
    if (columns.length > 0 && columns.every(([, cells]) => Array.isArray(cells))) {
      return transposed(columns as [string, unknown[]][], name)
    }
  }
  const shapes = 'an array of objects, an object with "rows", or an object of columns'
  return fail('unknown-shape', `the JSON is none of: ${shapes}`, name)
}

function transposed(columns: readonly (readonly [string, readonly unknown[]])[], name: string | undefined): unknown[] {
  const [first] = columns as readonly [readonly [string, readonly unknown[]]]
  const odd = columns.find(([, cells]) => cells.length !== first[1].length)
  if (odd !== undefined) {
    const lengths = `${JSON.stringify(first[0])} has ${first[1].length} values and ${JSON.stringify(odd[0])} has ${odd[1].length}`
    return fail('ragged-columns', `the columns differ in length: ${lengths}`, name)
  }
  return first[1].map((_, index) => Object.fromEntries(columns.map(([column, cells]) => [column, cells[index]])))
}

function fail(code: string, message: string, name: string | undefined): never {
  throw new DataError([{ code, path: [], message }], { name })
}
