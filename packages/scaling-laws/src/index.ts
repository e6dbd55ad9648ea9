export { version } from './version.js'

// FLOP counters
export { deepSeekFlopPerToken } from './deepseek-flops.js'
export {
  approximateTrainingFlop,
  approximateTrainingFlopWithAttention,
  attentionTrainingFlopPerToken,
  flopFromPetaflopDays,
  flopPerPetaflopDay,
  petaflopDays,
  trainingFlop,
} from './flops.js'
export { hoffmannFlops } from './hoffmann-flops.js'
export { kaplanFlops } from './kaplan-flops.js'
export { mixtureOfExpertsParams } from './mixture-of-experts.js'
export type { DeepSeekShape } from './deepseek-flops.js'
export type { AttentionShape, Flop, FlopPerSequence, FlopPerToken, PetaflopDay } from './flops.js'
export type { HoffmannFlops, HoffmannFlopsOptions, HoffmannShape } from './hoffmann-flops.js'
export type { KaplanFlops, KaplanShape } from './kaplan-flops.js'
export type { MixtureOfExpertsParams, MixtureOfExpertsShape } from './mixture-of-experts.js'

// Growth and dates
export { daysPerYear, growthRate } from './growth-rate.js'
export { dateAfter, yearsSince } from './iso-date.js'
export type { GrowthRate, GrowthUnit } from './growth-rate.js'
export type { IsoDate } from './iso-date.js'
