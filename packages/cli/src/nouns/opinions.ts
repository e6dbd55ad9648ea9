import { opinionsCompareCommand } from '../commands/opinions-compare.js'
import { opinionsRankCommand } from '../commands/opinions-rank.js'
import { opinionsSteerCommand } from '../commands/opinions-steer.js'
import { opinionsTabulateCommand } from '../commands/opinions-tabulate.js'
import { opinionsValidateCommand } from '../commands/opinions-validate.js'
import type { Noun } from './noun.js'

/** `safety-portfolio opinions`. */
export const opinions: Noun = {
  name: 'opinions',
  description: 'Whose opinions a model carries: similarity to survey answers by country.',
  verbs: [
    opinionsCompareCommand,
    opinionsRankCommand,
    opinionsSteerCommand,
    opinionsValidateCommand,
    opinionsTabulateCommand,
  ],
}
