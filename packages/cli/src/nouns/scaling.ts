import { scalingAllocateCommand } from '../commands/scaling-allocate.js'
import { scalingCompareCommand } from '../commands/scaling-compare.js'
import { scalingEmergenceCommand } from '../commands/scaling-emergence.js'
import { scalingFitCommand } from '../commands/scaling-fit.js'
import { scalingFlopsCommand } from '../commands/scaling-flops.js'
import { scalingHorizonCommand } from '../commands/scaling-horizon.js'
import { scalingPredictCommand } from '../commands/scaling-predict.js'
import { scalingTrendCommand } from '../commands/scaling-trend.js'
import { scalingTriggerCommand } from '../commands/scaling-trigger.js'
import type { Noun } from './noun.js'

/** `safety-portfolio scaling`. */
export const scaling: Noun = {
  name: 'scaling',
  description: 'Scaling laws of training runs, trends of compute, time horizons.',
  verbs: [
    scalingFitCommand,
    scalingCompareCommand,
    scalingPredictCommand,
    scalingAllocateCommand,
    scalingTrendCommand,
    scalingHorizonCommand,
    scalingTriggerCommand,
    scalingEmergenceCommand,
    scalingFlopsCommand,
  ],
}
