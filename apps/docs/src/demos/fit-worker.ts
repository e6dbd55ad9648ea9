import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import { fitRuns } from './chinchilla-fit.js'
import type { ChinchillaState } from './chinchilla-state.js'

/** A fit to be made. */
export interface FitRequest {
  readonly id: number
  readonly runs: readonly TrainingRun[]
  readonly state: ChinchillaState
}

/** What came of it: first with sandwich intervals, then, if replicates were asked for, with bootstrap intervals. */
export interface FitReply {
  readonly id: number
  readonly final: boolean
  readonly milliseconds: number
  readonly fit?: ChinchillaFit
  readonly error?: string
}

addEventListener('message', ({ data: { id, runs, state } }: MessageEvent<FitRequest>) => {
  const stages = state.replicates === 0 ? [0] : [0, state.replicates]
  for (const [index, replicates] of stages.entries()) {
    const start = performance.now()
    const final = index === stages.length - 1
    try {
      const fit = fitRuns(runs, { ...state, replicates })
      reply({ id, final, fit, milliseconds: performance.now() - start })
    } catch (error) {
      reply({ id, final: true, error: String(error), milliseconds: performance.now() - start })
      return
    }
  }
})

function reply(message: FitReply): void {
  postMessage(message)
}
