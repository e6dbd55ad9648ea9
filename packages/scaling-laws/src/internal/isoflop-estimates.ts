import { standardDeviation, studentTSurvivalQuantile, type Estimate, type Finding } from '@safety-portfolio/stats'
import { percentileEnds } from './percentile-ends.js'
import type { IsoFlopBudget } from '../fit-isoflop.js'
import { fromEnds } from './frontier-line.js'
import type { ParabolaVertex } from './isoflop-parabola.js'
import { noEstimate } from './no-estimate.js'

/** Size, tokens and loss at the vertex, with percentile intervals of `draws` or, without them, the delta method and t. */
export function budgetEstimates(
  compute: number,
  vertex: ParabolaVertex | Finding,
  draws: readonly ParabolaVertex[] | undefined,
  level: number,
): Pick<IsoFlopBudget, 'params' | 'tokens' | 'loss' | 'curvature' | 'refusal'> {
  if ('code' in vertex) {
    const none: Estimate = noEstimate(vertex.message)
    return { params: none, tokens: none, loss: none, curvature: null, refusal: vertex }
  }
  const tail = (1 - level) / 2
  const quantile = studentTSurvivalQuantile(tail, vertex.degreesOfFreedom)
  const estimate = (of: (draw: ParabolaVertex) => number, error: number, log: boolean): Estimate => {
    const value = of(vertex)
    if (draws === undefined) {
      const claim = { level, method: `delta method, t(${vertex.degreesOfFreedom})` }
      return fromEnds({ log }, value, error, value - quantile * error, value + quantile * error, claim)
    }
    const values = draws.map(of).sort((a, b) => a - b)
    const { lower, upper } = values.length < 2 ? { lower: NaN, upper: NaN } : percentileEnds(values, tail)
    const sd = values.length < 2 ? NaN : standardDeviation(values)
    return fromEnds({ log }, value, sd, lower, upper, {
      level,
      method: 'percentile bootstrap over runs within budgets',
    })
  }
  const size = Math.log(compute / 6)
  return {
    params: estimate(({ logParams }) => logParams, vertex.logParamsError, true),
    tokens: estimate(({ logParams }) => size - logParams, vertex.logParamsError, true),
    loss: estimate(({ loss }) => loss, vertex.lossError, false),
    curvature: vertex.curvature,
  }
}
