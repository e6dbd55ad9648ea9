import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import {
  bytesSource,
  openLog,
  portableCodecs,
  verifyLog,
  wholeLog,
  writeJsonLog,
  writeZipLog,
} from '../../src/index.js'
import { nodeCodecs } from '../../src/node/index.js'

const folders = ['data/inspect-logs', 'data/inspect-logs-analysis']
const logs = (): string[] =>
  folders.flatMap((folder) =>
    readdirSync(sharedPath(folder), { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .filter(
        (file) =>
          /(\.eval|\.json|log_(valid|with_nan|length_stop_reason)\.txt)$/.test(file) && !file.includes('skeleton'),
      ),
  )
const read = async (bytes: Uint8Array, codecs = nodeCodecs) => wholeLog(await openLog(bytesSource(bytes), { codecs }))

describeWithShared('Round trip of Inspect logs', folders, () => {
  it.each(logs())('%s: read, write, read gives every value back', async (file) => {
    const log = await read(readFileSync(sharedPath(file)))
    expect(await read(writeJsonLog(log))).toEqual(log)
    expect(await read(writeZipLog(log, nodeCodecs))).toEqual(log)
    expect(await read(writeZipLog(log, portableCodecs), portableCodecs)).toEqual(log)
  })

  it.each(logs())('%s: what is written passes the check of the chain and the numbers', async (file) => {
    const log = await read(readFileSync(sharedPath(file)))
    const { checks } = await verifyLog(bytesSource(writeZipLog(log, nodeCodecs)), { codecs: nodeCodecs })
    expect(checks.filter(({ ok }) => ok === false)).toEqual([])
  })
})
