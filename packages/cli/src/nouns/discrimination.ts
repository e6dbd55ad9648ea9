import { discriminationAnalyzeCommand } from '../commands/discrimination-analyze.js'
import { discriminationFairnessCommand } from '../commands/discrimination-fairness.js'
import { discriminationInterventionsCommand } from '../commands/discrimination-interventions.js'
import { discriminationPowerCommand } from '../commands/discrimination-power.js'
import { discriminationPromptsCommand } from '../commands/discrimination-prompts.js'
import type { Verb } from './noun.js'

/** What `safety-portfolio discrimination` can do, in the order of its help. */
export const verbs: readonly Verb[] = [
  discriminationAnalyzeCommand,
  discriminationInterventionsCommand,
  discriminationFairnessCommand,
  discriminationPowerCommand,
  discriminationPromptsCommand,
]
