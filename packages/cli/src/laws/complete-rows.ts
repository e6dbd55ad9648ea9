import type { RowSchema } from '@safety-portfolio/records'
import type { Finding } from '@safety-portfolio/stats'
import { isBlank, type AnyRow } from '../io/any-row.js'
import { counted } from '../text/counted.js'

/** Stands for a row that was left out. */
export const leftOut: object = Object.freeze({})

/** The schema, which gives {@link leftOut} for a row that nothing is wrong with but empty cells in these fields. */
export function completeRows<T extends object>(schema: RowSchema<T>, fields: readonly string[]): RowSchema<T> {
  return {
    ...schema,
    '~standard': {
      ...schema['~standard'],
      validate(row) {
        const result = schema['~standard'].validate(row)
        if (result instanceof Promise || result.issues === undefined) return result
        const blank = new Set(fields.filter((field) => isBlank((row as AnyRow)[field])))
        const excused = result.issues.every(({ path }) => {
          const [field] = path ?? []
          // An issue without a field is about the row: too few of its cells are filled.
          return field === undefined ? blank.size > 0 : blank.has(String(typeof field === 'object' ? field.key : field))
        })
        return excused ? { value: leftOut as T } : result
      },
    },
  }
}

/** A warning that counts the rows that were left out. */
export function incomplete(count: number, all: number): readonly Finding[] {
  if (count === 0) return []
  const message = `${counted(count, 'row')} of ${all} had an empty cell (or NA, NaN) and ${count === 1 ? 'was' : 'were'} left out: if the missing ones are not missing by chance, the law is that of the rest.`
  return [{ code: 'incomplete-rows', message }]
}
