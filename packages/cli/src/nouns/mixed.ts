import { mixedFitCommand } from '../commands/mixed-fit.js'
import type { Noun } from './noun.js'

/** `safety-portfolio mixed`. */
export const mixed: Noun = {
  name: 'mixed',
  description: 'Mixed models: effects in grouped data.',
  verbs: [mixedFitCommand],
}
