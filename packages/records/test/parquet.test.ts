import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { type AsyncBuffer, dateCell, numberCell, optionalCell, readParquet, rowSchema, textCell } from '../src/index.js'
import { dataErrorFrom } from './capture.js'

const schema = rowSchema({ model: textCell(), params: numberCell({ integer: true }), loss: numberCell() })
const columnData = [
  { name: 'model', data: ['a', 'b', 'c'], type: 'STRING' },
  { name: 'params', data: [1n, 2n ** 40n, 3n], type: 'INT64' },
  { name: 'loss', data: [2.5, 2.25, 2.125], type: 'DOUBLE' },
  { name: 'seed', data: [1, 1, 2], type: 'INT32' },
  { name: 'unused', data: ['x', 'y', 'z'], type: 'STRING' },
] as const
const written = (changes: Partial<Parameters<typeof parquetWriteBuffer>[0]> = {}): ArrayBuffer =>
  parquetWriteBuffer({ columnData: columnData.map((column) => ({ ...column, data: [...column.data] })), ...changes })
const rows = [
  { model: 'a', params: 1, loss: 2.5 },
  { model: 'b', params: 2 ** 40, loss: 2.25 },
  { model: 'c', params: 3, loss: 2.125 },
]

describe('readParquet', () => {
  it('reads an ArrayBuffer, bytes and an AsyncBuffer', async () => {
    const buffer = written()
    const shifted = new Uint8Array(buffer.byteLength + 7)
    shifted.set(new Uint8Array(buffer), 7)
    const slow: AsyncBuffer = {
      byteLength: buffer.byteLength,
      slice: (start, end) => Promise.resolve(buffer.slice(start, end)),
    }
    for (const file of [buffer, shifted.subarray(7), slow]) expect(await readParquet(file, { schema })).toEqual(rows)
  })

  it('reads row group after row group', async () => {
    const buffer = written({ rowGroupSize: 1 })
    expect(await readParquet(buffer, { schema })).toEqual(rows)
    expect(await readParquet(buffer, { schema, where: [{ column: 'seed', equals: 1 }] })).toEqual(rows.slice(0, 2))
  })

  it('asks the file for the mapped columns only', async () => {
    const big = Array.from({ length: 20_000 }, (_, index) => `${index} ${Math.sin(index)}`)
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'big', data: big, type: 'STRING' },
        { name: 'loss', data: big.map((_, index) => index % 3), type: 'INT32' },
      ],
      rowGroupSize: 20_000,
    })
    let bytes = 0
    const counting: AsyncBuffer = {
      byteLength: buffer.byteLength,
      slice(start, end) {
        bytes += (end ?? buffer.byteLength) - start
        return buffer.slice(start, end)
      },
    }
    const read = await readParquet(counting, { schema: rowSchema({ loss: numberCell() }) })
    expect(read).toHaveLength(20_000)
    // The footer is fetched by blocks of 512 kB, unless the file is smaller.
    const footer = Math.min(2 ** 19, buffer.byteLength)
    expect(bytes).toBeLessThan(footer + 0.2 * buffer.byteLength)
  })

  it('maps columns; a schema of its own kind sees all of them without a mapping', async () => {
    const mapped = await readParquet(written(), {
      schema: rowSchema({ name: textCell() }),
      columns: { name: 'unused' },
    })
    expect(mapped).toEqual([{ name: 'x' }, { name: 'y' }, { name: 'z' }])
    const everything = {
      '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
    } as const
    expect((await readParquet(written(), { schema: everything }))[0]).toEqual({
      model: 'a',
      params: 1,
      loss: 2.5,
      seed: 1,
      unused: 'x',
    })
  })

  it('leaves integers that a double cannot hold to the schema', async () => {
    const buffer = parquetWriteBuffer({ columnData: [{ name: 'id', data: [1n, 2n ** 60n], type: 'INT64' }] })
    const error = await dataErrorFrom(readParquet(buffer, { schema: rowSchema({ id: numberCell() }) }))
    expect(error.message).toMatch(/row 2: column "id", value 1152921504606846976: an integer beyond 2\^53/)
  })

  it('takes nulls for empty cells and timestamps for dates', async () => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'n', data: [null, 2.5], type: 'DOUBLE', nullable: true },
        { name: 'day', data: [new Date('2024-05-06T12:00:00Z'), new Date(0)], type: 'TIMESTAMP' },
      ],
    })
    const dated = rowSchema({ n: optionalCell(numberCell()), day: dateCell() })
    expect(await readParquet(buffer, { schema: dated })).toEqual([{ day: '2024-05-06' }, { n: 2.5, day: '1970-01-01' }])
  })

  it('reports every bad row by its number in the file, across row groups', async () => {
    const buffer = parquetWriteBuffer({
      columnData: [{ name: 'loss', data: [1, Number.NaN, 3, -4, 0], type: 'DOUBLE' }],
      rowGroupSize: 2,
    })
    const losses = rowSchema({ loss: numberCell({ positive: true }) })
    const error = await dataErrorFrom(readParquet(buffer, { schema: losses, name: 'runs.parquet' }))
    expect(error.issues.map(({ path, value }) => [path, value])).toEqual([
      [[2, 'loss'], 'NaN'],
      [[4, 'loss'], '-4'],
      [[5, 'loss'], '0'],
    ])
    expect(error.message).toMatch(/^runs.parquet: 3 problems\n {2}row 2: column "loss", value NaN/)
  })

  it('names a missing column, the nearest and all that there are', async () => {
    const error = await dataErrorFrom(readParquet(written(), { schema, columns: { loss: 'Loss ' } }))
    expect(error.message).toBe(
      'data: there is no column "Loss "; did you mean "loss"? The file has: "model", "params", "loss", "seed", "unused"',
    )
  })

  it.each<[string, ArrayBuffer, string]>([
    ['nothing', new ArrayBuffer(0), 'empty-file'],
    ['something else', new TextEncoder().encode('a,b\n1,2\n'.repeat(10)).buffer, 'invalid-parquet'],
    ['a file that is cut', written().slice(0, -20), 'invalid-parquet'],
    ['no rows', parquetWriteBuffer({ columnData: [{ name: 'loss', data: [], type: 'DOUBLE' }] }), 'no-rows'],
  ])('refuses %s', async (_, buffer, code) => {
    const losses = rowSchema({ loss: numberCell() })
    expect((await dataErrorFrom(readParquet(buffer, { schema: losses }))).issues[0]!.code).toBe(code)
  })

  it('reads other compressions with the decompressor that is passed, and says so without', async () => {
    const flip = (input: Uint8Array): Uint8Array => input.map((byte) => byte ^ 255)
    const buffer = written({ codec: 'ZSTD', compressors: { ZSTD: flip } })
    expect(await readParquet(buffer, { schema, compressors: { ZSTD: flip } })).toEqual(rows)
    const error = await dataErrorFrom(readParquet(buffer, { schema }))
    expect(error.message).toMatch(/rows 1 to 3 cannot be read: .*ZSTD; pass the compressors of hyparquet-compressors/)
  })
})
