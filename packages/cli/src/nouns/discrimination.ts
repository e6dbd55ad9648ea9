import { discriminationAnalyzeCommand } from '../commands/discrimination-analyze.js'
import { discriminationFairnessCommand } from '../commands/discrimination-fairness.js'
import { discriminationInterventionsCommand } from '../commands/discrimination-interventions.js'
import { discriminationPowerCommand } from '../commands/discrimination-power.js'
import { discriminationPromptsCommand } from '../commands/discrimination-prompts.js'
import type { Noun } from './noun.js'

/** `safety-portfolio discrimination`. */
export const discrimination: Noun = {
  name: 'discrimination',
  description: 'Whether yes/no decisions treat people alike: scores, interventions, group fairness, prompts.',
  verbs: [
    discriminationAnalyzeCommand,
    discriminationInterventionsCommand,
    discriminationFairnessCommand,
    discriminationPowerCommand,
    discriminationPromptsCommand,
  ],
}
