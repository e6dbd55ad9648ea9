import { evalLogCommand } from '../commands/eval-log.js'
import type { Noun } from './noun.js'

/** `safety-portfolio eval`. */
export const evalNoun: Noun = {
  name: 'eval',
  description: 'Evals: run tasks against models, read and compare logs.',
  verbs: [evalLogCommand],
}
