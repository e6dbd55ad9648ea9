import { utf8Decode, utf8Encode } from '../../internal/text-codec.js'

/** The ids of the questions of a run, by position: some 20 bytes each, where a set of a million strings would take 100 MB. */
export interface IdList {
  /** Adds the id of the next question. `false` where an id before it reads the same: members of a log are named by the text of an id. */
  add(id: string | number): boolean
  /** The id at a position. */
  at(position: number): string | number
  readonly length: number
}

const blockBytes = 1 << 16
const chunk = 1 << 14

/** An empty list. As long as questions are numbered from 1 nothing is kept. */
export function createIdList(): IdList {
  let plain = 0
  let list: TextList | null = null
  return {
    add(id) {
      if (list === null && id === plain + 1) {
        plain += 1
        return true
      }
      if (list === null) {
        list = createTextList()
        for (let number = 1; number <= plain; number += 1) list.add(utf8Encode(String(number)), true)
      }
      return list.add(utf8Encode(String(id)), typeof id === 'number')
    },
    at(position) {
      if (list === null) return position + 1
      const { text, isNumber } = list.at(position)
      return isNumber ? Number(text) : text
    },
    get length() {
      return list?.length ?? plain
    },
  }
}

interface TextList {
  add(text: Uint8Array, isNumber: boolean): boolean
  at(position: number): { readonly text: string; readonly isNumber: boolean }
  readonly length: number
}

/** Texts one after another in blocks, where each begins, and an open-addressed table of hashes to find equal ones. */
function createTextList(): TextList {
  const blocks: Uint8Array[] = []
  let filled = Infinity
  // Block and place of each text, and its length with the lowest bit saying whether it is a number.
  const starts: Float64Array[] = []
  const lengths: Uint32Array[] = []
  let length = 0
  let table = new Uint32Array(1 << 10)

  const bytesAt = (position: number): Uint8Array => {
    const start = starts[Math.floor(position / chunk)]![position % chunk]!
    const block = blocks[Math.floor(start / blockBytes)]!
    const place = start % blockBytes
    return block.subarray(place, place + (lengths[Math.floor(position / chunk)]![position % chunk]! >>> 1))
  }
  const grow = (): void => {
    table = new Uint32Array(2 * table.length)
    for (let position = 0; position < length; position += 1) {
      let slot = hash(bytesAt(position)) & (table.length - 1)
      while (table[slot] !== 0) slot = (slot + 1) & (table.length - 1)
      table[slot] = position + 1
    }
  }
  return {
    add(text, isNumber) {
      if (2 * length >= table.length) grow()
      let slot = hash(text) & (table.length - 1)
      for (; table[slot] !== 0; slot = (slot + 1) & (table.length - 1)) {
        if (equal(bytesAt(table[slot]! - 1), text)) return false
      }
      table[slot] = length + 1
      if (filled + text.length > blockBytes) {
        // A longer text has a block of its own, which counts as one like the others.
        blocks.push(new Uint8Array(Math.max(blockBytes, text.length)))
        filled = 0
      }
      blocks.at(-1)!.set(text, filled)
      const index = Math.floor(length / chunk)
      ;(starts[index] ??= new Float64Array(chunk))[length % chunk] = (blocks.length - 1) * blockBytes + filled
      ;(lengths[index] ??= new Uint32Array(chunk))[length % chunk] = 2 * text.length + (isNumber ? 1 : 0)
      filled += text.length
      length += 1
      return true
    },
    at: (position) => ({
      text: utf8Decode(bytesAt(position)),
      isNumber: (lengths[Math.floor(position / chunk)]![position % chunk]! & 1) === 1,
    }),
    get length() {
      return length
    },
  }
}

/** FNV-1a. */
function hash(bytes: Uint8Array): number {
  let value = 0x81_1c_9d_c5
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01_00_01_93)
  return (value ^ (value >>> 15)) >>> 0
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}
