import type { Finding } from '@safety-portfolio/stats'
import type { MixedModel } from '../mixed-model.js'
import type { WhitenedDesign } from './whitened-design.js'

/** A column that leaves no more than this share of its squares outside the fixed effects lies within them. */
const within = 1e-10

/**
 * A warning for each random effect whose columns, one for each group, lie within the fixed effects, as in `y ~ site + (1 | site)`: its restricted likelihood
 * is flat along that variance, any value is an optimum, and standard errors that depend on it are arbitrary.
 */
export function confoundedVariances(model: MixedModel, { fixed, p }: WhitenedDesign): readonly Finding[] {
  const names = model.factors.flatMap((factor) => {
    const count = factor.levels.length
    // More groups than fixed effects cannot all lie within them.
    if (count > p) return []
    return factor.columnNames.flatMap((term, c) => {
      const column = factor.columns[c]!
      const squares = new Float64Array(count)
      const along = new Float64Array(count * p)
      for (let row = 0; row < model.n; row += 1) {
        const value = column[row]! * Math.sqrt(model.weights?.[row] ?? 1)
        if (value === 0) continue
        const group = factor.codes[row]!
        squares[group] = squares[group]! + value * value
        for (let k = 0; k < p; k += 1) along[group * p + k] = along[group * p + k]! + value * fixed.columns[k]![row]!
      }
      const inside = Array.from(squares, (square, group) => {
        const projected = along.subarray(group * p, (group + 1) * p).reduce((sum, value) => sum + value * value, 0)
        return square - projected <= within * square
      })
      return inside.every(Boolean) ? [`${term} by ${factor.name}`] : []
    })
  })
  if (names.length === 0) return []
  return [
    {
      code: 'confounded',
      message: `The variance of ${names.join(' and ')} cannot be estimated by REML: the fixed effects already have a column for each group. Standard errors that depend on it are arbitrary; leave out the fixed or the random effect.`,
    },
  ]
}
