import { dataListCommand } from '../commands/data-list.js'
import { dataPullCommand } from '../commands/data-pull.js'
import type { Verb } from './noun.js'

/** What `safety-portfolio data` can do, in the order of its help. */
export const verbs: readonly Verb[] = [dataListCommand, dataPullCommand]
