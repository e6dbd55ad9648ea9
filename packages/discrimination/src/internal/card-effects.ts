import type { FixedEffect } from '@safety-portfolio/mixed-models'
import { studentTSurvival } from '@safety-portfolio/stats'
import type { DecisionTable } from '../decision-table.js'
import type { ProbabilityEffect } from '../probability-scale.js'
import { logits } from './logit-scale.js'
import { meanDifferences } from './mean-differences.js'
import { cardTerms } from './model-terms.js'
import type { ScoreTerm } from './model-terms.js'

/** The card's differences of mean logits against the baseline's level, as effects with tests. */
export function cardEffects(table: DecisionTable, level: number): readonly FixedEffect[] {
  const compare = meanDifferences(table, level)
  const y = logits(table)
  return cardTerms(table).flatMap((term): readonly FixedEffect[] => {
    const { estimate: found, df } = compare(y, term, 'level')
    const { estimate, standardError, interval } = found
    if (estimate === null) return []
    if (standardError === null || !(standardError > 0) || df === null) {
      return [{ term: term.coefficient, estimate, se: 0, df, statistic: null, p: null, interval: null }]
    }
    const statistic = estimate / standardError
    const p = Math.min(1, 2 * studentTSurvival(Math.abs(statistic), df))
    return [{ term: term.coefficient, estimate, se: standardError, df, statistic, p, interval }]
  })
}

/** The same differences of the probability of yes. */
export function cardProbabilities(
  table: DecisionTable,
  terms: readonly ScoreTerm[],
  level: number,
): readonly ProbabilityEffect[] {
  const compare = meanDifferences(table, level)
  return terms.map((term) => ({ term: term.term, ...compare(table.probability, term, 'level').estimate }))
}
