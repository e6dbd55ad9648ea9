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
export { correlation } from './correlation.js'
export { rank } from './rank.js'

// Intervals of proportions
export { clopperPearsonInterval } from './clopper-pearson-interval.js'
export { newcombeInterval } from './newcombe-interval.js'
export { wilsonInterval } from './wilson-interval.js'
export type { ProportionIntervalOptions, WilsonIntervalOptions } from './wilson-interval.js'

// Counts: repeated attempts, fourfold tables
export { conditionalOddsRatio } from './conditional-odds-ratio.js'
export { fisherExactTest } from './fisher-exact-test.js'
export { mcnemarTest } from './mcnemar-test.js'
export { passAtK } from './pass-at-k.js'
export type { ConditionalOddsRatio } from './conditional-odds-ratio.js'
export type { FisherExactOptions, FourfoldTable } from './fisher-exact-test.js'
export type { McNemarResult } from './mcnemar-test.js'

// Clusters
export { clusteredStandardError } from './clustered-standard-error.js'
export type { ClusteredStandardError, ClusteredStandardErrorOptions } from './clustered-standard-error.js'
export { wildClusterBootstrap } from './wild-cluster-bootstrap.js'
export type { WildClusterBootstrapOptions, WildClusterBootstrapResult } from './wild-cluster-bootstrap.js'

// Resampling
export { bootstrap } from './bootstrap.js'
export type {
  BootstrapMethod,
  BootstrapOptions,
  BootstrapReport,
  BootstrapResult,
  BootstrapVectorResult,
} from './bootstrap-result.js'
export { pairedBootstrap } from './paired-bootstrap.js'
export type { PairedBootstrapOptions } from './paired-bootstrap.js'
export { permutationTest } from './permutation-test.js'
export type { PermutationOptions, PermutationResult } from './permutation-test.js'

// Multiple tests
export { benjaminiHochberg } from './benjamini-hochberg.js'
export { benjaminiYekutieli } from './benjamini-yekutieli.js'
export { bonferroni } from './bonferroni.js'
export { holm } from './holm.js'

// Roots, minima, optimisers and small dense systems
export { brentMinimum } from './brent-minimum.js'
export type { MinimumOptions, MinimumResult } from './brent-minimum.js'
export { brentRoot } from './brent-root.js'
export type { RootOptions, RootResult } from './brent-root.js'
export { lbfgs } from './lbfgs.js'
export type { GradientObjective, LbfgsOptions } from './lbfgs.js'
export { choleskyFactor, choleskySolve } from './cholesky.js'
export { dampedNewton } from './damped-newton.js'
export type { NewtonObjective, NewtonOptions, NewtonResult } from './damped-newton.js'
export type { OptimizationResult, StopReason } from './optimization-result.js'

// Special functions
export { erf, erfc, logErfc } from './error-function.js'
export { logBeta } from './log-beta.js'
export { logGamma } from './log-gamma.js'
export {
  regularizedBeta,
  regularizedBetaInverse,
  regularizedBetaUpper,
  regularizedBetaUpperInverse,
} from './regularized-beta.js'
export {
  regularizedGammaP,
  regularizedGammaPInverse,
  regularizedGammaQ,
  regularizedGammaQInverse,
} from './regularized-gamma.js'

// Distributions
export {
  normalCdf,
  normalDensity,
  normalLogCdf,
  normalLogDensity,
  normalLogQuantile,
  normalLogSurvival,
  normalQuantile,
  normalSurvival,
  normalSurvivalQuantile,
} from './normal-distribution.js'
export {
  studentTCdf,
  studentTDensity,
  studentTLogCdf,
  studentTLogDensity,
  studentTLogSurvival,
  studentTQuantile,
  studentTSurvival,
  studentTSurvivalQuantile,
} from './student-t-distribution.js'
export { noncentralTCdf, noncentralTSurvival } from './noncentral-t-distribution.js'
export {
  fisherFCdf,
  fisherFDensity,
  fisherFLogCdf,
  fisherFLogDensity,
  fisherFLogSurvival,
  fisherFQuantile,
  fisherFSurvival,
  fisherFSurvivalQuantile,
} from './fisher-f-distribution.js'
export {
  chiSquaredCdf,
  chiSquaredDensity,
  chiSquaredLogCdf,
  chiSquaredLogDensity,
  chiSquaredLogSurvival,
  chiSquaredQuantile,
  chiSquaredSurvival,
  chiSquaredSurvivalQuantile,
} from './chi-squared-distribution.js'
export {
  gammaCdf,
  gammaDensity,
  gammaLogCdf,
  gammaLogDensity,
  gammaLogSurvival,
  gammaQuantile,
  gammaSurvival,
  gammaSurvivalQuantile,
} from './gamma-distribution.js'
export {
  betaCdf,
  betaDensity,
  betaLogCdf,
  betaLogDensity,
  betaLogSurvival,
  betaQuantile,
  betaSurvival,
  betaSurvivalQuantile,
} from './beta-distribution.js'
export {
  binomialCdf,
  binomialDensity,
  binomialLogCdf,
  binomialLogDensity,
  binomialLogSurvival,
  binomialQuantile,
  binomialSurvival,
  binomialSurvivalQuantile,
} from './binomial-distribution.js'
export {
  bivariateNormalCdf,
  bivariateNormalLogCdf,
  bivariateNormalLogSurvival,
  bivariateNormalSurvival,
} from './bivariate-normal-distribution.js'
