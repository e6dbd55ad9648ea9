/** A stream that can be looked at before it is read. */
export interface LookAhead<T> {
  /** The first pieces, as far as they are pulled; leaving off early closes nothing. */
  readonly head: AsyncIterable<T>
  /** Every piece, those that were looked at included. */
  readonly all: AsyncIterable<T>
}

/** Keeps what is looked at, so that it can be read again. */
export function lookAhead<T>(source: AsyncIterable<T>): LookAhead<T> {
  const pieces = source[Symbol.asyncIterator]()
  const kept: T[] = []
  async function* head(): AsyncGenerator<T, void, undefined> {
    for (let index = 0; ; index++) {
      if (index === kept.length) {
        const next = await pieces.next()
        if (next.done === true) return
        kept.push(next.value)
      }
      yield kept[index]!
    }
  }
  async function* all(): AsyncGenerator<T, void, undefined> {
    try {
      for (const piece of kept.splice(0)) yield piece
      for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value
    } finally {
      await pieces.return?.()
    }
  }
  return { head: { [Symbol.asyncIterator]: head }, all: { [Symbol.asyncIterator]: all } }
}
