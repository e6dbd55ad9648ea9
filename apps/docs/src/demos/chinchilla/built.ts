import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import { buildDemo } from '~/kit/demo.js'
import { chinchilla } from './demo.js'

/** The demo as it starts: what readers without JavaScript see. */
export const built = buildDemo(chinchilla)
/** The simulated runs, read as the page reads them, and their fit. */
export const runs: readonly TrainingRun[] = built.shown.input
export const fit: ChinchillaFit = built.shown.result
