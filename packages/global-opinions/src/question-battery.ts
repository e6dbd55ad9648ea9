import { comparableText } from './question-key.js'

/** What {@link questionBatteries} needs of a question. */
export interface BatteryQuestion {
  /** Its text. */
  readonly text: string
  /** How many options it has. */
  readonly size: number
}

const sharedCharacters = 40
const sharedPart = 0.5

/**
 * Groups questions that are items of one battery: the same stem, another object ("... opinion of India", "... opinion of China"). Items of a battery
 * are answered alike, so a bootstrap that draws them as if they were independent makes intervals too short. Two questions belong together where they
 * have as many options and share a beginning, or an end, of at least 40 characters and half of the shorter text.
 *
 * @param questions - the questions
 * @returns the battery of each question, numbered from 0 in order of appearance
 *
 * @example
 * ```ts
 * import { questionBatteries } from '@safety-portfolio/global-opinions'
 *
 * const stem = 'Do you have a favorable or an unfavorable opinion of the people of '
 * const texts = [`${stem}Peru?`, 'Do you drink tea?', `${stem}Japan?`]
 * questionBatteries(texts.map((text) => ({ text, size: 4 }))) // => [0, 1, 0]
 * ```
 */
export function questionBatteries(questions: readonly BatteryQuestion[]): readonly number[] {
  const parent = questions.map((_, index) => index)
  const root = (index: number): number => {
    let at = index
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!
    return at
  }
  const texts = questions.map(({ text }) => comparableText(text))
  const joinNeighbours = (keys: readonly string[]): void => {
    const order = keys
      .map((_, index) => index)
      .sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b))
    for (const [position, index] of order.entries()) {
      const before = order[position - 1]
      if (before === undefined || questions[before]!.size !== questions[index]!.size) continue
      const shared = commonStart(keys[before]!, keys[index]!)
      const shorter = Math.min(keys[before]!.length, keys[index]!.length)
      if (shared >= sharedCharacters && shared >= sharedPart * shorter) parent[root(index)] = root(before)
    }
  }
  joinNeighbours(texts)
  joinNeighbours(texts.map((text) => text.split('').reverse().join('')))
  const numbers = new Map<number, number>()
  return questions.map((_, index) => {
    const at = root(index)
    if (!numbers.has(at)) numbers.set(at, numbers.size)
    return numbers.get(at)!
  })
}

function commonStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}
