import { rowsByGroup } from './rows-by-group.js'
import type { RowLikelihood } from './row-likelihood.js'
import type { WhitenedDesign } from './whitened-design.js'

/** A set of rows that share no random effect with the rest: a group, or everything when factors are crossed. */
export interface LaplaceUnit {
  readonly rows: Int32Array
  /** Number of random effects of the unit. */
  readonly size: number
}

/** A model with a likelihood for each row as Laplace's approximation reads it. */
export interface LaplaceData {
  readonly n: number
  readonly p: number
  readonly likelihood: RowLikelihood
  readonly offset: Float64Array
  /** Whitened fixed columns. */
  readonly x: readonly Float64Array[]
  readonly units: readonly LaplaceUnit[]
  /** How often each unit counts in a resample; `null` for once. */
  readonly counts: Float64Array | null
  /** Per row: where its random-effect columns lie within its unit, and the (whitened) values; `width` entries each. */
  readonly width: number
  readonly places: Int32Array
  readonly values: Float64Array
  /** What is added to the log likelihood. */
  readonly constant: number
}

/** The random effects of a design, row by row. */
export function laplaceUnits(
  design: WhitenedDesign,
): Pick<LaplaceData, 'units' | 'width' | 'places' | 'values' | 'counts'> {
  const { n } = design
  const width = design.factors.reduce((sum, { columns }) => sum + columns.length, 0)
  const places = new Int32Array(n * width)
  const values = new Float64Array(n * width)
  const crossed = design.factors.length > 1
  let at = 0
  let start = 0
  for (const { factor, columns } of design.factors) {
    const q = columns.length
    for (let row = 0; row < n; row += 1) {
      for (let c = 0; c < q; c += 1) {
        places[row * width + at + c] = crossed ? start + factor.codes[row]! * q + c : c
        values[row * width + at + c] = columns[c]![row]!
      }
    }
    at += q
    start += q * factor.levels.length
  }
  const [only] = design.factors
  const units: LaplaceUnit[] =
    crossed || only === undefined
      ? [{ rows: Int32Array.from({ length: n }, (_, i) => i), size: start }]
      : rowsByGroup(only.factor.codes, only.factor.levels.length).map((rows) => ({ rows, size: only.columns.length }))
  return { units, width, places, values, counts: null }
}
