import { buildDemo } from '~/kit/demo.js'
import { discrimination } from './demo.js'

/** The demo as it starts. */
export const built = buildDemo(discrimination)
