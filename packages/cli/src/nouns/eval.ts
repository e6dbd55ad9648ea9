import { evalCompareCommand } from '../commands/eval-compare.js'
import { evalLogCommand } from '../commands/eval-log.js'
import { evalPowerCommand } from '../commands/eval-power.js'
import { evalRescoreCommand } from '../commands/eval-rescore.js'
import { evalRunCommand } from '../commands/eval-run.js'
import { evalStatsCommand } from '../commands/eval-stats.js'
import { evalViewCommand } from '../commands/eval-view.js'
import type { Verb } from './noun.js'

/** What `safety-portfolio eval` can do, in the order of its help. */
export const verbs: readonly Verb[] = [
  evalRunCommand,
  evalLogCommand,
  evalStatsCommand,
  evalCompareCommand,
  evalPowerCommand,
  evalViewCommand,
  evalRescoreCommand,
]
