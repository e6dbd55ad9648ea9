/** The value of a JSON text in which Python's `NaN` and `Infinity` may stand: they are texts, as in CSV, which a schema of numbers refuses by row and column. */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?(NaN|Infinity)/g, (word, bare) => (bare ? `"${word}"` : word)))
  }
}
