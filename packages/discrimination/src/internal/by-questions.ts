import { clusterRobust, fixedEffectTable, twoStage } from '@safety-portfolio/mixed-models'
import type { FixedEffect } from '@safety-portfolio/mixed-models'
import type { DecisionTable } from '../decision-table.js'
import { questionDesign } from './question-design.js'

/** Two analyses without a random-effects model, of one response on the demographic columns. */
export interface ByQuestions {
  /** Means over questions of each question's own coefficients; `null` when fewer than two questions determine them. */
  readonly twoStage: readonly FixedEffect[] | null
  /** Questions that took part in it. */
  readonly questions: number
  /** Labels of questions that could not. */
  readonly skipped: readonly string[]
  /** Least squares with the CR2 sandwich over questions. */
  readonly clusterRobust: readonly FixedEffect[]
}

/** Effects and errors below this share of the largest response are rounding. */
const roundingShare = 1e-13

/** Both analyses of a response. */
export function byQuestions(
  table: Pick<DecisionTable, 'n' | 'question' | 'questions' | 'demographics'>,
  response: ArrayLike<number>,
  level: number,
): ByQuestions {
  const model = questionDesign(table, response)
  const size = Array.from(response).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const clean = (effects: readonly FixedEffect[]): readonly FixedEffect[] =>
    effects.map((effect) => withoutRounding(effect, roundingShare * size))
  const robust = clean(fixedEffectTable(clusterRobust(model), level))
  try {
    const { fixed, groups, skipped } = twoStage(model, { level })
    return {
      twoStage: clean(fixed),
      questions: groups,
      skipped: skipped.map((code) => table.questions[Number(code)]!),
      clusterRobust: robust,
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { twoStage: null, questions: 0, skipped: table.questions, clusterRobust: robust }
  }
}

/** An effect that is the same in every question has no error to be judged by; what arithmetic leaves of it is none either. */
function withoutRounding(effect: FixedEffect, least: number): FixedEffect {
  if (effect.se > least) return effect
  const estimate = Math.abs(effect.estimate) > least ? effect.estimate : 0
  return { ...effect, estimate, se: 0, statistic: null, p: null, interval: null }
}
