import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import { fitRuns } from './chinchilla-fit.js'
import { defaultState } from './chinchilla-state.js'
import { describeTable, readRuns } from './runs-table.js'
import { simulatedTable } from './simulated-runs.js'

const table = describeTable(simulatedTable)

/** The simulated runs, read as the page reads them. */
export const runs: readonly TrainingRun[] = readRuns(simulatedTable, table, table.guess)

/** Their fit with the settings that the demo starts with: what readers without JavaScript see. */
export const fit: ChinchillaFit = fitRuns(runs, defaultState)
