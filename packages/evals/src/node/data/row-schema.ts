import type { StandardSchemaV1 } from '@safety-portfolio/records'
import type { Sample } from '../../task/task.js'

/** A row of a file before it is a question. */
export type RawRow = Readonly<Record<string, unknown>>

/** Makes a question of a row; what it throws is said of the row. `number` counts rows from 1. */
export type ToSample = (row: RawRow, number: number) => Sample

/** A schema that makes questions: whatever {@link ToSample} throws becomes an issue of its row. */
export function sampleSchema(toSample: ToSample): StandardSchemaV1<unknown, Sample> {
  let number = 0
  return {
    '~standard': {
      version: 1,
      vendor: 'safety-portfolio',
      validate(value) {
        number += 1
        try {
          return { value: toSample(value as RawRow, number) }
        } catch (error) {
          return { issues: [{ message: (error as Error).message }] }
        }
      },
    },
  }
}

/** Text of a field that must be there. */
export function textField(row: RawRow, field: string): string {
  const value = row[field]
  if (typeof value === 'string' && value.trim() !== '') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Error(
    `the field '${field}' is ${value === undefined || value === null || value === '' ? 'missing' : 'no text'}`,
  )
}

/** Where the parts of a question are in a row. */
export interface FieldNames {
  /** Default `input`. */
  readonly input?: string
  /** Default `target`. */
  readonly target?: string
  /** Default `choices`: a list, or text with `;` between. */
  readonly choices?: string
  /** Default `id`. */
  readonly id?: string
  /** Fields of the metadata. Default: all others. */
  readonly metadata?: readonly string[]
}

/** Reads questions from the fields named. */
export function sampleFields(names: FieldNames = {}): ToSample {
  const { input = 'input', target = 'target', choices = 'choices', id = 'id', metadata } = names
  const own = new Set([input, target, choices, id])
  return (row) => {
    const given = row[input]
    const known = row[target]
    const listed = row[choices]
    const identity = row[id]
    const rest = metadata ?? Object.keys(row).filter((field) => !own.has(field))
    return {
      input: Array.isArray(given) ? (given as Sample['input']) : textField(row, input),
      ...(isBlank(known) ? {} : { target: Array.isArray(known) ? known.map(String) : textField(row, target) }),
      ...(isBlank(listed)
        ? {}
        : { choices: Array.isArray(listed) ? listed.map(String) : splitList(textField(row, choices)) }),
      ...(typeof identity === 'string' || typeof identity === 'number' ? { id: identity } : {}),
      metadata: Object.fromEntries(rest.map((field) => [field, row[field]])),
    }
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

function splitList(text: string): readonly string[] {
  return text.split(';').map((one) => one.trim())
}
