import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeText } from '../src/io/decode-text.js'

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function decoded(bytes: Uint8Array, size = 3): Promise<string> {
  let text = ''
  for await (const chunk of decodeText(inPieces(bytes, size), 'runs.csv')) text += chunk
  return text
}

const encoder = new TextEncoder()

it('gives back any text, plain or gzipped, in pieces of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (text, size, zip) => {
        const bytes = encoder.encode(text)
        // A mark at the start is taken for a byte order mark, on purpose.
        fc.pre(!text.startsWith('\uFEFF'))
        expect(await decoded(zip ? gzipSync(bytes) : bytes, size + 1)).toBe(text)
      },
    ),
    { numRuns: 100 },
  )
})

it('drops a byte order mark and accepts nothing at all', async () => {
  expect(await decoded(encoder.encode('\uFEFFloss\n1'))).toBe('loss\n1')
  expect(await decoded(new Uint8Array())).toBe('')
})

it('names the file and the cure for other encodings', async () => {
  await expect(decoded(Uint8Array.of(0xff, 0xfe, 0x61, 0))).rejects.toThrow(
    'runs.csv: UTF-16 text. Save the file as UTF-8',
  )
  await expect(decoded(Uint8Array.of(0xfe, 0xff, 0, 0x61))).rejects.toThrow('UTF-16')
  await expect(decoded(Uint8Array.of(0x61, 0xe9, 0x0a))).rejects.toThrow('runs.csv: not UTF-8 text')
  await expect(decoded(Uint8Array.of(0x61, 0xc3))).rejects.toThrow('not UTF-8 text')
})

it('says what a workbook, an archive and a Parquet file in a pipe are', async () => {
  await expect(decoded(encoder.encode('PK\u0003\u0004rest'), 9)).rejects.toThrow('Save a sheet of it as CSV UTF-8')
  await expect(decoded(encoder.encode('PAR1\u0015\u0004'), 9)).rejects.toThrow('whose name ends in .parquet')
  expect(await decoded(encoder.encode('PAR1,PK\n1,2\n'), 9)).toBe('PAR1,PK\n1,2\n')
})

it('reports damaged gzip data', async () => {
  const zipped = gzipSync(encoder.encode('loss\n1\n2\n'))
  await expect(decoded(zipped.subarray(0, zipped.length - 6))).rejects.toThrow('runs.csv: the gzip data is damaged')
  await expect(decoded(Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))).rejects.toThrow('damaged')
})

it('passes on errors of the source, and ends it when the reader stops', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(gzipSync('loss\n'))
    throw new Error('the disk is gone')
  }
  const read = async (): Promise<void> => {
    for await (const text of decodeText(broken(), 'runs.csv')) expect(text).toBe('loss\n')
  }
  await expect(read()).rejects.toThrow('the disk is gone')

  let ended = false
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield await Promise.resolve(encoder.encode('1\n'))
    } finally {
      ended = true
    }
  }
  for await (const text of decodeText(endless(), 'runs.csv')) {
    expect(text).toBe('1\n')
    break
  }
  expect(ended).toBe(true)
})
