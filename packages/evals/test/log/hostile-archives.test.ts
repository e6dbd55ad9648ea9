import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesSource, LogError, openLog, verifyLog, wholeLog, writeZipLog, type EvalLog } from '../../src/index.js'
import { portableCodecs } from '../../src/log/codecs.js'
import { concatenate, zipOf } from '../../src/log/write-zip-log.js'
import { createZipAppender } from '../../src/zip/zip-appender.js'
import { smallLog } from '../small-log.js'

const open = (bytes: Uint8Array) => openLog(bytesSource(bytes), { name: 'run.eval' })
const text = (value: unknown): Uint8Array => Uint8Array.from(JSON.stringify(value), (c) => c.charCodeAt(0))

function archive(members: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const zip = createZipAppender(portableCodecs, () => 0)
  const parts = members.flatMap(([name, content]) => zip.member(name, content))
  return zipOf(parts, zip)
}
const { samples, ...header } = smallLog()
const good = (): [string, Uint8Array][] => [
  ['_journal/start.json', text({ version: 2, eval: header.eval, plan: {} })],
  ...samples!.map((sample): [string, Uint8Array] => [`samples/${sample.id}_epoch_${sample.epoch}.json`, text(sample)]),
  ['header.json', text(header)],
]

describe('archives of strangers', () => {
  it.each(['../evil.json', 'samples/../../evil.json', '/etc/passwd', 'C:/evil', 'samples\\evil.json', 'a\u0000b'])(
    'refuses the member name %j',
    async (name) => {
      await expect(open(archive([...good(), [name, text(1)]]))).rejects.toMatchObject({ code: 'unsafe-name' })
    },
  )

  it('refuses a member that unpacks to far more than it holds', async () => {
    const bomb = archive([...good(), ['samples/9_epoch_1.json', new Uint8Array(2 ** 26 + 2 ** 16)]])
    await expect(open(bomb)).rejects.toMatchObject({ code: 'too-large' })
  })

  it('refuses a member larger than the limit', async () => {
    const limits = { memberBytes: 50 }
    await expect(openLog(bytesSource(archive(good())), { limits })).rejects.toMatchObject({ code: 'too-large' })
  })

  it('stops unpacking a member that declares less than it holds', async () => {
    const bytes = archive([...good(), ['samples/9_epoch_1.json', new Uint8Array(2 ** 20).fill(32)]])
    const view = new DataView(bytes.buffer)
    // The declared size stands in the directory and in the local header.
    for (let at = 0; at + 4 <= bytes.length; at += 1)
      if (view.getUint32(at, true) === 2 ** 20) view.setUint32(at, 100, true)
    const log = await open(bytes)
    await expect(wholeLog(log)).rejects.toMatchObject({ code: 'too-large' })
  })

  it('refuses members that share bytes', async () => {
    const zip = createZipAppender(portableCodecs, () => 0)
    const parts = good().flatMap(([name, content]) => zip.member(name, content))
    zip.note({ name: 'samples/9_epoch_1.json', method: 0, crc: 0, size: 40, compressedSize: 40, offset: 10 })
    await expect(open(zipOf(parts, zip))).rejects.toMatchObject({ code: 'too-large' })
  })

  it('notices a byte that was changed', async () => {
    const bytes = writeZipLog(smallLog())
    const at = 400
    bytes[at] = bytes[at]! ^ 1
    const outcome = await verifyLog(bytesSource(bytes)).then(
      ({ ok }) => (ok ? 'accepted' : 'noticed'),
      (error: unknown) => (error instanceof LogError ? 'noticed' : 'crashed'),
    )
    expect(outcome).toBe('noticed')
  })

  it('notices a member replaced together with its checksum', async () => {
    const log = smallLog()
    const bytes = writeZipLog(log)
    const head = (await verifyLog(bytesSource(bytes))).head!
    const [first, ...rest] = log.samples!
    const changed: EvalLog = { ...log, samples: [{ ...first!, target: 'other' }, ...rest] }
    const forged = await verifyLog(bytesSource(writeZipLog(changed)), { head })
    expect(forged.checks.find(({ name }) => name === 'head')).toMatchObject({ ok: false })
    expect((await verifyLog(bytesSource(bytes), { head })).ok).toBe(true)
  })

  it('reads whole samples of an archive that is cut off anywhere, and never crashes', async () => {
    const bytes = writeZipLog(smallLog(12))
    const [complete] = [await wholeLog(await open(bytes))]
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async (length) => {
        try {
          const cut = await wholeLog(await open(bytes.slice(0, length)))
          expect(['started', 'success']).toContain(cut.status)
          expect(complete.samples!.slice(0, cut.samples?.length ?? 0)).toEqual(cut.samples ?? [])
        } catch (error) {
          expect(error).toBeInstanceOf(LogError)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('answers arbitrary bytes with a LogError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, isZip) => {
        const given = isZip ? concatenate([Uint8Array.of(0x50, 0x4b, 3, 4), bytes]) : bytes
        await expect(open(given)).rejects.toBeInstanceOf(LogError)
      }),
    )
  })

  it.each([
    ['nothing', new Uint8Array(), 'not-a-log'],
    ['a number', text(3), 'not-a-log'],
    ['JSON of something else', text({ hello: 1 }), 'not-a-log'],
    ['a zip of something else', archive([['hello.txt', text('hi')]]), 'not-a-log'],
    ['JSON cut off', text(header).slice(0, 40), 'invalid-json'],
    ['a log of the future', text({ ...header, version: 4 }), 'unsupported-version'],
    ['a log without a task', text({ ...header, eval: {} }), 'invalid-log'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(open(bytes)).rejects.toMatchObject({ code, name: 'LogError' })
  })
})
