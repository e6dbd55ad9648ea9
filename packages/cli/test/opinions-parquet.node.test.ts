import { writeFileSync } from 'node:fs'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, it } from 'vitest'
import { runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

type Schema = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>

const folder = useTemporaryFolder()
const at = (name: string): string => folder.path(name)

const questions = Array.from({ length: 24 }, (_, index) => `Question number ${index}?`)
const survey = questions.flatMap((question, index) =>
  ['Peru', 'Japan'].map((country, place) => {
    const yes = (place === 0 ? index + 1 : 29 - index) / 30
    return { question, country, options: ['Yes', 'No'], distribution: [yes, 1 - yes] }
  }),
)
const responses = questions.map((question) => ({ question, options: ['Yes', 'No'], distribution: [0.4, 0.6] }))

const text = (name: string): Schema => [
  { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
]
const list = (name: string, element: Omit<Schema[number], 'name'>): Schema => [
  { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'OPTIONAL', ...element },
]
const numbers = (name: string): Schema => list(name, { type: 'DOUBLE' })
const struct = (name: string, ...fields: readonly Schema[]): Schema => [
  { name, repetition_type: 'OPTIONAL', num_children: fields.length },
  ...fields.flat(),
]
const double = (name: string): Schema => [{ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' }]

function write(name: string, rows: readonly Readonly<Record<string, unknown>>[], columns: readonly Schema[]): string {
  const columnData = Object.keys(rows[0]!).map((column) => ({ name: column, data: rows.map((row) => row[column]) }))
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.flat()]
  writeFileSync(at(name), Buffer.from(parquetWriteBuffer({ columnData, schema })))
  return at(name)
}

async function similarities(surveyFile: string, responseFile: string): Promise<unknown> {
  const { stdout } = await runCommand([
    ...['opinions', 'compare', surveyFile, responseFile, '--bootstrap', '0'],
    ...['--json', '--quiet'],
  ])
  const { perCountry } = JSON.parse(stdout) as { perCountry: { model: string; country: string; similarity: number }[] }
  return perCountry.map(({ model, country, similarity }) => [model, country, similarity])
}

it('reads nested Parquet: shares as lists, shares by option, probabilities by model', async () => {
  const lines = (name: string, rows: readonly object[]): string => {
    writeFileSync(at(name), rows.map((row) => JSON.stringify(row)).join('\n'))
    return at(name)
  }
  const plain = lines('responses.jsonl', responses)
  const expected = await similarities(lines('survey.jsonl', survey), plain)
  expect(expected).toHaveLength(2)
  const labels = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const
  const lists = write('lists.parquet', survey, [
    text('question'),
    text('country'),
    list('options', labels),
    numbers('distribution'),
  ])
  expect(await similarities(lists, plain)).toEqual(expected)
  const byOption = write(
    'structs.parquet',
    survey.map(({ question, country, distribution: [yes, no] }) => ({
      question,
      country,
      distribution: { No: no, Yes: yes },
    })),
    [text('question'), text('country'), struct('distribution', double('No'), double('Yes'))],
  )
  expect(await similarities(byOption, plain)).toEqual(expected)
  const byModel = write(
    'models.parquet',
    responses.map(({ question, options, distribution }) => ({
      question,
      options,
      model_probs: { model: distribution },
    })),
    [text('question'), list('options', labels), struct('model_probs', numbers('model'))],
  )
  expect(await similarities(lists, byModel)).toEqual(expected)
})
