import { mixedCompareCommand } from '../commands/mixed-compare.js'
import { mixedFitCommand } from '../commands/mixed-fit.js'
import { mixedMeansCommand } from '../commands/mixed-means.js'
import { mixedPowerCommand } from '../commands/mixed-power.js'
import type { Verb } from './noun.js'

/** What `safety-portfolio mixed` can do, in the order of its help. */
export const verbs: readonly Verb[] = [mixedFitCommand, mixedCompareCommand, mixedMeansCommand, mixedPowerCommand]
