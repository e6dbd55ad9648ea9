import { data } from './data.js'
import { discrimination } from './discrimination.js'
import { evalNoun } from './eval.js'
import { mixed } from './mixed.js'
import type { Noun } from './noun.js'
import { opinions } from './opinions.js'
import { policy } from './policy.js'
import { risk } from './risk.js'
import { scaling } from './scaling.js'

/** Every noun, in the order of the help. */
export const allNouns: readonly Noun[] = [scaling, mixed, discrimination, opinions, policy, risk, evalNoun, data]
