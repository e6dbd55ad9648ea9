import type { AnyRow } from '../io/any-row.js'

/** Characters of a text that are shown, its last ones: paths differ there. */
const shown = 40

/**
 * What tells the columns apart, where each is part of an object of its own: for `results.0.loss` and `results.1.loss` a text beside the loss that differs,
 * `val_data "c4"`; `undefined` where there is none.
 */
export function siblingTexts(rows: readonly AnyRow[], columns: readonly string[]): readonly string[] | undefined {
  const parents = columns.map((column) => parentOf(rows, column))
  const keys = new Set(parents.flatMap((parent) => Object.keys(parent)))
  for (const key of keys) {
    const texts = parents.map((parent) => textOf(parent[key]))
    const known = texts.filter((text) => text !== undefined)
    if (known.length === columns.length && new Set(known).size === columns.length) {
      return known.map((text) => `${key} ${JSON.stringify(text.length > shown ? `...${text.slice(-shown)}` : text)}`)
    }
  }
  return undefined
}

/** The object around a column, in the first row that has one. */
function parentOf(rows: readonly AnyRow[], column: string): AnyRow {
  const path = column.split('.').slice(0, -1)
  if (path.length === 0) return {}
  for (const row of rows) {
    const parent = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), row)
    if (isObject(parent)) return parent
  }
  return {}
}

/** A text, or the only one of a list. */
function textOf(value: unknown): string | undefined {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  return typeof only === 'string' ? only : undefined
}

function isObject(value: unknown): value is AnyRow {
  return typeof value === 'object' && value !== null
}
