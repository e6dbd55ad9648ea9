import type { TextStream } from './io.js'

/** Emphasis for a terminal; the text itself everywhere else. */
export interface Style {
  /** Bold. */
  bold(text: string): string
  /** Dim. */
  dim(text: string): string
  /** Bad: red. */
  bad(text: string): string
  /** Look here: yellow. */
  caution(text: string): string
}

/** Colour only on a terminal that wants it (https://no-color.org). */
export function styleFor(stream: TextStream, env: Readonly<Record<string, string | undefined>>): Style {
  const colour = stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  const wrap =
    (open: number, close: number) =>
    (text: string): string =>
      colour ? `\u001B[${open}m${text}\u001B[${close}m` : text
  return { bold: wrap(1, 22), dim: wrap(2, 22), bad: wrap(31, 39), caution: wrap(33, 39) }
}
