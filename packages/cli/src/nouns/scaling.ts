import { scalingAllocateCommand } from '../commands/scaling-allocate.js'
import { scalingBacktestCommand } from '../commands/scaling-backtest.js'
import { scalingCompareCommand } from '../commands/scaling-compare.js'
import { scalingEmergenceCommand } from '../commands/scaling-emergence.js'
import { scalingEnvelopeCommand } from '../commands/scaling-envelope.js'
import { scalingFitCommand } from '../commands/scaling-fit.js'
import { scalingFlopsCommand } from '../commands/scaling-flops.js'
import { scalingFrontierCommand } from '../commands/scaling-frontier.js'
import { scalingHorizonCommand } from '../commands/scaling-horizon.js'
import { scalingIsoflopCommand } from '../commands/scaling-isoflop.js'
import { scalingObservationalCommand } from '../commands/scaling-observational.js'
import { scalingPassAtKCommand } from '../commands/scaling-pass-at-k.js'
import { scalingPredictCommand } from '../commands/scaling-predict.js'
import { scalingTailCommand } from '../commands/scaling-tail.js'
import { scalingTrendCommand } from '../commands/scaling-trend.js'
import { scalingTriggerCommand } from '../commands/scaling-trigger.js'
import type { Verb } from './noun.js'

/** What `safety-portfolio scaling` can do, in the order of its help. */
export const verbs: readonly Verb[] = [
  scalingFitCommand,
  scalingCompareCommand,
  scalingPredictCommand,
  scalingBacktestCommand,
  scalingIsoflopCommand,
  scalingEnvelopeCommand,
  scalingFrontierCommand,
  scalingObservationalCommand,
  scalingPassAtKCommand,
  scalingTailCommand,
  scalingAllocateCommand,
  scalingTrendCommand,
  scalingHorizonCommand,
  scalingTriggerCommand,
  scalingEmergenceCommand,
  scalingFlopsCommand,
]
