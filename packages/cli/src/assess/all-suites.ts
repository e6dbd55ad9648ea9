import type { Suite } from './suite.js'
import { capability } from './suites/capability.js'
import { discrimination } from './suites/discrimination.js'
import { layers } from './suites/layers.js'
import { opinions } from './suites/opinions.js'
import { rareBehaviours } from './suites/rare-behaviours.js'
import { scaling } from './suites/scaling.js'

/** Every suite, in the order of the report. */
export const allSuites: readonly Suite[] = [capability, discrimination, opinions, rareBehaviours, layers, scaling]
