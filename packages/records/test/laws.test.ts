import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCsvDecoder, type CsvRecord } from '../src/internal/csv-decoder.js'
import {
  DataError,
  numberCell,
  optionalCell,
  parseCsv,
  parseJson,
  parseJsonl,
  readCsv,
  readJsonl,
  rowSchema,
  scanCsv,
  scanJsonl,
  textCell,
  toCsv,
} from '../src/index.js'
import { cutAt } from './capture.js'
import { referenceCsv } from './reference-csv.js'

/** Text in which what matters to CSV is frequent: quotes, commas, line ends, surrogate pairs, a byte order mark. */
const nasty = fc
  .array(
    fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', ' ', 'a', '1', '\uFEFF', '😀', '\uD83D', '=1', '\t', "'"),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''))
const places = fc.array(fc.nat(400), { maxLength: 8 })
const anyText = rowSchema({ a: textCell({ empty: true }), b: textCell({ empty: true }) })

/** Cells, each written bare or quoted, with `\n` or `\r\n` after each record: everything RFC 4180 allows. */
const wellFormed = fc
  .array(
    fc.tuple(
      fc.array(
        fc.oneof(
          nasty.map((text) => `"${text.replaceAll('"', '""')}"`),
          nasty.map((text) => text.replaceAll(/[",\r\n\uFEFF]/g, '')),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      fc.constantFrom('\n', '\r\n'),
    ),
    { maxLength: 6 },
  )
  .map((records) => records.map(([cells, end]) => cells.join(',') + end).join(''))

describe('CSV records', () => {
  it('agree with a second reader, lines included, however the text is cut', () => {
    fc.assert(
      fc.property(wellFormed, fc.boolean(), places, (text, endsInLineEnd, cuts) => {
        const source = endsInLineEnd ? text : text.replace(/\r?\n$/, '')
        expect(decode(cutAt(source, cuts))).toEqual(referenceCsv(source))
      }),
      { numRuns: 2000 },
    )
  })

  it('do not depend on where any text is cut, faults included', () => {
    fc.assert(
      fc.property(nasty, nasty, places, (first, second, cuts) => {
        const text = first + second
        expect(decode(cutAt(text, cuts))).toEqual(decode([text]))
      }),
      { numRuns: 5000 },
    )
  })
})

describe('reading', () => {
  it('gives the same rows and the same errors for any cut of a CSV text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(nasty, nasty), { maxLength: 4 }), nasty, places, async (rows, tail, cuts) => {
        const text = toCsv(rows.map(([a, b]) => ({ a, b }))) + tail
        const chunks = cutAt(text, cuts)
        const whole = outcome(() => parseCsv(text, { schema: anyText }))
        expect(await asyncOutcome(() => readCsv(chunks, { schema: anyText }))).toEqual(whole)
        expect(await asyncOutcome(() => collect(scanCsv(later(chunks), { schema: anyText })))).toEqual(whole)
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same rows and the same errors for any cut of a JSONL text', async () => {
    const schema = rowSchema({ a: textCell({ empty: true }), n: numberCell({ positive: true }) })
    const line = fc.oneof(
      fc.record({ a: nasty, n: fc.integer({ min: -2, max: 9 }) }).map((row) => JSON.stringify(row)),
      fc.constantFrom('', ' ', '{', 'null', '[1]', '{"a":"x","n":1}\r'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), places, async (lines, cuts) => {
        const text = lines.join('\n')
        const chunks = cutAt(text, cuts)
        const whole = outcome(() => parseJsonl(text, { schema }))
        expect(await asyncOutcome(() => readJsonl(chunks, { schema }))).toEqual(whole)
        expect(await asyncOutcome(() => collect(scanJsonl(later(chunks), { schema })))).toEqual(whole)
      }),
      { numRuns: 500 },
    )
  })
})

describe('round trips', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value))
  const rows = fc.array(fc.record({ a: nasty, n: number, 'odd, "name"\n': fc.option(number, { nil: undefined }) }), {
    minLength: 1,
    maxLength: 6,
  })
  const schema = rowSchema({
    a: textCell({ empty: true }),
    n: numberCell(),
    'odd, "name"\n': optionalCell(numberCell()),
  })

  it('parseCsv(toCsv(rows)) is rows, to the last bit and character', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const present = table.map((row) =>
          Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)),
        )
        expect(parseCsv(toCsv(table, schema.fields), { schema })).toEqual(present)
      }),
      { numRuns: 1000 },
    )
  })

  it('holds for a table of one column, where an empty cell is an empty line', () => {
    const single = rowSchema({ a: textCell({ empty: true }) })
    fc.assert(
      fc.property(fc.array(fc.record({ a: nasty }), { minLength: 1, maxLength: 6 }), (table) => {
        expect(parseCsv(toCsv(table), { schema: single })).toEqual(table)
      }),
    )
  })

  it('JSON and JSONL give back what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const plain: unknown = JSON.parse(JSON.stringify(table))
        expect(parseJson(JSON.stringify(table), { schema })).toEqual(plain)
        expect(parseJsonl(table.map((row) => JSON.stringify(row)).join('\n'), { schema })).toEqual(plain)
      }),
    )
  })
})

describe('numberCell', () => {
  it('takes every way in which JavaScript prints a finite number, exactly', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const texts = [String(value), value.toExponential(), value.toPrecision(17)]
        for (const text of texts) {
          const [row] = parseCsv(`n\n${text}\n`, { schema: rowSchema({ n: numberCell() }) })
          expect(row!.n).toBe(Number(text))
        }
      }),
    )
  })

  it('refuses every text that is not a decimal number', () => {
    const numberLike = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
    const texts = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('1', '0', '.', ',', 'e', '-', '+', 'x', '_', ' ', 'n'), { maxLength: 6 })
        .map((part) => part.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const result = numberCell()['~standard'].validate(text)
        expect('value' in result).toBe(numberLike.test(text) && Number.isFinite(Number(text)))
      }),
      { numRuns: 2000 },
    )
  })
})

function decode(chunks: readonly string[]): CsvRecord[] {
  const decoder = createCsvDecoder(',')
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()]
}

interface Outcome {
  readonly rows?: readonly unknown[]
  readonly message?: string
  readonly issues?: unknown
}

function outcome(read: () => readonly unknown[]): Outcome {
  try {
    return { rows: read() }
  } catch (error) {
    return failure(error)
  }
}

async function asyncOutcome(read: () => Promise<readonly unknown[]>): Promise<Outcome> {
  try {
    return { rows: await read() }
  } catch (error) {
    return failure(error)
  }
}

function failure(error: unknown): Outcome {
  if (!(error instanceof DataError)) throw error
  return { message: error.message, issues: error.issues }
}

async function* later(chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) yield await Promise.resolve(chunk)
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}
