import { DataError } from '../src/index.js'

/** The DataError that a call throws. */
export function dataErrorOf(call: () => unknown): DataError {
  try {
    call()
  } catch (error) {
    if (error instanceof DataError) return error
    throw error
  }
  throw new Error('no DataError was thrown')
}

/** The DataError that a promise is rejected with. */
export async function dataErrorFrom(promise: Promise<unknown>): Promise<DataError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof DataError) return error
  throw new Error('no DataError was thrown', { cause: error })
}

/** `text` cut at these places. */
export function cutAt(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b)
  return [...ends, text.length].map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end))
}
