import { crossWithColumns } from './crossed-structure.js'
import type { CrossedStructure } from './crossed-structure.js'
import type { WhitenedDesign } from './whitened-design.js'

/** What the response contributes to the likelihood. */
export interface CrossedResponse {
  /** Z'y, leading factor first. */
  readonly zy: Float64Array
  readonly xy: Float64Array
  readonly yy: number
}

/** Cross-products of a response (already whitened) with the design. */
export function crossedResponse(design: WhitenedDesign, structure: CrossedStructure, y: Float64Array): CrossedResponse {
  return {
    zy: crossWithColumns(structure, design, [y]),
    xy: Float64Array.from(design.fixed.columns, (column) => column.reduce((sum, x, i) => sum + x * y[i]!, 0)),
    yy: y.reduce((sum, value) => sum + value * value, 0),
  }
}

/** Lambda'Z'[X y] into `out`, p + 1 columns, leading factor first. */
export function fillRightSides(
  structure: CrossedStructure,
  lambdas: readonly Float64Array[],
  response: CrossedResponse,
  p: number,
  out: Float64Array,
): void {
  const { nodes, leading, leadingSize, zx } = structure
  const width = p + 1
  nodes.forEach(({ q, factor, position }, at) => {
    const start = (at < leading ? 0 : leadingSize) + position
    const lambda = lambdas[factor]!
    for (let i = 0; i < q; i += 1) {
      for (let k = 0; k < width; k += 1) {
        let sum = 0
        for (let j = i; j < q; j += 1) {
          sum += lambda[j * q + i]! * (k < p ? zx[(start + j) * p + k]! : response.zy[start + j]!)
        }
        out[(start + i) * width + k] = sum
      }
    }
  })
}
