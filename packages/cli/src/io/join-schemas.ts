import type { RowSchema } from '@safety-portfolio/records'

/** A row that both schemas read, with the fields of both; the issues of both are reported. */
export function joinSchemas<Left extends object, Right extends object>(
  left: RowSchema<Left>,
  right: RowSchema<Right>,
): RowSchema<Left & Right> {
  return {
    fields: [...new Set([...left.fields, ...right.fields])],
    required: [...new Set([...left.required, ...right.required])],
    '~standard': {
      version: 1,
      vendor: 'safety-portfolio',
      validate(row) {
        const [first, second] = [left['~standard'].validate(row), right['~standard'].validate(row)]
        if (first instanceof Promise || second instanceof Promise) {
          throw new TypeError('joinSchemas: rows are read synchronously')
        }
        if (first.issues === undefined && second.issues === undefined) {
          return { value: { ...first.value, ...second.value } }
        }
        return { issues: [...(first.issues ?? []), ...(second.issues ?? [])] }
      },
    },
  }
}
