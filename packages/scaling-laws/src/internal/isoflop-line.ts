import type { Finding } from '@safety-portfolio/stats'
import { lineOf, type OptimalSize } from '../frontier-power-law.js'
import type { FittedFrontierLine } from './frontier-line.js'
import type { BudgetGroup } from './group-budgets.js'
import { parabolaVertex, type ParabolaVertex } from './isoflop-parabola.js'

/** One budget ready for fits under changing weights. */
export interface PreparedBudget {
  readonly compute: number
  readonly logParams: Float64Array
  readonly loss: Float64Array
}

/** Approach 2 once: a vertex or a refusal per budget, and the line through the vertices. */
export interface IsoFlopLine {
  readonly vertices: readonly (ParabolaVertex | Finding)[]
  readonly line: FittedFrontierLine | null
}

export function prepareBudgets(groups: readonly BudgetGroup[]): readonly PreparedBudget[] {
  return groups.map(({ compute, runs }) => ({
    compute,
    logParams: Float64Array.from(runs, ({ params }) => Math.log(params)),
    loss: Float64Array.from(runs, ({ loss }) => loss),
  }))
}

/** `weights` are counts per run and budget; without them every run counts once. */
export function isoFlopLine(
  budgets: readonly PreparedBudget[],
  weighting: 'equal' | 'inverse-variance',
  weights?: readonly Float64Array[],
): IsoFlopLine {
  const vertices = budgets.map(({ logParams, loss }, index) =>
    parabolaVertex(logParams, loss, weights?.[index] ?? new Float64Array(loss.length).fill(1)),
  )
  return { vertices, line: lineOf(optimaOf(budgets, vertices), weighting) }
}

/** The budgets that have an interior minimum. */
function optimaOf(
  budgets: readonly PreparedBudget[],
  vertices: readonly (ParabolaVertex | Finding)[],
): readonly OptimalSize[] {
  return vertices.flatMap((vertex, index) =>
    'code' in vertex
      ? []
      : [
          {
            compute: budgets[index]!.compute,
            params: Math.exp(vertex.logParams),
            // A perfect parabola has no error; a floor keeps its weight finite.
            logParamsError: Math.max(vertex.logParamsError, 1e-12),
          },
        ],
  )
}
