import { questionHash } from './question-key.js'

/** A question of the published table whose answers are about different things in different countries. */
export interface MergedItem {
  /** Row of the published table, from 0. */
  readonly row: number
  /** {@link questionHash} of its text. */
  readonly hash: string
  /** What went wrong, without the text. */
  readonly reason: string
}

const party =
  'asks about a party of one country, but holds answers of others, where the same variable was about their own parties'
const person =
  'asks about a politician of one country, but holds answers of others, where the same variable was about their own'

/**
 * Items of GlobalOpinionQA (Durmus et al. 2023) that were merged by the code of a variable although each country was asked about its own party or
 * politician, found by comparing what a question names with who answered it. Named by row and hash, because the texts may not be
 * redistributed. The list holds what was seen; it is not known to be complete.
 */
export const mergedItems: readonly MergedItem[] = [
  { row: 560, hash: '0795b41e423eae', reason: party },
  { row: 649, hash: '1b21142f990244', reason: party },
  { row: 744, hash: '0cf0684d778424', reason: party },
  { row: 1099, hash: '0c9e7b582b8fe2', reason: party },
  { row: 1354, hash: '1d11865ba2a441', reason: person },
  { row: 1638, hash: '04dbb62f700472', reason: party },
  { row: 2038, hash: '1e36ae96de173c', reason: party },
]

const byHash = new Map(mergedItems.map((item) => [item.hash, item]))

/**
 * The known merged item with the text of a question, or `undefined`.
 *
 * @param text - the question
 *
 * @example
 * ```ts
 * import { mergedItemOf } from '@safety-portfolio/global-opinions'
 *
 * mergedItemOf('Do you drink tea?') // => undefined
 * ```
 */
export function mergedItemOf(text: string): MergedItem | undefined {
  return byHash.get(questionHash(text))
}
