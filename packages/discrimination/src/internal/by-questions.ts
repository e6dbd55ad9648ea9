import { clusterRobust, fixedEffectTable, prepareModel, twoStage } from '@safety-portfolio/mixed-models'
import type { FixedEffect } from '@safety-portfolio/mixed-models'
import type { DecisionTable } from '../decision-table.js'
import { mainEffects, modelOptions, modelRows } from './model-terms.js'

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

/** Both analyses of a response. */
export function byQuestions(
  table: Pick<DecisionTable, 'n' | 'question' | 'questions' | 'demographics'>,
  response: ArrayLike<number>,
  level: number,
): ByQuestions {
  const rows = modelRows(table, { logit: response })
  const model = prepareModel(`logit ~ ${mainEffects(table)} + (1 | question)`, rows, modelOptions(table))
  const robust = fixedEffectTable(clusterRobust(model), level)
  try {
    const { fixed, groups, skipped } = twoStage(model, { level })
    return {
      twoStage: fixed,
      questions: groups,
      skipped: skipped.map((code) => table.questions[Number(code)]!),
      clusterRobust: robust,
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { twoStage: null, questions: 0, skipped: table.questions, clusterRobust: robust }
  }
}
