import type { StandardResult, StandardSchemaV1 } from './standard-schema.js'

/** A schema for one cell of a table: text of a CSV file, or a value of JSON or Parquet. */
export type Cell<Output> = StandardSchemaV1<unknown, Output>

/** Bounds of {@link numberCell}. */
export interface NumberCellOptions {
  /** Refuse zero and negative numbers. Default `false`. */
  readonly positive?: boolean
  /** Refuse fractions, and integers beyond 2^53, which a double cannot hold exactly. Default `false`. */
  readonly integer?: boolean
  /** Smallest number allowed. Default: none. */
  readonly min?: number
  /** Largest number allowed. Default: none. */
  readonly max?: number
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * A number, strictly: decimal digits with an optional sign, point and exponent (`"12"`, `"-0.5"`, `"1e21"`), spaces around
 * it allowed. Text such as `"12abc"`, `"1,000"`, `"0x10"`, an empty cell, `NaN` and infinities are refused, never guessed.
 * JSON and Parquet numbers are taken as they are, 64-bit integers where a double holds them exactly.
 *
 * @example
 * ```ts
 * import { numberCell, parseCsv, rowSchema } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ compute: numberCell({ positive: true }) })
 * parseCsv('compute\n1e21\n', { schema }) // => [{ compute: 1e21 }]
 * parseCsv('compute\n-1\n', { schema }) // throws DataError
 * ```
 */
export function numberCell(options: NumberCellOptions = {}): Cell<number> {
  return cell((value) => {
    const number = toNumber(value)
    if (typeof number === 'string') return refuse(number)
    const problem = boundProblem(number, options)
    return problem === undefined ? { value: number } : refuse(problem)
  })
}

/** Bounds of {@link textCell}. */
export interface TextCellOptions<Choice extends string = string> {
  /** The only values allowed. Default: any. */
  readonly oneOf?: readonly Choice[]
  /** Allow an empty cell. Default `false`. */
  readonly empty?: boolean
}

/**
 * Text as it stands in the cell, not trimmed. An empty cell is refused unless `empty` is set. Numbers of JSON and Parquet
 * are refused, because `1` and `"1"` name different things.
 *
 * @example
 * ```ts
 * import { parseCsv, rowSchema, textCell } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ split: textCell({ oneOf: ['train', 'test'] }) })
 * parseCsv('split\ntest\n', { schema }) // => [{ split: 'test' }]
 * ```
 */
export function textCell<const Choice extends string = string>(options: TextCellOptions<Choice> = {}): Cell<Choice> {
  const { oneOf, empty = false } = options
  return cell((value) => {
    if (typeof value !== 'string') return refuse(value === undefined || value === null ? emptyMessage : 'not text')
    if (oneOf !== undefined && !(oneOf as readonly string[]).includes(value))
      return refuse(`must be one of ${oneOf.map((choice) => JSON.stringify(choice)).join(', ')}`)
    if (value === '' && oneOf === undefined && !empty) return refuse(emptyMessage)
    return { value: value as Choice }
  })
}

/** The words of {@link booleanCell}. */
export interface BooleanCellOptions {
  /** Words that mean true, compared without regard to case. Default `['true', '1', 'yes']`. */
  readonly true?: readonly string[]
  /** Words that mean false. Default `['false', '0', 'no']`. */
  readonly false?: readonly string[]
}

/**
 * True or false, in words that can be named. Everything else is refused, an empty cell too.
 *
 * @example
 * ```ts
 * import { booleanCell, parseCsv, rowSchema } from '@safety-portfolio/records'
 *
 * parseCsv('correct\nTRUE\n0\n', { schema: rowSchema({ correct: booleanCell() }) }) // => [{ correct: true }, { correct: false }]
 * ```
 */
export function booleanCell(options: BooleanCellOptions = {}): Cell<boolean> {
  const yes = (options.true ?? ['true', '1', 'yes']).map((word) => word.toLowerCase())
  const no = (options.false ?? ['false', '0', 'no']).map((word) => word.toLowerCase())
  return cell((value) => {
    if (typeof value === 'boolean') return { value }
    const word = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : ''
    if (yes.includes(word)) return { value: true }
    if (no.includes(word)) return { value: false }
    return refuse(word === '' ? emptyMessage : `must be ${yes.join(', ')} or ${no.join(', ')}`)
  })
}

/** A day, also with the midnight that data frames write behind it. */
const isoDate = /^(\d{4}-\d\d-\d\d)([T ]00:00(:00(\.0+)?)?(Z|[+]00:?00)?)?$/

/**
 * A calendar date written `YYYY-MM-DD` (a `Date` of a Parquet file is taken in UTC); the value is that text, so that results stay
 * JSON-safe and sort as dates. A midnight behind it, as data frames write it (`2024-02-29 00:00:00`), is left out. Other times, and other orders of day and
 * month, are refused, because they cannot be told apart.
 *
 * @example
 * ```ts
 * import { dateCell, parseCsv, rowSchema } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ released: dateCell() })
 * parseCsv('released\n2024-02-29\n', { schema }) // => [{ released: '2024-02-29' }]
 * parseCsv('released\n2023-02-29\n', { schema }) // throws DataError
 * ```
 */
export function dateCell(): Cell<string> {
  return cell((value) => {
    if (value instanceof Date) {
      return Number.isNaN(value.getTime()) ? refuse('not a date') : { value: value.toISOString().slice(0, 10) }
    }
    const text = typeof value === 'string' ? value.trim() : ''
    if (text === '') return refuse(emptyMessage)
    const day = isoDate.exec(text)?.[1]
    if (day === undefined) return refuse('not a date; write it as YYYY-MM-DD')
    // Engines make the first of March of a 29th of February that does not exist, or nothing.
    const time = Date.parse(day)
    const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
    return exists ? { value: day } : refuse('there is no such day; write a date as YYYY-MM-DD')
  })
}

/**
 * Lets a cell be empty (`""`, `null` or absent): the field is then left out of the row. The column may be missing too.
 *
 * @example
 * ```ts
 * import { numberCell, optionalCell, parseCsv, rowSchema } from '@safety-portfolio/records'
 *
 * const schema = rowSchema({ loss: numberCell(), compute: optionalCell(numberCell({ positive: true })) })
 * parseCsv('loss,compute\n2.1,\n2.0,1e20\n', { schema }) // => [{ loss: 2.1 }, { loss: 2.0, compute: 1e20 }]
 * ```
 */
export function optionalCell<Output>(inner: StandardSchemaV1<unknown, Output>): Cell<Output | undefined> {
  return {
    '~standard': {
      version: 1,
      vendor,
      validate: (value) =>
        value === undefined || value === null || value === ''
          ? { value: undefined }
          : inner['~standard'].validate(value),
    },
  }
}

const vendor = 'safety-portfolio'
const emptyMessage = 'the cell is empty; fill it in or leave the row out'

function cell<Output>(validate: (value: unknown) => StandardResult<Output>): Cell<Output> {
  return { '~standard': { version: 1, vendor, validate } }
}

function refuse(message: string): { readonly issues: readonly { readonly message: string }[] } {
  return { issues: [{ message }] }
}

/** The number a cell holds, or what is wrong with it. */
function toNumber(value: unknown): number | string {
  if (typeof value === 'number') return Number.isFinite(value) ? value : notFinite
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : 'an integer beyond 2^53, which a double cannot hold exactly'
  }
  if (value === undefined || value === null) return emptyMessage
  if (typeof value !== 'string') return 'not a number'
  const quick = Number(value)
  if (quick !== 0 && Number.isFinite(quick) && startsDecimal(value)) return quick
  const text = value.trim()
  if (!decimal.test(text)) return textProblem(text)
  const number = Number(text)
  if (!Number.isFinite(number)) return 'too large for a double (beyond 1.8e308)'
  if (number === 0 && /[1-9]/.test(text.replace(/[eE].*$/, ''))) return 'too small for a double (below 5e-324)'
  return number
}

/** Of the texts that `Number` reads as finite and not zero, those that begin so are decimal: no space, no `0x`. */
function startsDecimal(text: string): boolean {
  const second = text.charCodeAt(1)
  return text.charCodeAt(0) > 32 && (text.length === 1 || second <= 57 || second === 69 || second === 101)
}

const notFinite = 'not a finite number; leave out rows whose measurement failed'

function textProblem(text: string): string {
  if (text === '') return emptyMessage
  if (/^[+-]?(?:nan|inf|infinity)$/i.test(text)) return notFinite
  if (/^[+-]?\d{1,3}(?:[, _]\d{3})+(?:\.\d*)?$/.test(text)) return 'not a number; remove the thousands separators'
  if (/^[+-]?\d+,\d+(?:e[+-]?\d+)?$/i.test(text)) return 'not a number; write the decimal comma as a point'
  return 'not a number; write digits only, without units or text'
}

function boundProblem(
  value: number,
  { positive = false, integer = false, min, max }: NumberCellOptions,
): string | undefined {
  if (positive && value <= 0) return 'must be greater than 0'
  if (integer && !Number.isSafeInteger(value)) return 'must be a whole number below 2^53'
  if (min !== undefined && value < min) return `must be at least ${min}`
  if (max !== undefined && value > max) return `must be at most ${max}`
  return undefined
}
