export { version } from './version.js'
export type { Estimate } from './estimate.js'
export type { Finding } from './finding.js'
export type { Interval } from './interval.js'

// Random numbers
export { createRandom } from './random.js'
export type { Random } from './random.js'
export { resampleCounts } from './resample-counts.js'

// Moments and quantiles
export { sum } from './sum.js'
export { mean, weightedMean } from './mean.js'
export { standardDeviation, variance } from './variance.js'
export { quantile, quantileSorted } from './quantile.js'

// Intervals of proportions
export { wilsonInterval } from './wilson-interval.js'
export type { ProportionIntervalOptions, WilsonIntervalOptions } from './wilson-interval.js'

// Multiple tests
export { benjaminiHochberg } from './benjamini-hochberg.js'
export { holm } from './holm.js'

// Optimisers and small dense systems
export { choleskyFactor, choleskySolve } from './cholesky.js'
export { dampedNewton } from './damped-newton.js'
export type { NewtonObjective, NewtonOptions, NewtonResult } from './damped-newton.js'
export type { OptimizationResult, StopReason } from './optimization-result.js'
