import { utf8Encode } from '../internal/text-codec.js'
import { localHeaderSize } from './write-member.js'
import type { ZipEntry } from './zip-entry.js'

/** An entry while it is walked over: its name as bytes, which the next one overwrites. */
export interface StoredEntry extends Omit<ZipEntry, 'name'> {
  readonly name: Uint8Array
  readonly dosTime: number
}

/** The entries of an archive that only grows, in about 15 bytes each where they follow one another as members of a log do. */
export interface EntryStore {
  add(entry: ZipEntry, dosTime: number): void
  /** All entries in the order they were added. */
  entries(): Iterable<StoredEntry>
  readonly count: number
}

const blockBytes = 1 << 15
/** Most bytes of an entry beside those of its name: ten numbers. */
const numbersBytes = 10 * 8
const nameBytes = 1 << 16

/**
 * An empty store. Names are kept as what differs from the name before, offsets as the distance from the end of the member before, all numbers in as
 * few bytes as they need: an archive of a million members would otherwise hold 70 MB of directory while it is written.
 */
export function createEntryStore(): EntryStore {
  const full: Uint8Array[] = []
  let block = new Uint8Array(0)
  let filled = 0
  let count = 0
  let last: { readonly name: Uint8Array; readonly next: number; readonly dosTime: number } = {
    name: new Uint8Array(0),
    next: 0,
    dosTime: 0,
  }

  return {
    add(entry, dosTime) {
      const name = utf8Encode(entry.name)
      if (filled + name.length + numbersBytes > block.length) {
        if (filled > 0) full.push(block.subarray(0, filled))
        block = new Uint8Array(Math.max(blockBytes, name.length + numbersBytes))
        filled = 0
      }
      const before = last.name
      const shortest = Math.min(before.length, name.length)
      let head = 0
      while (head < shortest && before[head] === name[head]) head += 1
      let tail = 0
      while (tail < shortest - head && before[before.length - 1 - tail] === name[name.length - 1 - tail]) tail += 1
      filled = writeNumber(block, filled, head)
      filled = writeNumber(block, filled, tail)
      filled = writeNumber(block, filled, name.length - head - tail)
      block.set(name.subarray(head, name.length - tail), filled)
      filled += name.length - head - tail
      filled = writeNumber(block, filled, entry.method)
      filled = writeNumber(block, filled, entry.compressedSize)
      filled = writeNumber(block, filled, entry.size)
      filled = writeNumber(block, filled, folded(entry.offset - last.next))
      filled = writeNumber(block, filled, folded(dosTime - last.dosTime))
      for (let shift = 0; shift < 32; shift += 8) {
        block[filled] = entry.crc >>> shift
        filled += 1
      }
      last = { name, next: endOf(entry, name.length), dosTime }
      count += 1
    },
    *entries() {
      let name = new Uint8Array(nameBytes)
      let length = 0
      let next = 0
      let dosTime = 0
      const reader = { at: 0 }
      for (const bytes of [...full, block.subarray(0, filled)]) {
        reader.at = 0
        while (reader.at < bytes.length) {
          const head = readNumber(bytes, reader)
          const tail = readNumber(bytes, reader)
          const middle = readNumber(bytes, reader)
          const size = head + middle + tail
          if (size > name.length) {
            const longer = new Uint8Array(size)
            longer.set(name.subarray(0, length))
            name = longer
          }
          name.copyWithin(head + middle, length - tail, length)
          name.set(bytes.subarray(reader.at, reader.at + middle), head)
          reader.at += middle
          length = size
          const entry = {
            name: name.subarray(0, length),
            method: readNumber(bytes, reader),
            compressedSize: readNumber(bytes, reader),
            size: readNumber(bytes, reader),
            offset: next + unfolded(readNumber(bytes, reader)),
            dosTime: (dosTime += unfolded(readNumber(bytes, reader))),
            crc: readCrc(bytes, reader),
          }
          next = endOf(entry, length)
          yield entry
        }
      }
    },
    get count() {
      return count
    },
  }
}

function endOf(entry: Omit<ZipEntry, 'name'>, nameLength: number): number {
  return entry.offset + localHeaderSize(entry, nameLength) + entry.compressedSize
}

/** Signed numbers as unsigned ones, near zero staying near zero. */
function folded(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unfolded(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
function writeNumber(bytes: Uint8Array, at: number, value: number): number {
  let rest = value
  let next = at
  while (rest >= 0x80) {
    bytes[next] = (rest % 0x80) | 0x80
    next += 1
    rest = Math.floor(rest / 0x80)
  }
  bytes[next] = rest
  return next + 1
}

function readNumber(bytes: Uint8Array, reader: { at: number }): number {
  let value = 0
  let unit = 1
  for (;;) {
    const byte = bytes[reader.at]!
    reader.at += 1
    value += (byte & 0x7f) * unit
    if (byte < 0x80) return value
    unit *= 0x80
  }
}

function readCrc(bytes: Uint8Array, reader: { at: number }): number {
  const at = reader.at
  reader.at += 4
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
