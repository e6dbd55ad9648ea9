import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { numberCell, rowSchema, textCell } from '@safety-portfolio/records'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { anyRow } from '../src/io/any-row.js'
import { createProgress } from '../src/io/progress.js'
import { readTable } from '../src/io/read-table.js'
import { memoryIo, type MemoryIo } from './memory-io.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const schema = rowSchema({ model: textCell(), loss: numberCell() })
const rows = [
  { model: 'a', loss: 2.5 },
  { model: 'b', loss: 3 },
]
type Wanted = Partial<{
  columns: Readonly<Record<string, string>>
  where: readonly { column: string; equals: string }[]
}>

function read(
  file: string | undefined,
  { columns = {}, where = [] }: Wanted = {},
  io: MemoryIo = memoryIo({ cwd: folder.path() }),
) {
  return readTable({ file, schema, columns, where }, io, createProgress(io, true))
}

const csv = 'model,loss\na,2.5\nb,3\n'
const jsonl = '{"model":"a","loss":2.5}\n{"model":"b","loss":3}\n'
const formats: readonly (readonly [string, string | Uint8Array])[] = [
  ['a.csv', csv],
  ['a.txt', csv],
  ['a.tsv', csv.replaceAll(',', '\t')],
  ['a.jsonl', jsonl],
  ['a.ndjson', jsonl],
  ['a.json', JSON.stringify(rows)],
  ['a.csv.gz', gzipSync(csv)],
  ['A.JSONL.GZ', gzipSync(jsonl)],
]

describe('readTable', () => {
  it.each(formats)('reads %s', async (name, content) => {
    await writeFile(folder.path(name), content)
    const table = await read(name)
    expect(table.rows).toEqual(rows)
    const bytes = Buffer.from(content)
    expect(table.source).toEqual({
      name,
      rows: 2,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
  })

  it('reads Parquet', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'model', data: ['a', 'b'], type: 'STRING' },
          { name: 'loss', data: [2.5, 3], type: 'DOUBLE' },
        ],
      }),
    )
    await writeFile(folder.path('a.parquet'), bytes)
    const table = await read('a.parquet')
    expect(table.rows).toEqual(rows)
    expect(table.source.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it.each([undefined, '-'])('reads standard input for the file %s', async (file) => {
    const io = memoryIo({ input: ['model,lo', Buffer.from('ss\na,2.5\n'), 'b,3\n'] })
    const table = await read(file, {}, io)
    expect(table.rows).toEqual(rows)
    expect(table.source.name).toBe('standard input')
  })

  it('maps and filters columns', async () => {
    await writeFile(folder.path('a.csv'), 'name,loss,split\na,1,x\nb,2,y\n')
    const table = await read('a.csv', { columns: { model: 'name' }, where: [{ column: 'split', equals: 'y' }] })
    expect(table.rows).toEqual([{ model: 'b', loss: 2 }])
  })

  it('refuses to wait for a person to type a table', async () => {
    await expect(read(undefined, {}, memoryIo({ terminal: true }))).rejects.toThrow('No file given.')
  })

  it.each([
    ['nope.csv', 'there is no such file'],
    ['a.csv/b', 'there is no such file'],
    ['.', 'it is a folder'],
    ['x'.repeat(300), 'ENAMETOOLONG'],
  ])('says why %s cannot be read', async (file, reason) => {
    await writeFile(folder.path('a.csv'), csv)
    await expect(read(file)).rejects.toThrow(reason)
  })

  it('refuses a JSON document that is too large to be held', async () => {
    await writeFile(folder.path('a.json.gz'), gzipSync(`[${' '.repeat(65 * 2 ** 20)}]`))
    await expect(read('a.json.gz')).rejects.toThrow('larger than 64 MB. Save it as JSON Lines (.jsonl).')
  })
})

describe('errors of the data', () => {
  it('names the flag for a missing column, but not for a filter', async () => {
    await writeFile(folder.path('a.csv'), 'name,loss\na,1\n')
    await expect(read('a.csv')).rejects.toThrow(/no column "model".* Name columns with --map FIELD=COLUMN\./)
    const filtered = read('a.csv', { columns: { model: 'name' }, where: [{ column: 'split', equals: 'y' }] })
    await expect(filtered).rejects.toThrow(/no column "split"(?!.*--map)/s)
  })

  it('says once what is wrong with the same row of every kind', async () => {
    const io = memoryIo({ input: 'model,loss\n' + 'a,1\n'.repeat(5) })
    const refusing = {
      ...schema,
      '~standard': { ...schema['~standard'], validate: () => ({ issues: [{ message: 'needs more' }] }) },
    }
    const reading = readTable({ file: '-', schema: refusing, columns: {}, where: [] }, io, createProgress(io, true))
    await expect(reading).rejects.toThrow(
      'standard input: needs more (rows 1, 2, 3 and 2 more). Name columns with --map',
    )
  })

  it('says what the first line is for where no row is as long as it', async () => {
    const io = memoryIo({ input: '# exported\nmodel,loss\na,1\nb,2\n' })
    const request = { file: '-', schema: anyRow, columns: undefined, where: [] }
    await expect(readTable(request, io, createProgress(io, true))).rejects.toThrow(
      /2 cells where the header has 1; .*\(rows 1, 2, 3\)\. The first line must name the columns\.$/,
    )
  })

  it('leaves issues of cells as they are', async () => {
    await mkdir(folder.path('sub'))
    await writeFile(folder.path('sub', 'a.csv'), 'model,loss\na,x\nb,y\n')
    await expect(read('sub/a.csv')).rejects.toThrow(/a\.csv: 2 problems\n {2}line 2: .*loss.*x.*\n {2}line 3: /)
  })
})
