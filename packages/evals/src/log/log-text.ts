import { utf8Decode } from '../internal/text-codec.js'
import { LogError } from './log-error.js'

/** Bytes beyond which no engine has a text for them: the longest of V8 has 2^29 - 24 characters, of at most three bytes each. */
const mostBytes = 3 * 2 ** 29

/**
 * A document of a log as text.
 *
 * @throws LogError with code `too-large` where it is longer than a text can be here.
 */
export function logText(bytes: Uint8Array, name: string): string {
  try {
    return utf8Decode(bytes)
  } catch {
    throw tooLong(name, bytes.length)
  }
}

/** Refuses a document before it is read. */
export function checkTextSize(size: number, name: string): void {
  if (size > mostBytes) throw tooLong(name, size)
}

function tooLong(name: string, size: number): LogError {
  const hint = 'logs of this size are read as .eval archives, sample by sample'
  return new LogError('too-large', `${name}: ${size} bytes of JSON are more than one text can hold; ${hint}`)
}
