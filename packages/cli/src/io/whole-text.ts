import { UsageError } from '../usage-error.js'

const longest = 64 * 2 ** 20

/** Text in pieces as one, up to 64 MB. */
export async function wholeText(text: AsyncIterable<string>, name: string): Promise<string> {
  const parts: string[] = []
  let length = 0
  for await (const part of text) {
    length += part.length
    if (length > longest) {
      throw new UsageError(
        `${name}: a document has to be held in memory as a whole, and this one is larger than 64 MB. Save it as JSON Lines (.jsonl).`,
      )
    }
    parts.push(part)
  }
  return parts.join('')
}
