import type { Finding } from '@safety-portfolio/stats'
import { chinchillaLoss, type ChinchillaParameters } from './chinchilla-law.js'
import { computeOptimal } from './compute-optimal.js'
import type { IsoFlopOptions } from './fit-isoflop.js'
import { defaultBudgets } from './internal/chinchilla-allocation.js'
import { groupBudgets } from './internal/group-budgets.js'
import { isoFlopLine, prepareBudgets } from './internal/isoflop-line.js'
import { requireNonNegative, requirePositive } from './internal/require-number.js'
import type { TrainingRun } from './training-run.js'

/** Approach 2 on losses without noise, beside the truth. */
export interface IsoFlopBias {
  /** The law that was taken for the truth. */
  readonly law: ChinchillaParameters
  /** Exponent of N that approach 2 gives; `null` where the design has fewer than 3 budgets with an interior minimum. */
  readonly exponent: number | null
  /** beta / (alpha + beta). */
  readonly trueExponent: number
  /** exponent - trueExponent. */
  readonly exponentBias: number | null
  /** Per budget of the design with an interior minimum: approach 2's N over the true optimum. */
  readonly design: readonly BudgetBias[]
  /** The same for the budgets asked for, read off the line. */
  readonly forecast: readonly BudgetBias[]
  /** Why there is no line. */
  readonly refusal?: Finding
}

/** Approach 2 against the truth at one budget. */
export interface BudgetBias {
  /** Budget C in FLOP. */
  readonly compute: number
  /** Optimal size by approach 2. */
  readonly params: number
  /** Optimal size by the law. */
  readonly trueParams: number
  /** params / trueParams; 1 is no bias, and the tokens are off by its inverse. */
  readonly ratio: number
}

/**
 * Systematic error of approach 2 on a given design: the losses of the runs are replaced by those of a Chinchilla law, without noise, at the same
 * sizes and tokens, and approach 2 is compared with the law's exact optimum.
 *
 * An IsoFLOP curve of the law is not a parabola in log N. Where alpha = beta and the sizes are centred on the optimum the error cancels by
 * symmetry; otherwise it moves the intercept (the same ratio at every budget of a design centred alike; above 1 where alpha > beta, and larger
 * the wider the grid), and the exponent too where the centring drifts with the budget.
 *
 * @param runs - The design; only `params`, `tokens` and `compute` matter.
 * @param law - Constants taken for the truth, for instance those of `fitChinchilla` on the same runs.
 * @param options - As for {@link fitIsoFlop}; `budgets` are those of `forecast`.
 * @throws RangeError for constants or options outside their domain.
 *
 * @example
 * ```ts
 * import { isoFlopBias, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const law = { ...publishedFits.besiroglu.parameters, alpha: 0.3, beta: 0.45 }
 * const design = simulateRuns({ parameters: law, noise: 0, spread: 8, seed: 1 })
 * const bias = isoFlopBias(design, law, { budgets: [1e24] })
 * bias.exponentBias! // => ~0.00000
 * bias.forecast[0]!.ratio // => ~0.92
 * ```
 */
export function isoFlopBias(
  runs: readonly TrainingRun[],
  law: ChinchillaParameters,
  options: Pick<IsoFlopOptions, 'designBudgets' | 'budgetTolerance' | 'budgets'> = {},
): IsoFlopBias {
  const { designBudgets, budgetTolerance = defaultTolerance, budgets = defaultBudgets } = options
  const { A, B, E, alpha, beta } = law
  for (const [name, value] of Object.entries({ A, B, alpha, beta })) requirePositive('isoFlopBias', name, value)
  requireNonNegative('isoFlopBias', 'E', E)
  requireNonNegative('isoFlopBias', 'budgetTolerance', budgetTolerance)
  const exact = runs.map((run) => ({ ...run, loss: chinchillaLoss(law, run.params, run.tokens) }))
  const { groups } = groupBudgets(exact, budgetTolerance, designBudgets)
  const prepared = prepareBudgets(groups)
  // Without noise the errors of the vertices mean nothing, so every budget counts the same.
  const { vertices, line } = isoFlopLine(prepared, 'equal')
  const beside = (compute: number, params: number): BudgetBias => {
    const trueParams = computeOptimal(law, compute).params
    return { compute, params, trueParams, ratio: params / trueParams }
  }
  const design = vertices.flatMap((vertex, index) =>
    'code' in vertex ? [] : [beside(prepared[index]!.compute, Math.exp(vertex.logParams))],
  )
  const trueExponent = beta / (alpha + beta)
  return {
    law,
    exponent: line?.slope ?? null,
    trueExponent,
    exponentBias: line === null ? null : line.slope - trueExponent,
    design,
    forecast:
      line === null
        ? []
        : budgets.map((compute) =>
            beside(compute, Math.exp(line.level + line.slope * (Math.log(compute) - line.centre))),
          ),
    ...(line === null
      ? {
          refusal: {
            code: 'too-few-budgets',
            message: `Only ${design.length} budgets of this design have an interior minimum under the law; 3 are needed.`,
          },
        }
      : {}),
  }
}

/** Relative width of what counts as one budget. */
export const defaultTolerance = 0.05
