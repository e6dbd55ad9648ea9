import { utf8Decode } from '../internal/text-codec.js'
import { LogError } from './log-error.js'
import { parseLogJson } from './log-json.js'

/** Bytes of JSON that are parsed at once. An engine's longest string is 512 MiB, and the index of a million samples is longer. */
const pieceBytes = 1 << 20

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * The items of a JSON list, parsed piece by piece.
 *
 * @param bytes - The document.
 * @param name - What it is called in errors.
 * @throws LogError with code `invalid-log` where it is no list, `invalid-json` where it is no JSON.
 */
export function* logListItems(
  bytes: Uint8Array,
  name: string,
  piece: number = pieceBytes,
): Generator<unknown, void, void> {
  if (bytes.length <= piece) {
    const whole = parseLogJson(utf8Decode(bytes), name)
    if (!Array.isArray(whole)) throw new LogError('invalid-log', `${name} is no list`)
    yield* whole as unknown[]
    return
  }
  let start = 0
  while (isSpace(bytes[start])) start += 1
  if (bytes[start] !== openBracket) throw new LogError('invalid-log', `${name} is no list`)
  start += 1
  let isFirst = true
  const parse = (end: number, mayBeEmpty: boolean): readonly unknown[] => {
    const items = parseLogJson(`[${utf8Decode(bytes.subarray(start, end))}]`, name) as readonly unknown[]
    if (items.length === 0 && !mayBeEmpty)
      throw new LogError('invalid-json', `${name}: not JSON: a value expected at byte ${start}.`)
    isFirst = false
    return items
  }
  let depth = 0
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    if (byte === quote) {
      at = endOfString(bytes, at)
    } else if (byte === openBracket || byte === openBrace) {
      depth += 1
    } else if (byte === closeBrace || (byte === closeBracket && depth > 0)) {
      depth -= 1
    } else if (byte === closeBracket) {
      yield* parse(at, isFirst)
      if (bytes.subarray(at + 1).some((rest) => !isSpace(rest)))
        throw new LogError('invalid-json', `${name}: not JSON: something follows the list at byte ${at + 1}.`)
      return
    } else if (byte === comma && depth === 0 && at - start >= piece) {
      yield* parse(at, false)
      start = at + 1
    }
  }
  throw new LogError('invalid-json', `${name}: not JSON: cut off at byte ${bytes.length}.`)
}

/** The closing quote of the string that opens at a place; the end where there is none. */
function endOfString(bytes: Uint8Array, open: number): number {
  let at = open + 1
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
  return at
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
