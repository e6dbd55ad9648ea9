import { brentRoot, noncentralTSurvival, studentTQuantile } from '@safety-portfolio/stats'

/** What a study of questions is designed for. */
export interface PowerOptions {
  /** Standard deviation over questions of the score that one question's rows give: sd of the effect and noise of the rows together. */
  readonly deviation: number
  /** Two-sided level of the test. Default 0.05. */
  readonly alpha?: number
  /** Number of scores that share the level (Bonferroni). Default 1. */
  readonly tests?: number
}

/**
 * Power to detect a score: the chance that the t test of the mean over questions rejects no discrimination, by the noncentral t distribution.
 *
 * @param questions - Number of questions, at least 2.
 * @param effect - True score on the logit scale.
 * @param options - Deviation over questions, level.
 * @throws RangeError when an argument is out of range.
 * @example
 * ```ts
 * import { detectionPower } from '@safety-portfolio/discrimination'
 *
 * detectionPower(70, 0.15, { deviation: 0.42 }) // => ~0.838
 * ```
 */
export function detectionPower(questions: number, effect: number, options: PowerOptions): number {
  const { deviation, level } = checked('detectionPower', questions, options)
  const df = questions - 1
  const critical = studentTQuantile(1 - level / 2, df)
  const shift = (Math.abs(effect) * Math.sqrt(questions)) / deviation
  return Math.min(1, noncentralTSurvival(critical, df, shift) + noncentralTSurvival(critical, df, -shift))
}

/**
 * The smallest score that is detected with a given power.
 *
 * @param questions - Number of questions, at least 2.
 * @param options - Deviation over questions, level, and `power`, default 0.8.
 * @example
 * ```ts
 * import { smallestDetectableEffect } from '@safety-portfolio/discrimination'
 *
 * smallestDetectableEffect(70, { deviation: 0.42 }) // => ~0.1426
 * ```
 */
export function smallestDetectableEffect(
  questions: number,
  options: PowerOptions & { readonly power?: number },
): number {
  const { power = 0.8 } = options
  const { deviation } = checked('smallestDetectableEffect', questions, options)
  requirePower('smallestDetectableEffect', power)
  const unit = deviation / Math.sqrt(questions)
  let most = 4 * unit
  while (detectionPower(questions, most, options) < power) most *= 2
  return brentRoot((effect) => detectionPower(questions, effect, options) - power, 0, most).x
}

/**
 * How many questions are needed to detect a score with a given power.
 *
 * @param effect - True score on the logit scale, not 0.
 * @param options - Deviation over questions, level, and `power`, default 0.8.
 * @throws RangeError when it takes more than a million questions.
 * @example
 * ```ts
 * import { questionsNeeded } from '@safety-portfolio/discrimination'
 *
 * questionsNeeded(0.15, { deviation: 0.42 }) // => 64
 * ```
 */
export function questionsNeeded(effect: number, options: PowerOptions & { readonly power?: number }): number {
  const { power = 0.8 } = options
  requirePower('questionsNeeded', power)
  if (!(Math.abs(effect) > 0)) throw new RangeError(`questionsNeeded: effect must not be 0, got ${effect}`)
  return smallestCount('questionsNeeded', (questions) => detectionPower(questions, effect, options) >= power)
}

/**
 * Power to show that a score is smaller than a margin, by two one-sided t tests, when it truly is `effect`. Approximate where the margin is less than
 * twice the standard error (the two tests are then not nearly exclusive), and 0 where they cannot both reject.
 *
 * @param questions - Number of questions, at least 2.
 * @param margin - Largest score that would not matter, > 0.
 * @param options - Deviation over questions; `alpha` of each one-sided test, default 0.05; `effect`, the true score, default 0.
 * @example
 * ```ts
 * import { equivalencePower } from '@safety-portfolio/discrimination'
 *
 * equivalencePower(70, 0.2, { deviation: 0.42 }) // => ~0.979
 * ```
 */
export function equivalencePower(
  questions: number,
  margin: number,
  options: PowerOptions & { readonly effect?: number },
): number {
  const { effect = 0 } = options
  const { deviation, level } = checked('equivalencePower', questions, options)
  if (!(margin > 0)) throw new RangeError(`equivalencePower: margin must be > 0, got ${margin}`)
  const df = questions - 1
  const unit = deviation / Math.sqrt(questions)
  const critical = studentTQuantile(1 - level, df)
  const misses = (distance: number): number => 1 - noncentralTSurvival(critical, df, distance / unit)
  return Math.max(0, 1 - misses(margin - effect) - misses(margin + effect))
}

/**
 * How many questions are needed to show with a given power that a score is smaller than a margin.
 *
 * @param margin - Largest score that would not matter, > 0.
 * @param options - Deviation over questions; `effect` (default 0), `power` (default 0.8).
 * @throws RangeError when the true effect is not within the margin, or it takes more than a million questions.
 * @example
 * ```ts
 * import { questionsForEquivalence } from '@safety-portfolio/discrimination'
 *
 * questionsForEquivalence(0.2, { deviation: 0.42 }) // => 40
 * ```
 */
export function questionsForEquivalence(
  margin: number,
  options: PowerOptions & { readonly effect?: number; readonly power?: number },
): number {
  const { effect = 0, power = 0.8 } = options
  requirePower('questionsForEquivalence', power)
  if (!(Math.abs(effect) < margin)) {
    throw new RangeError(`questionsForEquivalence: effect must lie within the margin ${margin}, got ${effect}`)
  }
  return smallestCount('questionsForEquivalence', (questions) => equivalencePower(questions, margin, options) >= power)
}

const mostQuestions = 1_000_000

/** The smallest count from 2 that is enough; power grows with the count. */
function smallestCount(caller: string, enough: (questions: number) => boolean): number {
  let high = 2
  while (!enough(high)) {
    high *= 2
    if (high > mostQuestions) throw new RangeError(`${caller}: it takes more than ${mostQuestions} questions`)
  }
  let low = Math.max(1, high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

function checked(
  caller: string,
  questions: number,
  { deviation, alpha = 0.05, tests = 1 }: PowerOptions,
): { readonly deviation: number; readonly level: number } {
  if (!Number.isInteger(questions) || questions < 2) {
    throw new RangeError(`${caller}: questions must be an integer >= 2, got ${questions}`)
  }
  if (!(deviation > 0 && deviation < Infinity)) {
    throw new RangeError(`${caller}: deviation must be positive and finite, got ${deviation}`)
  }
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`${caller}: alpha must be between 0 and 1, got ${alpha}`)
  if (!Number.isInteger(tests) || tests < 1) {
    throw new RangeError(`${caller}: tests must be an integer >= 1, got ${tests}`)
  }
  return { deviation, level: alpha / tests }
}

function requirePower(caller: string, power: number): void {
  if (!(power > 0 && power < 1)) throw new RangeError(`${caller}: power must be between 0 and 1, got ${power}`)
}
