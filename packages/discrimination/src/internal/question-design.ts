import { prepareModel } from '@safety-portfolio/mixed-models'
import type { MixedModel } from '@safety-portfolio/mixed-models'
import type { DecisionTable, Demographic } from '../decision-table.js'
import { mainEffects, modelOptions, modelRows } from './model-terms.js'

const designs = new WeakMap<readonly Demographic[], MixedModel>()

/** The main effects of a table with questions as groups, and the given response. The columns are coded once a table: several analyses share them. */
export function questionDesign(
  table: Pick<DecisionTable, 'n' | 'question' | 'demographics'>,
  response: ArrayLike<number>,
): MixedModel {
  let design = designs.get(table.demographics)
  if (design === undefined) {
    const rows = modelRows(table, { logit: new Float64Array(table.n) })
    design = prepareModel(`logit ~ ${mainEffects(table)} + (1 | question)`, rows, modelOptions(table))
    designs.set(table.demographics, design)
  }
  return { ...design, response: Float64Array.from(response) }
}
