import { parsePythonLiteral, PythonLiteralError, type PythonValue } from '@safety-portfolio/global-opinions'
import type { AnyRow } from '../io/any-row.js'

const nested = ['answer_info', 'additional_metadata'] as const

/** A row of BBQ whose nested cells a table held as text: JSON, or what Python prints for a dictionary. */
export function bbqRow(row: AnyRow): AnyRow {
  const read = nested.flatMap((name) => {
    const cell = row[name]
    return typeof cell === 'string' ? [[name, literal(cell)] as const] : []
  })
  return read.length === 0 ? row : { ...row, ...Object.fromEntries(read) }
}

function literal(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return plain(parsePythonLiteral(text))
    } catch (error) {
      // What is neither stays as it is, and is reported with the row that it stands in.
      if (error instanceof PythonLiteralError) return text
      throw error
    }
  }
}

function plain(value: PythonValue): unknown {
  if (value instanceof Map) {
    const entries = value as ReadonlyMap<PythonValue, PythonValue>
    return Object.fromEntries(
      Array.from(entries, ([key, inner]) => [typeof key === 'string' ? key : JSON.stringify(key), plain(inner)]),
    )
  }
  return Array.isArray(value) ? (value as readonly PythonValue[]).map(plain) : value
}
