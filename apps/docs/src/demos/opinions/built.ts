import { buildDemo } from '~/kit/demo.js'
import { opinions } from './demo.js'

/** The demo as it starts. */
export const built = buildDemo(opinions)
