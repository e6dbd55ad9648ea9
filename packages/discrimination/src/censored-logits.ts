import { fitLinear, prepareModel } from '@safety-portfolio/mixed-models'
import type { DecisionTable } from './decision-table.js'
import { logits } from './internal/logit-scale.js'
import { mainEffects, modelOptions, modelRows, scoreTerms } from './internal/model-terms.js'

/** What censored logits mean for the scores. */
export interface CensoredReport {
  /** Rows whose logit is a bound. */
  readonly rows: number
  /** Their share. */
  readonly share: number
  /**
   * The scores when every censored logit is put at its bound, the least extreme value it can have: how much rests on the normal tails beyond. `null` when
   * that model is refused.
   */
  readonly atBound: readonly { readonly term: string; readonly estimate: number; readonly se: number }[] | null
}

/**
 * Top-k log-probabilities leave the less likely answer out when it is very unlikely: its logit is then known only to be at least (or at most) a bound. The
 * analysis uses the likelihood of a censored response (Tobin 1958); this report sets beside it what comes of putting every bound in place of its logit,
 * which is what a floor does.
 *
 * @param table - Decisions, with or without censored rows.
 * @returns `null` when no row is censored.
 * @example
 * ```ts
 * import { censoredReport, decisionTable } from '@safety-portfolio/discrimination'
 *
 * const rows = [0, 1, 2, 3].flatMap((question) =>
 *   ['male', 'female'].flatMap((gender) =>
 *     [1, 2].map((sample) => ({
 *       question,
 *       gender,
 *       top_logprobs: gender === 'female' && question === 0 ? { yes: -0.001 } : { yes: -0.7 - question / 10 - sample / 50, no: -0.8 },
 *     })),
 *   ),
 * )
 * censoredReport(decisionTable(rows))!.rows // => 2
 * ```
 */
export function censoredReport(table: Omit<DecisionTable, 'warnings'>): CensoredReport | null {
  const rows = table.censored.length
  if (rows === 0) return null
  const main = mainEffects(table)
  const model = prepareModel(
    `logit ~ ${main} + (1 + ${main} | question)`,
    modelRows(table, { logit: logits(table) }),
    modelOptions(table),
  )
  const fit = fitLinear(model)
  return {
    rows,
    share: rows / table.n,
    atBound:
      fit.refusal === null
        ? scoreTerms(table).flatMap(({ term, coefficient }) => {
            const effect = fit.fixed.find((one) => one.term === coefficient)
            return effect === undefined ? [] : [{ term, estimate: effect.estimate, se: effect.se }]
          })
        : null,
  }
}
