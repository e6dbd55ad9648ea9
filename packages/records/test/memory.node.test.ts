import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { numberCell, readCsv, rowSchema, scanCsv, textCell } from '../src/index.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const megabytes = 200
const unneeded = Array.from({ length: 40 }, (_, index) => `unneeded_${index}`)
const header = `loss,${unneeded.join(',')},label\n`

/** A CSV of 200 MB, made while it is read: 40 columns that are not needed, one cell in forty quoted with a line break. */
function* stream(onMegabyte: () => void = () => undefined): Generator<string> {
  yield header
  const middle = `,"a cell, with a\nline break",${'a cell of some length 1234,'.repeat(39)}`
  let size = 0
  let row = 0
  while (size < megabytes * 1e6) {
    let chunk = ''
    while (chunk.length < 1e6) chunk += `${++row}.5${middle}label number ${1e6 + row}\n`
    size += chunk.length
    yield chunk
    onMegabyte()
  }
}

function heapMegabytes(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed / 1e6
}

describe('a CSV of 200 MB', () => {
  it('is scanned in memory that does not grow with the file', async () => {
    const before = heapMegabytes()
    let chunks = 0
    let highest = 0
    const sample = (): void => {
      chunks += 1
      if (chunks % 20 === 0) highest = Math.max(highest, heapMegabytes() - before)
    }
    let rows = 0
    let sum = 0
    for await (const { loss } of scanCsv(stream(sample), { schema: rowSchema({ loss: numberCell() }) })) {
      rows += 1
      sum += loss
    }
    expect(chunks).toBeGreaterThanOrEqual(190)
    expect(sum).toBe((rows * (rows + 1)) / 2 + rows / 2)
    // A chunk of 1 MB, its cells, and what the test runner itself keeps.
    expect(highest).toBeLessThan(20)
  })

  it('is read into memory for the kept columns alone, text included', async () => {
    const before = heapMegabytes()
    const rows = await readCsv(stream(), { schema: rowSchema({ loss: numberCell(), label: textCell() }) })
    const bytesPerRow = ((heapMegabytes() - before) * 1e6) / rows.length
    expect(rows.length).toBeGreaterThan(150_000)
    expect(rows.at(-1)).toEqual({ loss: rows.length + 0.5, label: `label number ${1e6 + rows.length}` })
    // An object, a number and a text of 21 characters; the row in the file has more than 1000.
    expect(bytesPerRow).toBeLessThan(250)
  })
})
