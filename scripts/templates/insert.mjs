// Puts a text into a file that is there already, before or after a place that is named by what stands there.

/**
 * @param {string} file - For the message.
 * @param {string} text - The file.
 * @param {{ after?: string, before?: string, text: string }} place - A text of the file (its first occurrence) and what comes beside it; without a place, the end.
 */
export function inserted(file, text, { after, before, text: addition }) {
  const mark = after ?? before
  if (mark === undefined) return `${text}${addition}`
  const index = text.indexOf(mark)
  if (index === -1) throw new Error(`${file} has no ${JSON.stringify(mark)}, beside which this would go.`)
  const at = after === undefined ? index : index + mark.length
  return text.slice(0, at) + addition + text.slice(at)
}
