import { parsePythonLiteral, PythonLiteralError, type PythonValue } from './python-literal.js'

/** Text is read as a Python literal (JSON of numbers and plain text is one); everything else, and text that is none, is passed on. */
export function literalOr(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return parsePythonLiteral(value)
  } catch {
    return value
  }
}

/** Country -> shares of a cell `selections`: a `defaultdict` in text, or an object of JSON or Parquet. */
export function publishedAnswers(
  cell: unknown,
): { readonly answers: readonly (readonly [string, unknown])[] } | { readonly message: string } {
  if (typeof cell === 'object' && cell !== null && !Array.isArray(cell)) {
    return {
      answers: cell instanceof Map ? textEntries(cell as ReadonlyMap<PythonValue, PythonValue>) : Object.entries(cell),
    }
  }
  if (typeof cell !== 'string') return { message: 'the selections are neither text nor an object' }
  let value: PythonValue
  try {
    value = parsePythonLiteral(cell)
  } catch (error) {
    if (!(error instanceof PythonLiteralError)) throw error
    return { message: `the selections are no Python literal: ${error.message}` }
  }
  if (!(value instanceof Map)) return { message: 'the selections are a literal, but no dictionary of countries' }
  return { answers: textEntries(value as ReadonlyMap<PythonValue, PythonValue>) }
}

function textEntries(map: ReadonlyMap<PythonValue, PythonValue>): readonly (readonly [string, unknown])[] {
  return [...map].map(
    ([country, shares]) => [typeof country === 'string' ? country : JSON.stringify(country), shares] as const,
  )
}
