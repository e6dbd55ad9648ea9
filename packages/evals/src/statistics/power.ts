import { normalQuantile, variance } from '@safety-portfolio/stats'
import type { QuestionScore } from './question-scores.js'

/** What the power of a paired comparison rests on (Miller 2024, section 5). Variances are of scores between 0 and 1, or on whatever scale `delta` has. */
export interface PowerDesign {
  /** ω²: variance over questions of the difference of the two models' mean scores on them. */
  readonly betweenVariance: number
  /** σA²: variance of A's score on the same question. Default 0. */
  readonly withinA?: number
  /** σB². Default: as A. */
  readonly withinB?: number
  /** K: attempts of A at each question. Default 1. */
  readonly epochsA?: number
  /** Default: as A. */
  readonly epochsB?: number
  /** Two-sided significance level. Default 0.05. */
  readonly alpha?: number
  /** Chance of finding a difference that is there. Default 0.8. */
  readonly power?: number
  /** Variance of the mean over that of independent questions. Default 1. */
  readonly designEffect?: number
}

function spread(caller: string, design: PowerDesign): { readonly z: number; readonly perQuestion: number } {
  const {
    betweenVariance,
    withinA = 0,
    withinB = withinA,
    epochsA = 1,
    epochsB = epochsA,
    alpha = 0.05,
    power = 0.8,
    designEffect = 1,
  } = design
  for (const [argument, value, least] of [
    ['betweenVariance', betweenVariance, 0],
    ['withinA', withinA, 0],
    ['withinB', withinB, 0],
    ['epochsA', epochsA, 1],
    ['epochsB', epochsB, 1],
    ['designEffect', designEffect, Number.MIN_VALUE],
  ] as const) {
    if (!(value >= least && value < Infinity))
      throw new RangeError(`${caller}: ${argument} must be a number of at least ${least}, got ${value}`)
  }
  for (const [argument, value] of [
    ['alpha', alpha],
    ['power', power],
  ] as const) {
    if (!(value > 0 && value < 1)) throw new RangeError(`${caller}: ${argument} must lie in (0, 1), got ${value}`)
  }
  return {
    z: normalQuantile(1 - alpha / 2) + normalQuantile(power),
    perQuestion: (betweenVariance + withinA / epochsA + withinB / epochsB) * designEffect,
  }
}

/**
 * How many questions it takes to find a difference of `delta` between two models asked the same ones:
 * n = (z(α/2) + z(β))² (ω² + σA²/KA + σB²/KB) / δ² (Miller 2024, eq. 9), times the design effect.
 *
 * @param delta - the difference of mean scores, not 0
 * @returns the number, not rounded
 * @throws RangeError outside the domains.
 *
 * @example
 * ```ts
 * import { sampleSize } from '@safety-portfolio/evals'
 *
 * sampleSize(0.03, { betweenVariance: 1 / 9 }) // => ~968.997
 * ```
 */
export function sampleSize(delta: number, design: PowerDesign): number {
  if (!(Math.abs(delta) > 0 && Math.abs(delta) < Infinity))
    throw new RangeError(`sampleSize: delta must be finite and not 0, got ${delta}`)
  const { z, perQuestion } = spread('sampleSize', design)
  return (z * z * perQuestion) / (delta * delta)
}

/**
 * The smallest difference that so many questions find: δ = (z(α/2) + z(β)) sqrt((ω² + σA²/KA + σB²/KB) / n) (Miller 2024, eq. 10).
 *
 * @param questions - n, from 1
 * @throws RangeError outside the domains.
 *
 * @example
 * ```ts
 * import { minimalDetectableEffect } from '@safety-portfolio/evals'
 *
 * minimalDetectableEffect(198, { betweenVariance: 1 / 9, withinA: 1 / 6 }) // => ~0.1327
 * minimalDetectableEffect(198, { betweenVariance: 1 / 9, withinA: 1 / 6, epochsA: 10 }) // => ~0.0757
 * ```
 */
export function minimalDetectableEffect(questions: number, design: PowerDesign): number {
  if (!(questions >= 1 && questions < Infinity))
    throw new RangeError(`minimalDetectableEffect: questions must be at least 1, got ${questions}`)
  const { z, perQuestion } = spread('minimalDetectableEffect', design)
  return z * Math.sqrt(perQuestion / questions)
}

/** What pilot runs say of the variances that {@link sampleSize} needs. */
export interface PilotVariances {
  readonly questions: number
  readonly betweenVariance: number
  readonly withinA: number
  readonly withinB: number
  /** Attempts a question in the pilot, on average. */
  readonly epochs: number
  /** Whether every question was asked more than once: without that, within-question variance cannot be told from the rest, and stands in `betweenVariance`. */
  readonly separated: boolean
}

/**
 * Variances for planning, from two pilot runs on the same questions: σ² is the mean variance within questions, ω² that of the differences of question means less what
 * their attempts explain, 0 at least.
 *
 * @throws RangeError with fewer than two shared questions.
 */
export function pilotVariances(a: readonly QuestionScore[], b: readonly QuestionScore[]): PilotVariances {
  const other = new Map(b.map((score) => [score.id, score]))
  const pairs = a.flatMap((one) => {
    const match = other.get(one.id)
    return match === undefined ? [] : [{ one: one.attempts, match: match.attempts }]
  })
  if (pairs.length < 2)
    throw new RangeError(`pilotVariances: a and b must share at least 2 questions, got ${pairs.length}`)
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const separated = pairs.every(({ one, match }) => one.length > 1 && match.length > 1)
  const within = (side: 'one' | 'match'): number => (separated ? mean(pairs.map((pair) => variance(pair[side]))) : 0)
  const [withinA, withinB] = [within('one'), within('match')]
  const total = variance(pairs.map(({ one, match }) => mean(one) - mean(match)))
  const explained = mean(pairs.map(({ one, match }) => withinA / one.length + withinB / match.length))
  return {
    questions: pairs.length,
    betweenVariance: Math.max(0, total - explained),
    withinA,
    withinB,
    epochs: mean(pairs.map(({ one, match }) => (one.length + match.length) / 2)),
    separated,
  }
}
