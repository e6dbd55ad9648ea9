import type { TextStream } from '../io/io.js'

/** Text wider than this reads badly. */
export const widest = 100

/** How wide text is set: as the terminal is, but never wider than reads well. */
export function textWidth(stream: TextStream): number {
  return Math.min(stream.columns ?? widest, widest)
}

/** Breaks a paragraph at spaces so that no line is longer than `width`, unless one word is. Later lines begin with `indent`. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/[ \n]+/).filter((part) => part !== '')) {
    const prefix = lines.length === 0 ? '' : indent
    if (line === '') line = prefix + word
    else if (line.length + 1 + word.length <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = indent + word
    }
  }
  if (line !== '') lines.push(line)
  return lines.join('\n')
}

/** A phrase as a sentence: a capital first, a full stop last. */
export function sentence(phrase: string): string {
  const text = phrase.charAt(0).toUpperCase() + phrase.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
