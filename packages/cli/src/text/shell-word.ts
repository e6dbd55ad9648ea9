/** A word as a POSIX shell has to read it. */
export function shellWord(word: string): string {
  return /^[\w./:=+,@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
