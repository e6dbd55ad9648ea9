import { opinionsCompareCommand } from '../commands/opinions-compare.js'
import { opinionsRankCommand } from '../commands/opinions-rank.js'
import { opinionsSteerCommand } from '../commands/opinions-steer.js'
import { opinionsTabulateCommand } from '../commands/opinions-tabulate.js'
import { opinionsValidateCommand } from '../commands/opinions-validate.js'
import type { Verb } from './noun.js'

/** What `safety-portfolio opinions` can do, in the order of its help. */
export const verbs: readonly Verb[] = [
  opinionsCompareCommand,
  opinionsRankCommand,
  opinionsSteerCommand,
  opinionsValidateCommand,
  opinionsTabulateCommand,
]
