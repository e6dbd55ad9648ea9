import { dataListCommand } from '../commands/data-list.js'
import { dataPullCommand } from '../commands/data-pull.js'
import type { Noun } from './noun.js'

/** `safety-portfolio data`. */
export const data: Noun = {
  name: 'data',
  description: 'Public data sets, by revision, checksum and licence.',
  verbs: [dataListCommand, dataPullCommand],
}
