import type { DecisionTable } from '../decision-table.js'

/**
 * A logit for each row: the logits themselves, or for counts the empirical logit log((yes + 1/2) / (no + 1/2)) (Haldane 1956; Anscombe 1956), which is
 * finite also where all answers agree.
 */
export function logits({ response }: Pick<DecisionTable, 'response'>): Float64Array {
  if (response.kind === 'logit') return response.logit
  return response.yes.map((yes, row) => Math.log((yes + 0.5) / (response.trials[row]! - yes + 0.5)))
}
