import { DataError, parseCsv, type StandardSchemaV1 } from '@safety-portfolio/records'
import { runSchema, type TrainingRun } from '@safety-portfolio/scaling-laws'

/** Column of the table for each field of a run; empty: none. */
export interface RunColumns {
  readonly params: string
  readonly tokens: string
  readonly compute: string
  readonly loss: string
}

/** A pasted table: its header, what separates its cells, and what its columns seem to be. */
export interface PastedTable {
  readonly delimiter: string
  readonly header: readonly string[]
  readonly guess: RunColumns
}

const anything: StandardSchemaV1<unknown, object> = {
  '~standard': { version: 1, vendor: 'safety-portfolio', validate: (row) => ({ value: row as object }) },
}

/** Reads the first line of a table. Spreadsheets copy tabs, and write semicolons where the comma is the decimal sign. */
export function describeTable(text: string): PastedTable {
  const line = /^[^\r\n]*/.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? ''
  const [delimiter = ','] = [',', '\t', ';'].sort((left, right) => line.split(right).length - line.split(left).length)
  // The header stands for its own first row, so that the reader of the package splits and unquotes it.
  const [row = {}] = parseCsv(`${line}\n${line}\n`, { schema: anything, delimiter, name: 'the table' })
  const header = Object.keys(row)
  return { delimiter, header, guess: guessColumns(header) }
}

/** The runs of a table, or a `DataError` with everything that is wrong with it. */
export function readRuns(text: string, { delimiter }: PastedTable, columns: RunColumns): readonly TrainingRun[] {
  const mapped = Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== ''))
  const missing =
    mapped['loss'] === undefined
      ? 'no column is chosen for the loss'
      : Object.keys(mapped).length < 3
        ? 'choose columns for two of parameters, tokens and compute'
        : undefined
  if (missing !== undefined)
    throw new DataError([{ code: 'missing-column', path: [], message: missing }], { name: 'the table' })
  return parseCsv(text, { schema: runSchema, columns: mapped, delimiter, name: 'the table' })
}

const names: Readonly<Record<keyof RunColumns, readonly string[]>> = {
  params: [
    'params',
    'parameters',
    'n',
    'modelsize',
    'nparams',
    'numparams',
    'size',
    'nonembeddingparams',
    'totalparams',
  ],
  tokens: ['tokens', 'd', 'trainingtokens', 'ntokens', 'numtokens', 'traintokens', 'datasetsize', 'data'],
  compute: [
    'compute',
    'c',
    'flop',
    'flops',
    'trainingflop',
    'trainingflops',
    'trainingcompute',
    'trainflops',
    'computeflop',
  ],
  loss: ['loss', 'l', 'finalloss', 'valloss', 'validationloss', 'testloss', 'evalloss', 'trainloss'],
}

/** Columns whose names, without case, spaces and signs, are usual for a field. */
export function guessColumns(header: readonly string[]): RunColumns {
  const find = (field: keyof RunColumns): string => {
    const plain = header.map((column) => column.toLowerCase().replaceAll(/\(.*?\)|[^a-z]/g, ''))
    const index = names[field].map((name) => plain.indexOf(name)).find((position) => position >= 0)
    return index === undefined ? '' : (header[index] ?? '')
  }
  return { params: find('params'), tokens: find('tokens'), compute: find('compute'), loss: find('loss') }
}
