/** Splits text that arrives in pieces into lines. */
export interface LineSplitter {
  /** The lines that `text` completes, without their ends. */
  push(text: string): readonly string[]
  /** The last line. */
  end(): string
}

/** `\n` ends a line (a carriage return before it is white space to JSON); a byte order mark at the start is dropped. */
export function createLineSplitter(): LineSplitter {
  let rest: string[] = []
  let started = false
  return {
    push(text) {
      const piece = started ? text : text.replace(/^\uFEFF/, '')
      started ||= text !== ''
      if (!piece.includes('\n')) {
        rest.push(piece)
        return []
      }
      const lines = piece.split('\n')
      lines[0] = rest.join('') + lines[0]!
      rest = [lines.pop()!]
      return lines
    },
    end: () => rest.join(''),
  }
}
