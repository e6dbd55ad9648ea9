import { fitLinear } from '@safety-portfolio/mixed-models'
import type { FixedEffect, LinearFit, MixedModel } from '@safety-portfolio/mixed-models'
import {
  createRandom,
  normalCdf,
  normalQuantile,
  normalSurvival,
  normalSurvivalQuantile,
  studentTQuantile,
  studentTSurvival,
} from '@safety-portfolio/stats'
import type { Finding, Random } from '@safety-portfolio/stats'
import type { CensoredRow, DecisionTable } from './decision-table.js'

/** Scores when some logits are known only by a bound. */
export interface CensoredEffects {
  /** Effects pooled over the imputations. */
  readonly effects: readonly FixedEffect[]
  /** Imputations. */
  readonly imputations: number
  /** Share of rows that are censored. */
  readonly share: number
  /** The effects when every censored logit is put at its bound: the least extreme that it can be. */
  readonly atBound: readonly { readonly term: string; readonly estimate: number; readonly se: number }[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
}

const burnIn = 10
const imputations = 20

/**
 * Top-k log-probabilities leave the less likely answer out when it is very unlikely: its logit is then known only to be at least (or at most) a bound.
 * The missing part is drawn from the fitted model, truncated at the bound, in turns with fits (stochastic EM); the last fits are pooled by Rubin's
 * rules. Random effects are averaged over by their prediction variance; the covariance parameters are taken as estimated.
 *
 * @param table - Decisions with `censored` rows, their logits at the bound.
 * @param start - The prepared model of these decisions and its fit at the bounds.
 * @param options - Seed; `level` of the intervals, default 0.95.
 */
export function censoredEffects(
  table: DecisionTable,
  start: { readonly model: MixedModel; readonly fit: LinearFit },
  options: { readonly seed: number; readonly level?: number },
): CensoredEffects {
  const { seed, level = 0.95 } = options
  const { model } = start
  let { fit } = start
  const atBound = fit.fixed.map(({ term, estimate, se }) => ({ term, estimate, se }))
  const share = table.censored.length / table.n
  const kept: LinearFit[] = []
  const response = model.response.slice()
  for (let step = 0; step < burnIn + imputations; step += 1) {
    const random = createRandom(seed, step)
    for (const row of table.censored)
      response[row.row] = draw(row, conditionalMean(model, fit, row.row), fit.sigma!, random)
    const next = fitLinear({ ...model, response }, { method: fit.method, level })
    if (next.refusal !== null) break
    fit = next
    if (step >= burnIn) kept.push(fit)
  }
  const warnings: Finding[] = [
    {
      code: 'censored-imputed',
      message: `${table.censored.length} censored logits (${(100 * share).toPrecision(2)} % of the rows) were imputed ${kept.length} times beyond their bounds by the model; their scores depend on its normal tails. atBound gives the scores with every one at its bound.`,
    },
  ]
  return {
    effects: pool(kept, table.questions.length, level),
    imputations: kept.length,
    share,
    atBound,
    warnings,
  }
}

function conditionalMean(model: MixedModel, fit: LinearFit, row: number): number {
  const [factor] = model.factors
  const modes = fit.ranef[0]!.values[factor!.codes[row]!]!
  let mean = model.offset[row]!
  model.fixedColumns.forEach((column, k) => (mean += column[row]! * fit.fixed[k]!.estimate))
  factor!.columns.forEach((column, k) => (mean += column[row]! * modes[k]!))
  return mean
}

/** A normal draw beyond the bound, by inversion in the tail that keeps digits. */
function draw({ side, bound }: CensoredRow, mean: number, sigma: number, random: Random): number {
  const z = (bound - mean) / sigma
  const u = 1 - random.uniform()
  const far = side === 'above' ? normalSurvivalQuantile(u * normalSurvival(z)) : normalQuantile(u * normalCdf(z))
  // So far out that the tail underflows: the bound itself, in the direction it leaves open.
  return Number.isFinite(far) ? mean + sigma * far : bound
}

/** Rubin's rules with the degrees of freedom of Barnard and Rubin (1999). */
function pool(fits: readonly LinearFit[], questions: number, level: number): readonly FixedEffect[] {
  const [first] = fits
  if (first === undefined) return []
  const m = fits.length
  return first.fixed.map(({ term }, k) => {
    const values = fits.map((fit) => fit.fixed[k]!.estimate)
    const estimate = values.reduce((sum, value) => sum + value, 0) / m
    const within = fits.reduce((sum, fit) => sum + fit.fixed[k]!.se ** 2, 0) / m
    const between = m < 2 ? 0 : values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (m - 1)
    const extra = (1 + 1 / m) * between
    const variance = within + extra
    const complete = questions - 1
    const lost = extra / variance
    const old = lost > 0 ? (m - 1) / lost ** 2 : Infinity
    const observed = ((complete + 1) / (complete + 3)) * complete * (1 - lost)
    const df = 1 / (1 / old + 1 / observed)
    const se = Math.sqrt(variance)
    const margin = studentTQuantile(1 - (1 - level) / 2, df) * se
    const statistic = estimate / se
    return {
      term,
      estimate,
      se,
      df,
      statistic,
      p: Math.min(1, 2 * studentTSurvival(Math.abs(statistic), df)),
      interval: {
        lower: estimate - margin,
        upper: estimate + margin,
        level,
        method: "multiple imputation, Rubin's rules",
      },
    }
  })
}
