import { utf8Decode } from '../internal/text-codec.js'
import { viewOf, wide } from '../internal/bytes-view.js'
import { LogError } from '../log/log-error.js'
import type { ByteSource } from './byte-source.js'
import type { ZipEntry } from './zip-entry.js'
import { checkEntry, checkOverlaps, type ZipLimits } from './zip-limits.js'

const endSignature = 0x06_05_4b_50
const end64Signature = 0x06_06_4b_50
const locatorSignature = 0x07_06_4b_50
const memberSignature = 0x02_01_4b_50
const absent32 = 0xff_ff_ff_ff

/** The directory at the end of an archive. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[]
  /** Where the directory starts. */
  readonly start: number
}

/** Reads the directory of a zip or zip64 archive; `null` when there is none, as after a crash. */
export async function readDirectory(source: ByteSource, limits: ZipLimits): Promise<ZipDirectory | null> {
  const end = await findEnd(source)
  if (end === null) return null
  const { count, size, start } = end
  if (count > limits.members) throw new LogError('too-large', `the archive has ${count} members`)
  if (start + size > source.size) throw new LogError('corrupt-zip', 'the directory lies outside the file')
  const entries = parseMembers(await source.read(start, start + size), count)
  for (const entry of entries) checkEntry(entry, limits)
  checkOverlaps(entries, start)
  return { entries, start }
}

interface End {
  readonly count: number
  readonly size: number
  readonly start: number
}

async function findEnd(source: ByteSource): Promise<End | null> {
  const tailStart = Math.max(0, source.size - 22 - 65_535)
  const tail = await source.read(tailStart, source.size)
  const view = viewOf(tail)
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== endSignature || view.getUint16(at + 20, true) !== tail.length - at - 22) continue
    const count = view.getUint16(at + 10, true)
    const size = view.getUint32(at + 12, true)
    const start = view.getUint32(at + 16, true)
    if (count !== 0xff_ff && size !== absent32 && start !== absent32) return { count, size, start }
    return (await wideEnd(source, tailStart + at)) ?? { count, size, start }
  }
  return null
}

async function wideEnd(source: ByteSource, end: number): Promise<End | null> {
  if (end < 20) return null
  const locator = viewOf(await source.read(end - 20, end))
  if (locator.getUint32(0, true) !== locatorSignature) return null
  const at = wide(locator, 8)
  if (at + 56 > source.size) throw new LogError('corrupt-zip', 'the zip64 end record lies outside the file')
  const record = viewOf(await source.read(at, at + 56))
  if (record.getUint32(0, true) !== end64Signature) throw new LogError('corrupt-zip', 'the zip64 end record is missing')
  return { count: wide(record, 32), size: wide(record, 40), start: wide(record, 48) }
}

function parseMembers(bytes: Uint8Array, count: number): readonly ZipEntry[] {
  const view = viewOf(bytes)
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== memberSignature) {
      throw new LogError('corrupt-zip', `the directory breaks off after ${index} of ${count} members`)
    }
    const nameLength = view.getUint16(at + 28, true)
    const extraLength = view.getUint16(at + 30, true)
    const nameEnd = at + 46 + nameLength
    const sizes = wideFields(bytes.subarray(nameEnd, nameEnd + extraLength), {
      size: view.getUint32(at + 24, true),
      compressedSize: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    })
    entries.push({
      name: utf8Decode(bytes.subarray(at + 46, nameEnd)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...sizes,
    })
    at = nameEnd + extraLength + view.getUint16(at + 32, true)
  }
  return entries
}

interface Fields {
  readonly size: number
  readonly compressedSize: number
  readonly offset: number
}

/** Replaces fields of 0xFFFFFFFF by those of the zip64 extra field, which holds only them, in this order. */
export function wideFields(extra: Uint8Array, fields: Fields): Fields {
  const view = viewOf(extra)
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    let next = at + 4
    const take = (value: number): number => {
      if (value !== absent32 || next + 8 > extra.length) return value
      next += 8
      return wide(view, next - 8)
    }
    return { size: take(fields.size), compressedSize: take(fields.compressedSize), offset: take(fields.offset) }
  }
  return fields
}
