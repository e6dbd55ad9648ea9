import { discriminationAnalyzeCommand } from '../commands/discrimination-analyze.js'
import type { Noun } from './noun.js'

/** `safety-portfolio discrimination`. */
export const discrimination: Noun = {
  name: 'discrimination',
  description: 'Whether yes/no decisions treat people alike: scores, interventions, group fairness, prompts.',
  verbs: [discriminationAnalyzeCommand],
}
