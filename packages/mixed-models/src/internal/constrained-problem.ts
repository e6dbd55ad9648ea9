import type { Criterion, LikelihoodMethod } from './criterion.js'
import { crossedCriterion } from './crossed-criterion.js'
import { crossedResponse } from './crossed-response.js'
import { multiply, orthogonalComplement } from './dense.js'
import { groupedCriterion } from './grouped-criterion.js'
import { totalPatterns } from './pattern-totals.js'
import type { PatternTotals } from './pattern-totals.js'
import { criterionConstant } from './linear-problem.js'
import type { LinearProblem } from './linear-problem.js'

/** The ML criterion of a model in which one linear combination of the (whitened) fixed effects is held at a value. */
export function constrainedCriterion(problem: LinearProblem, direction: Float64Array): (value: number) => Criterion {
  const { design, summaries, structure } = problem
  const { p } = design
  const method: LikelihoodMethod = 'ML'
  const constant = criterionConstant(design, method)
  const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0))
  const unit = direction.map((x) => x / length)
  const rest = orthogonalComplement(unit)
  if (structure === null) {
    const totals = totalPatterns(summaries!)
    const blocks = design.factors[0]?.factor.blocks ?? []
    return (value) => groupedCriterion(shifted(totals, unit, rest, value / length), blocks, method, constant)
  }
  const rows = structure.leadingSize + structure.trailingSize
  const reduced = { ...structure, zx: multiply(structure.zx, rest, rows, p, p - 1) }
  const along = multiply(structure.zx, unit, rows, p, 1)
  const response = crossedResponse(design, structure, design.residual)
  return (value) => {
    const t = value / length
    const xy = multiply(response.xy, rest, 1, p, p - 1)
    const product = response.xy.reduce((sum, x, k) => sum + x * unit[k]!, 0)
    const moved = {
      zy: response.zy.map((z, i) => z - t * along[i]!),
      xy,
      yy: response.yy - 2 * t * product + t * t,
    }
    return crossedCriterion({ ...design, p: p - 1 }, reduced, moved, method, constant)
  }
}

/** Totals for y - t X unit, with the fixed columns X rest. */
function shifted(totals: PatternTotals, unit: Float64Array, rest: Float64Array, t: number): PatternTotals {
  const { q, p, patterns, counts, xx } = totals
  const xu = multiply(xx, unit, p, p, 1)
  const moved = totals.xy.map((value, k) => value - t * xu[k]!)
  const unitXy = unit.reduce((sum, value, k) => sum + value * totals.xy[k]!, 0)
  const unitXu = unit.reduce((sum, value, k) => sum + value * xu[k]!, 0)
  const reducedPatterns = patterns.map((pattern) => ({
    ...pattern,
    ux: multiply(pattern.ux, rest, pattern.rank, p, p - 1),
  }))
  const along = patterns.map((pattern) => multiply(pattern.ux, unit, pattern.rank, p, 1).map((value) => value * t))
  return {
    ...totals,
    p: p - 1,
    patterns: reducedPatterns,
    uy: totals.uy.map((uy, s) =>
      uy.map((value, a) => (a < along[s]!.length ? value - counts[s]! * along[s]![a]! : value)),
    ),
    uyuy: totals.uyuy.map((outer, s) => {
      const out = outer.slice()
      const shift = along[s]!
      const uy = totals.uy[s]!
      for (let a = 0; a < shift.length; a += 1) {
        for (let b = 0; b < shift.length; b += 1) {
          out[a * q + b] =
            out[a * q + b]! - shift[a]! * uy[b]! - uy[a]! * shift[b]! + counts[s]! * shift[a]! * shift[b]!
        }
      }
      return out
    }),
    xx: multiply(transposed(rest, p), multiply(xx, rest, p, p, p - 1), p - 1, p, p - 1),
    xy: multiply(moved, rest, 1, p, p - 1),
    yy: totals.yy - 2 * t * unitXy + t * t * unitXu,
  }
}

function transposed(rest: Float64Array, p: number): Float64Array {
  const out = new Float64Array(rest.length)
  for (let i = 0; i < p; i += 1) for (let j = 0; j < p - 1; j += 1) out[j * p + i] = rest[i * (p - 1) + j]!
  return out
}
