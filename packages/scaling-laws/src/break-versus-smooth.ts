import { createRandom, type Finding } from '@safety-portfolio/stats'
import { fitBinomial } from './internal/binomial-regression.js'
import { bestJump, designOf, drawCount, scales } from './internal/jump-search.js'
import { requireFraction, requireInteger, requirePositive } from './internal/require-number.js'
import type { ResamplingOptions, ResamplingRecord } from './resampling.js'
import { version } from './version.js'

/** Result of one model on one test. */
export interface ScalePoint {
  /** Parameters, FLOP or another measure of scale, > 0. */
  readonly scale: number
  /** Items answered correctly. */
  readonly successes: number
  /** Items asked. */
  readonly trials: number
}

/** Options of `breakVersusSmooth`. */
export interface BreakTestOptions {
  /** Simulation of smooth worlds, 499 replicates unless told otherwise, at least 19. */
  readonly bootstrap: ResamplingOptions
  /**
   * `'power-law'` (default): log(-log accuracy) is linear in log scale, what a power law per token predicts whatever the
   * length of the answer. `'quadratic'`: it may also bend, so that only a break beyond a gentle bend counts.
   */
  readonly smooth?: 'power-law' | 'quadratic'
  /**
   * Accuracy of guessing, in [0, 1): 1 / options for multiple choice. Accuracy is then chance + (1 - chance) times the smooth
   * curve. Default 0.
   */
  readonly chance?: number
  /** Probability of calling a smooth curve broken. Default 0.05. */
  readonly significance?: number
}

/** Where a break would be. */
export interface BreakLocation {
  /** Last scale below the break. */
  readonly below: number
  /** First scale above it. */
  readonly above: number
  /** Fitted accuracy at the scale below. */
  readonly accuracyBelow: number
  /** Fitted accuracy at the scale above. */
  readonly accuracyAbove: number
}

/** Break against smooth curve. JSON-safe. */
export interface BreakTest {
  /** Number of models. */
  readonly n: number
  /**
   * `'break'`: the smooth curve is rejected. `'no-break-found'`: it is not, which is no proof of smoothness.
   * `'cannot-tell'`: there are too few models, or too few of them above the resolution of the test.
   */
  readonly verdict: 'break' | 'no-break-found' | 'cannot-tell'
  /** Share of simulated smooth worlds with a break at least as good; `null` when it cannot be told. */
  readonly pValue: number | null
  /** Improvement of the log likelihood by the best break, doubled and divided by the dispersion. */
  readonly statistic: number | null
  /** Scales between which the best break lies, and the two accuracies it would connect. */
  readonly location: BreakLocation | null
  /** Slope of -log(-log accuracy) per factor of 10 of scale, in the smooth fit at the middle of the range. */
  readonly smoothSlope: number | null
  /** Pearson dispersion of the fit with the best break, at least 1, which is that of coins; simulated smooth worlds have it too. */
  readonly dispersion: number | null
  /** Replicates and seed. */
  readonly bootstrap: ResamplingRecord
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Version of this package. */
  readonly version: string
}

/** Scatter beyond which the shape, not differences between models, is in doubt: the standard deviation is twice that of chance. */
const mostDispersion = 4

/**
 * Tests whether accuracy breaks at some scale or rises smoothly. The smooth model is a binomial regression with log-log link
 * on log10 scale: a power law of the per-token loss makes log(-log accuracy) a straight line in log scale, for answers of
 * any length, so accuracies of exactly 0 need no correction. The rival adds a jump between two neighbouring scales, with at
 * least two scales on either side. The place of the jump is searched, so the likelihood ratio has no standard
 * distribution; the p-value comes from simulating the whole search under the smooth fit, with the overdispersion that is left when the break is allowed
 * (McCullagh and Nelder 1989, section 4.5: dispersion is estimated from the larger model).
 *
 * @param points - one per model, in any order; models of one scale may repeat
 * @throws RangeError when a scale is not > 0, counts are out of their domain or an option is.
 *
 * @example
 * ```ts
 * import { breakVersusSmooth, metricValues, tokenSuccess } from '@safety-portfolio/scaling-laws'
 *
 * const points = [1e7, 3e7, 1e8, 3e8, 1e9, 3e9, 1e10, 3e10].map((scale) => {
 *   const accuracy = metricValues(tokenSuccess(scale, { scale: 1e8, exponent: -0.4 }), 5).exactMatch
 *   return { scale, successes: Math.round(200 * accuracy), trials: 200 }
 * })
 * points.map(({ successes }) => successes) // => [0, 0, 1, 8, 27, 55, 91, 120]
 * breakVersusSmooth(points, { bootstrap: { seed: 1, replicates: 99 } }).verdict // => 'no-break-found'
 * ```
 */
export function breakVersusSmooth(points: readonly ScalePoint[], options: BreakTestOptions): BreakTest {
  const { smooth = 'power-law', significance = 0.05, chance = 0 } = options
  const { replicates = 499, seed } = options.bootstrap
  requireFraction('breakVersusSmooth', 'significance', significance)
  if (!(chance >= 0 && chance < 1)) throw new RangeError(`breakVersusSmooth: chance must be in [0, 1), got ${chance}`)
  requireInteger('breakVersusSmooth', 'bootstrap.replicates', replicates, 19)
  for (const { scale, successes, trials } of points) {
    requirePositive('breakVersusSmooth', 'scale', scale)
    requireInteger('breakVersusSmooth', 'trials', trials, 1)
    requireInteger('breakVersusSmooth', 'successes', successes, 0)
    if (successes > trials)
      throw new RangeError(`breakVersusSmooth: successes must be <= trials (${trials}), got ${successes}`)
  }
  const common = {
    n: points.length,
    bootstrap: { replicates, seed, unusable: 0 },
    method: `binomial regression, log-log link, ${smooth} in log scale; likelihood ratio of a searched jump; parametric bootstrap`,
    assumptions: [
      'Models differ in scale only; other differences enter as overdispersion.',
      chance === 0 ? 'Guessing never succeeds.' : `Guessing succeeds at a rate of exactly ${chance}.`,
      'Items are answered independently.',
    ],
    version,
  }
  const data = points.toSorted((a, b) => a.scale - b.scale)
  const problem = unresolvable(data, smooth, chance)
  if (problem !== null)
    return {
      ...common,
      verdict: 'cannot-tell',
      pValue: null,
      statistic: null,
      location: null,
      smoothSlope: null,
      dispersion: null,
      warnings: [problem],
    }
  const design = designOf(data, smooth)
  const successes = Float64Array.from(data, (point) => point.successes)
  const trials = Float64Array.from(data, (point) => point.trials)
  const base = fitBinomial(design.smooth, { successes, trials }, chance)
  const best = bestJump(design, { successes, trials }, base, chance)
  // From the fit with the break: a large break looks like overdispersion to the smooth fit, whose simulated worlds would then hide it.
  const { dispersion } = best
  let exceeding = 0
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const random = createRandom(seed, replicate)
    const drawn = base.fitted.map((p, i) => drawCount(random, trials[i]!, p, dispersion))
    const null_ = fitBinomial(design.smooth, { successes: drawn, trials }, chance)
    if (bestJump(design, { successes: drawn, trials }, null_, chance).statistic >= best.statistic) exceeding += 1
  }
  const pValue = (1 + exceeding) / (1 + replicates)
  return {
    ...common,
    verdict: pValue <= significance ? 'break' : 'no-break-found',
    pValue,
    statistic: best.statistic,
    location: {
      below: data[best.split - 1]!.scale,
      above: data[best.split]!.scale,
      accuracyBelow: best.fit.fitted[best.split - 1]!,
      accuracyAbove: best.fit.fitted[best.split]!,
    },
    smoothSlope: base.coefficients[1]!,
    dispersion,
    warnings: [
      ...(pValue <= significance ? [] : [noProof(data.length)]),
      ...(dispersion > mostDispersion ? [poorFit(dispersion, smooth)] : []),
    ],
  }
}

function unresolvable(data: readonly ScalePoint[], smooth: 'power-law' | 'quadratic', chance: number): Finding | null {
  const needed = smooth === 'quadratic' ? 7 : 6
  if (scales(data) < needed)
    return {
      code: 'too-few-scales',
      message: `The test needs models of ${needed} different scales, got ${scales(data)}.`,
    }
  // Two standard deviations of pure guessing; without guessing, any success at all.
  const resolved = data.filter(
    ({ successes, trials }) =>
      successes > trials * chance + 2 * Math.sqrt(trials * chance * (1 - chance)) && successes < trials,
  )
  if (scales(resolved) < 3)
    return {
      code: 'below-resolution',
      message: `Only ${scales(resolved)} scales have an accuracy clearly above ${chance} and below 1: ask more items, or use a metric with partial credit.`,
    }
  return null
}

function poorFit(dispersion: number, smooth: 'power-law' | 'quadratic'): Finding {
  const other = smooth === 'power-law' ? ", or test against smooth: 'quadratic'" : ''
  return {
    code: 'poor-fit',
    message: `Even with a break, accuracies scatter about this ${smooth} with ${dispersion.toPrecision(2)} times the variance of chance: it does not describe them. So much scatter also hides breaks from the test. Look at the values per token${other}.`,
  }
}

function noProof(n: number): Finding {
  return {
    code: 'no-proof-of-smoothness',
    message: `No break was found with ${n} models; with so few, a real one may be missed. The next scale may still surprise.`,
  }
}
