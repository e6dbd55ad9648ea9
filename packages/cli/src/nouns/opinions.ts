import { opinionsCompareCommand } from '../commands/opinions-compare.js'
import type { Noun } from './noun.js'

/** `safety-portfolio opinions`. */
export const opinions: Noun = {
  name: 'opinions',
  description: 'Whose opinions a model carries: similarity to survey answers by country.',
  verbs: [opinionsCompareCommand],
}
