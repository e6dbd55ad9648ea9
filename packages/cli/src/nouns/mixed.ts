import { mixedCompareCommand } from '../commands/mixed-compare.js'
import { mixedFitCommand } from '../commands/mixed-fit.js'
import { mixedMeansCommand } from '../commands/mixed-means.js'
import { mixedPowerCommand } from '../commands/mixed-power.js'
import type { Noun } from './noun.js'

/** `safety-portfolio mixed`. */
export const mixed: Noun = {
  name: 'mixed',
  description: 'Mixed models: effects in grouped data.',
  verbs: [mixedFitCommand, mixedCompareCommand, mixedMeansCommand, mixedPowerCommand],
}
