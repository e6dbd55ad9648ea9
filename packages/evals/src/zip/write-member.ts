import { utf8Encode } from '../internal/text-codec.js'
import { viewOf } from '../internal/bytes-view.js'
import type { StoredEntry } from './entry-store.js'
import type { ZipEntry } from './zip-entry.js'

const absent32 = 0xff_ff_ff_ff
const narrow = (value: number): number => Math.min(value, absent32)

/** The header in front of a member's bytes. Its sizes are known, so that a log can be read from the front after a crash. */
export function localHeader(entry: Omit<ZipEntry, 'offset'>, dosTime: number): Uint8Array {
  const name = utf8Encode(entry.name)
  const isWide = entry.size >= absent32 || entry.compressedSize >= absent32
  const header = new Uint8Array(localHeaderSize(entry, name.length))
  const view = viewOf(header)
  view.setUint32(0, 0x04_03_4b_50, true)
  view.setUint16(4, versionNeeded(entry.method, isWide), true)
  // UTF-8 names.
  view.setUint16(6, 0x08_00, true)
  view.setUint16(8, entry.method, true)
  view.setUint32(10, dosTime, true)
  view.setUint32(14, entry.crc, true)
  view.setUint32(18, isWide ? absent32 : entry.compressedSize, true)
  view.setUint32(22, isWide ? absent32 : entry.size, true)
  view.setUint16(26, name.length, true)
  view.setUint16(28, isWide ? 20 : 0, true)
  header.set(name, 30)
  if (isWide) extra(view, 30 + name.length, [entry.size, entry.compressedSize])
  return header
}

/** Bytes of the header in front of a member. */
export function localHeaderSize(
  { size, compressedSize }: Pick<ZipEntry, 'size' | 'compressedSize'>,
  nameLength: number,
): number {
  return 30 + nameLength + (size >= absent32 || compressedSize >= absent32 ? 20 : 0)
}

/** Bytes of a member's record in the directory. */
export function directoryRecordSize(entry: Omit<ZipEntry, 'name'>, nameLength: number): number {
  const wide = wideValues(entry).length
  return 46 + nameLength + (wide === 0 ? 0 : 4 + 8 * wide)
}

/** Writes a member's record in the directory at a place that has room for it, and gives the place behind it. */
export function writeDirectoryRecord(record: Uint8Array, view: DataView, at: number, entry: StoredEntry): number {
  const { name } = entry
  const wide = wideValues(entry)
  const extraLength = wide.length === 0 ? 0 : 4 + 8 * wide.length
  const version = versionNeeded(entry.method, extraLength > 0)
  record.fill(0, at, at + 46)
  view.setUint32(at, 0x02_01_4b_50, true)
  // Made on Unix.
  view.setUint16(at + 4, (3 << 8) | version, true)
  view.setUint16(at + 6, version, true)
  view.setUint16(at + 8, 0x08_00, true)
  view.setUint16(at + 10, entry.method, true)
  view.setUint32(at + 12, entry.dosTime, true)
  view.setUint32(at + 16, entry.crc, true)
  view.setUint32(at + 20, narrow(entry.compressedSize), true)
  view.setUint32(at + 24, narrow(entry.size), true)
  view.setUint16(at + 28, name.length, true)
  view.setUint16(at + 30, extraLength, true)
  // rw-r--r--
  view.setUint32(at + 38, 0o10_0644 * 2 ** 16, true)
  view.setUint32(at + 42, narrow(entry.offset), true)
  record.set(name, at + 46)
  if (extraLength > 0) extra(view, at + 46 + name.length, wide)
  return at + 46 + name.length + extraLength
}

const none: readonly number[] = []

/** What does not fit into 32 bits, in the order of the zip64 extra field. */
function wideValues({ size, compressedSize, offset }: Omit<ZipEntry, 'name'>): readonly number[] {
  if (size < absent32 && compressedSize < absent32 && offset < absent32) return none
  return [size, compressedSize, offset].filter((value) => value >= absent32)
}

/** What closes an archive whose directory starts at `start`. No comment: Inspect's viewer looks for it in the last 22 bytes. */
export function endRecords(count: number, size: number, start: number): Uint8Array {
  const isWide = count >= 0xff_ff || size >= absent32 || start >= absent32
  const bytes = new Uint8Array(isWide ? 56 + 20 + 22 : 22)
  const view = viewOf(bytes)
  if (isWide) {
    view.setUint32(0, 0x06_06_4b_50, true)
    view.setBigUint64(4, 44n, true)
    view.setUint16(12, (3 << 8) | 45, true)
    view.setUint16(14, 45, true)
    view.setBigUint64(24, BigInt(count), true)
    view.setBigUint64(32, BigInt(count), true)
    view.setBigUint64(40, BigInt(size), true)
    view.setBigUint64(48, BigInt(start), true)
    view.setUint32(56, 0x07_06_4b_50, true)
    view.setBigUint64(64, BigInt(start + size), true)
    view.setUint32(72, 1, true)
  }
  const at = bytes.length - 22
  view.setUint32(at, 0x06_05_4b_50, true)
  view.setUint16(at + 8, Math.min(count, 0xff_ff), true)
  view.setUint16(at + 10, Math.min(count, 0xff_ff), true)
  view.setUint32(at + 12, narrow(size), true)
  view.setUint32(at + 16, narrow(start), true)
  return bytes
}

/** A date as zip keeps it: two-second steps, from 1980. `iso` is read as it stands, without a zone. */
export function dosTimeOf(iso: string): number {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(iso)
  if (found === null || Number(found[1]) < 1980) return (1 << 21) | (1 << 16)
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const date = ((year - 1980) << 9) | (month << 5) | day
  return ((date << 16) | (hour << 11) | (minute << 5) | (second >> 1)) >>> 0
}

function versionNeeded(method: number, isWide: boolean): number {
  return method === 93 ? 63 : isWide ? 45 : 20
}

function extra(view: DataView, at: number, values: readonly number[]): void {
  view.setUint16(at, 1, true)
  view.setUint16(at + 2, values.length * 8, true)
  for (const [index, value] of values.entries()) view.setBigUint64(at + 4 + index * 8, BigInt(value), true)
}
