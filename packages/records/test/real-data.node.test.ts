import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { z } from 'zod'
import {
  booleanCell,
  dateCell,
  numberCell,
  optionalCell,
  parseCsv,
  parseJsonl,
  readCsv,
  readParquet,
  rowSchema,
  textCell,
  toCsv,
} from '../src/index.js'
import { createCsvDecoder } from '../src/internal/csv-decoder.js'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { dataErrorOf } from './capture.js'
import python from './oracles/real-csv.json' with { type: 'json' }

function textOf(file: string): string {
  const bytes = readFileSync(sharedPath(file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

const everything = z.record(z.string(), z.string())
const measured = Object.entries(python.files)

describeWithShared(
  'real CSV files',
  measured.map(([file]) => file),
  () => {
    it.each(measured)('%s: rows, columns, cells and lines are those of Python', (file, expected) => {
      const decoder = createCsvDecoder(',')
      const text = textOf(file)
      const records = []
      for (let at = 0; at < text.length; at += 997) records.push(...decoder.push(text.slice(at, at + 997)))
      const [header, ...rows] = [...records, ...decoder.end()]
      const cells = rows.flatMap((row) => row.cells)
      expect({
        rows: rows.length,
        columns: header!.cells.length,
        utf16Units: cells.reduce((total, cell) => total + cell.length, 0),
        sumOfFirstLines: rows.reduce((total, row) => total + row.line, 0),
      }).toEqual(expected)
      expect(records.filter(({ fault }) => fault !== undefined)).toEqual([])
    })

    it.each(measured)('%s: toCsv writes what parseCsv read', (file) => {
      const rows = parseCsv(textOf(file), { schema: everything })
      expect(parseCsv(toCsv(rows), { schema: everything })).toEqual(rows)
    })

    it('chinchilla runs, by a mapping', () => {
      const schema = rowSchema({
        params: numberCell({ positive: true }),
        compute: numberCell({ positive: true }),
        loss: numberCell({ positive: true }),
      })
      const columns = { params: 'Model Size', compute: 'Training FLOP' }
      const rows = parseCsv(textOf('oracles/scaling/chinchilla_svg_extracted_data.csv'), { schema, columns })
      expect(rows).toHaveLength(245)
      expect(rows[0]).toEqual({ params: 6795600349.289497, compute: 9.993852799709755e18, loss: 5.005581996196243 })
    })

    it('isoflop runs of one source that are no outliers', async () => {
      const schema = rowSchema({ tokens: numberCell({ positive: true }), outlier: booleanCell() })
      const chunks = textOf('oracles/scaling/open_athena_isoflops.csv').match(/[\s\S]{1,100}/g)!
      const where = [{ column: 'outlier', equals: 'False' }]
      expect(await readCsv(chunks, { schema, where })).toHaveLength(750)
      const source = { column: 'source', equals: 'epochai_chinchilla' }
      expect(await readCsv(chunks, { schema, where: [source] })).toHaveLength(123)
    })

    it('models with dates and compute, most cells of which are empty', () => {
      const schema = rowSchema({ date: dateCell(), compute: optionalCell(numberCell({ positive: true })) })
      const columns = { date: 'Publication date', compute: 'Training compute (FLOP)' }
      const rows = parseCsv(textOf('data/epoch-models/large_scale_ai_models_2026-04.csv'), { schema, columns })
      expect(rows).toHaveLength(510)
      expect(rows.filter(({ compute }) => compute !== undefined)).toHaveLength(302)
    })

    it('the names of columns of a later release are suggested', () => {
      const schema = rowSchema({ size: optionalCell(numberCell()) })
      const columns = { size: 'Training dataset size (datapoints)' }
      const text = textOf('data/epoch-models/notable_ai_models_2026-04.csv.gz')
      expect(dataErrorOf(() => parseCsv(text, { schema, columns })).message).toMatch(
        /did you mean "Training dataset size \(total\)"\?/,
      )
    })

    it('text in a numeric column: every row of it', () => {
      const schema = rowSchema({ Model: numberCell() })
      const error = dataErrorOf(() =>
        parseCsv(textOf('oracles/scaling/nmt_curves.csv'), { schema, name: 'nmt_curves.csv' }),
      )
      expect(error.total).toBe(53)
      expect(error.message).toMatch(/line 2: column "Model", value "6 Enc, 6 Dec": not a number/)
    })
  },
)

const jsonl = [
  ['data/bbq/data/Age.jsonl.gz', 3680, 'context'],
  ['data/bbq/data/Disability_status.jsonl.gz', 1556, 'question'],
  ['data/gsm8k/test.jsonl', 1319, 'answer'],
  ['data/discrim-eval-templated/discrim-eval-templated.jsonl', 520, 'filled_template'],
] as const

describeWithShared(
  'real JSONL files',
  jsonl.map(([file]) => file),
  () => {
    it.each(jsonl)('%s has %i rows', (file, count, column) => {
      const rows = parseJsonl(textOf(file), { schema: rowSchema({ text: textCell() }), columns: { text: column } })
      expect(rows).toHaveLength(count)
    })
  },
)

const parquet = 'data/rare-behaviors/large_language_monkeys_original_pass_at_k.parquet'
const counts = 'data/rare-behaviors/llmonkeys_math_pythia_counts.csv'

describeWithShared('a real Parquet file, written by pandas', [parquet, counts], () => {
  const schema = rowSchema({
    model: textCell(),
    problem: numberCell({ integer: true }),
    samples: numberCell({ integer: true, positive: true }),
    correct: numberCell({ integer: true }),
    score: numberCell({ min: 0, max: 1 }),
  })
  const columns = {
    model: 'Model',
    problem: 'Problem Idx',
    samples: 'Num. Samples Total',
    correct: 'Num. Samples Correct',
    score: 'Score',
  }

  it('holds the rows of the CSV that was derived from it', async () => {
    const where = [{ column: 'Scaling Parameter', equals: 1 }]
    const rows = await readParquet(readFileSync(sharedPath(parquet)), { schema, columns, where })
    expect(rows).toHaveLength(896)
    const order = (list: typeof rows): unknown => list.map((row) => JSON.stringify(row)).sort()
    expect(order(rows)).toEqual(order(parseCsv(textOf(counts), { schema, columns })))
  })

  it('has 90,496 rows', async () => {
    const rows = await readParquet(readFileSync(sharedPath(parquet)), {
      schema: rowSchema({ model: textCell() }),
      columns: { model: 'Model' },
    })
    expect(rows).toHaveLength(90_496)
  })
})
