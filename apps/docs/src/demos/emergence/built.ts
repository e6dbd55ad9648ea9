import { buildDemo } from '~/kit/demo.js'
import { emergence } from './demo.js'

/** The demo as it starts. */
export const built = buildDemo(emergence)
