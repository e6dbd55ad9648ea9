import { evalCompareCommand } from '../commands/eval-compare.js'
import { evalLogCommand } from '../commands/eval-log.js'
import { evalPowerCommand } from '../commands/eval-power.js'
import { evalRescoreCommand } from '../commands/eval-rescore.js'
import { evalRunCommand } from '../commands/eval-run.js'
import { evalStatsCommand } from '../commands/eval-stats.js'
import { evalViewCommand } from '../commands/eval-view.js'
import type { Noun } from './noun.js'

/** `safety-portfolio eval`. */
export const evalNoun: Noun = {
  name: 'eval',
  description: 'Evals: run tasks against models, read and compare logs.',
  verbs: [
    evalRunCommand,
    evalLogCommand,
    evalStatsCommand,
    evalCompareCommand,
    evalPowerCommand,
    evalViewCommand,
    evalRescoreCommand,
  ],
}
