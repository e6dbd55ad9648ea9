import type { DecisionTable } from '../decision-table.js'
import { logits } from './logit-scale.js'
import { questionDesign } from './question-design.js'
import { solveInPlace } from './solve.js'

/** Pivots below this share of their column's size mean that a question does not determine its coefficients. */
const rankTolerance = 1e-9

/** Least-squares coefficients of each question's own rows, by question code and coefficient name; questions that do not determine them are left out. */
export function ownCoefficients(
  table: Omit<DecisionTable, 'warnings'>,
): ReadonlyMap<number, ReadonlyMap<string, number>> {
  const model = questionDesign(table, logits(table))
  const p = model.fixedNames.length
  const members = new Map<number, number[]>()
  table.question.forEach((question, row) => {
    const list = members.get(question)
    if (list === undefined) members.set(question, [row])
    else list.push(row)
  })
  const out = new Map<number, ReadonlyMap<string, number>>()
  for (const [question, list] of members) {
    const cross = new Float64Array(p * p)
    const right = new Float64Array(p)
    for (const row of list) {
      for (let i = 0; i < p; i += 1) {
        const x = model.fixedColumns[i]![row]!
        right[i] = right[i]! + x * model.response[row]!
        for (let j = 0; j < p; j += 1) cross[i * p + j] = cross[i * p + j]! + x * model.fixedColumns[j]![row]!
      }
    }
    if (list.length < p || !determined(cross, p)) continue
    solveInPlace(cross, p, right, 1)
    out.set(question, new Map(model.fixedNames.map((name, k) => [name, right[k]!])))
  }
  return out
}

/** Whether a cross-product matrix has full rank, by its Cholesky pivots. */
function determined(cross: Float64Array, p: number): boolean {
  const a = cross.slice()
  for (let k = 0; k < p; k += 1) {
    const scale = cross[k * p + k]!
    if (!(a[k * p + k]! > rankTolerance * scale) || scale === 0) return false
    for (let i = k + 1; i < p; i += 1) {
      const factor = a[i * p + k]! / a[k * p + k]!
      for (let j = k; j < p; j += 1) a[i * p + j] = a[i * p + j]! - factor * a[k * p + j]!
    }
  }
  return true
}
