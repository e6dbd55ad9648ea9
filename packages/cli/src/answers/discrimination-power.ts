import {
  detectionPower,
  equivalencePower,
  questionsForEquivalence,
  questionsNeeded,
  smallestDetectableEffect,
} from '@safety-portfolio/discrimination'
import { chiSquaredQuantile } from '@safety-portfolio/stats'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** How much one score varies over questions. */
export interface Pilot {
  /** The score. */
  readonly term: string
  /** Standard deviation over questions. */
  readonly deviation: number
  /** Questions of the pilot; `null` when the deviation was given. */
  readonly questions: number | null
}

/** What a study should be able to do. */
export interface PowerSettings {
  readonly questions: number
  readonly power: number
  readonly alpha: number
  readonly tests: number
  readonly effect?: number
  readonly margin?: number
}

/** Power, smallest detectable effect and needed questions for each score. */
export function powerAnswer(pilots: readonly Pilot[], settings: PowerSettings): Answer {
  const { questions, power, alpha, tests, effect, margin } = settings
  const scores = pilots.map(({ term, deviation, questions: seen }) => {
    const options = { deviation, alpha, tests, power }
    return {
      term,
      deviation,
      deviationInterval: seen === null ? null : deviationInterval(deviation, seen),
      smallestDetectableEffect: smallestDetectableEffect(questions, options),
      detectionPower: effect === undefined ? null : detectionPower(questions, effect, options),
      questionsNeeded: effect === undefined ? null : questionsNeeded(effect, options),
      equivalencePower: margin === undefined ? null : equivalencePower(questions, margin, options),
      questionsForEquivalence: margin === undefined ? null : questionsForEquivalence(margin, options),
    }
  })
  const largest = Math.max(...scores.map((one) => one.smallestDetectableEffect))
  const known = (value: number | null, digits: number): string =>
    value === null ? 'none' : formatNumber(value, digits)
  return {
    title: 'Power',
    lead: `With ${questions} questions every score of ${formatNumber(largest, 3)} logits or more is found with a power of ${power} at the level ${alpha}${tests > 1 ? ` shared by ${tests} scores` : ''}. A smaller one may be there and not be found.`,
    tables: [
      {
        caption: 'By score, on the logit scale',
        header: [
          'score',
          'sd over questions',
          'smallest detectable',
          ...(effect === undefined ? [] : [`power for ${effect}`, 'questions needed']),
          ...(margin === undefined ? [] : [`power within ${margin}`, 'questions needed']),
        ],
        rows: scores.map((one) => [
          one.term,
          `${formatNumber(one.deviation, 3)}${one.deviationInterval === null ? '' : ` (${formatNumber(one.deviationInterval.lower, 3)} to ${formatNumber(one.deviationInterval.upper, 3)})`}`,
          formatNumber(one.smallestDetectableEffect, 3),
          ...(effect === undefined ? [] : [known(one.detectionPower, 3), String(one.questionsNeeded)]),
          ...(margin === undefined ? [] : [known(one.equivalencePower, 3), String(one.questionsForEquivalence)]),
        ]),
      },
    ],
    basis: {
      method:
        'noncentral t distribution of the mean over questions, two-sided; equivalence by two one-sided tests, whose power is a lower bound',
      assumptions: [
        'Every question is asked about the same people; scores of questions are a normal sample.',
        'The standard deviation holds for the questions and prompts of the study; it counts the noise of the rows of a question too.',
      ],
      warnings: [],
    },
    result: { ...settings, scores },
    fine: true,
  }
}

/** 95 % interval of a standard deviation by the chi-squared distribution. */
function deviationInterval(
  deviation: number,
  questions: number,
): { lower: number; upper: number; level: number; method: string } {
  const df = questions - 1
  return {
    lower: deviation * Math.sqrt(df / chiSquaredQuantile(0.975, df)),
    upper: deviation * Math.sqrt(df / chiSquaredQuantile(0.025, df)),
    level: 0.95,
    method: 'chi-squared',
  }
}
