import { brentMinimum, choleskyFactor, choleskySolve } from '@safety-portfolio/stats'

/** Values that each belong to a level of one factor and to a group. */
export interface CellMeansData {
  /** One finite value per row. */
  readonly values: ArrayLike<number>
  /** Level of each row, from 0. */
  readonly cells: ArrayLike<number>
  /** Number of levels. */
  readonly cellCount: number
  /** Group of each row, from 0. */
  readonly groups: ArrayLike<number>
  /** Number of groups. */
  readonly groupCount: number
}

/** Result of {@link fitCellMeans}. */
export interface CellMeansFit {
  /** Per level its mean on the average group; `null` for a level without rows, and for all where the fit was refused. */
  readonly means: readonly (number | null)[]
  /** Standard errors of the means, the variances taken as known. */
  readonly standardErrors: readonly (number | null)[]
  /** Residual standard deviation. */
  readonly sigma: number | null
  /** Standard deviation between groups. */
  readonly groupDeviation: number | null
  /** -2 log restricted likelihood, as that of {@link fitLinear}. */
  readonly minusTwoLogLik: number | null
  /** Whether the data support no variance between groups. */
  readonly boundary: boolean
  /** Why there is no fit; `null` where there is one. */
  readonly refusal: string | null
}

/**
 * REML fit of `y ~ 0 + level + (1 | group)` for a factor with many levels: the numbers of {@link fitLinear} for this formula, without the dense design
 * of one column per level that a formula makes of it. With W = I - k 1 1' within a group of n rows, k = r / (1 + n r) and r the variance ratio,
 * X'WX is the diagonal of counts minus sparse outer products (Searle, Casella and McCulloch 1992, section 6.6), so an evaluation costs as much as
 * there are pairs of rows within groups, and the criterion is profiled to r alone.
 *
 * @param data - values with their levels and groups
 * @throws RangeError if lengths differ or a value is not finite.
 *
 * @example
 * ```ts
 * import { fitCellMeans } from '@safety-portfolio/mixed-models'
 *
 * // Level 1 was seen in the low groups only; in each it is above level 0.
 * const fit = fitCellMeans({
 *   values: [0.91, 0.8, 0.52, 0.4, 0.61, 0.5], cells: [0, 0, 0, 0, 1, 1], cellCount: 2, groups: [0, 1, 2, 3, 2, 3], groupCount: 4,
 * })
 * fit.means[1]! > fit.means[0]! // => true
 * ```
 */
export function fitCellMeans(data: CellMeansData): CellMeansFit {
  const n = data.values.length
  if (data.cells.length !== n || data.groups.length !== n) {
    throw new RangeError(
      `fitCellMeans: values, cells and groups must be of one length, got ${n}, ${data.cells.length} and ${data.groups.length}`,
    )
  }
  for (let i = 0; i < n; i += 1) {
    if (!Number.isFinite(data.values[i]))
      throw new RangeError(`fitCellMeans: values must be finite, got ${String(data.values[i])} at index ${i}`)
  }
  const fit = criterion(data).fit()
  const none = Array.from({ length: data.cellCount }, () => null)
  if ('reason' in fit) {
    const unknown = { sigma: null, groupDeviation: null, minusTwoLogLik: null, boundary: false }
    return { means: none, standardErrors: none, ...unknown, refusal: fit.reason }
  }
  const { placeOf, means, standardErrors, sigma, theta, minusTwoLogLik } = fit
  const placed = (values: Float64Array): (number | null)[] =>
    Array.from(placeOf, (place) => (place < 0 ? null : values[place]!))
  return {
    means: placed(means),
    standardErrors: placed(standardErrors),
    sigma,
    groupDeviation: sigma * theta,
    minusTwoLogLik,
    boundary: theta === 0,
    refusal: null,
  }
}

interface Optimum {
  /** Place of each level among those with rows; -1 for the others. */
  readonly placeOf: Int32Array
  readonly means: Float64Array
  readonly standardErrors: Float64Array
  readonly sigma: number
  /** Standard deviation between groups over sigma. */
  readonly theta: number
  readonly minusTwoLogLik: number
}

function criterion(data: CellMeansData): {
  readonly fit: () => Optimum | { readonly reason: string }
} {
  const { placeOf, places } = placesOf(data)
  const groups = groupLists(data)
  const n = data.values.length
  const p = places
  const centre = meanOf(data.values)
  const y = Float64Array.from(data.values, (value) => value - centre)
  const counts = new Float64Array(p)
  const totals = new Float64Array(p)
  let squares = 0
  for (let i = 0; i < n; i += 1) {
    const place = placeOf[data.cells[i]!]!
    counts[place]! += 1
    totals[place]! += y[i]!
    squares += y[i]! ** 2
  }
  const sums = groups.map((rows) => rows.reduce((sum, i) => sum + y[i]!, 0))

  const matrix = new Float64Array(p * p)
  const factor = new Float64Array(p * p)
  const evaluate = (ratio: number): { value: number; means: Float64Array; variance: number } | null => {
    matrix.fill(0)
    const right = totals.slice()
    for (let c = 0; c < p; c += 1) matrix[c * p + c] = counts[c]!
    let quadratic = squares
    let logDet = 0
    for (const [group, rows] of groups.entries()) {
      const size = rows.length
      const k = ratio / (1 + size * ratio)
      const sum = sums[group]!
      logDet += Math.log1p(size * ratio)
      quadratic -= k * sum * sum
      for (const i of rows) {
        const a = placeOf[data.cells[i]!]!
        right[a]! -= k * sum
        for (const j of rows) matrix[a * p + placeOf[data.cells[j]!]!]! -= k
      }
    }
    if (choleskyFactor(matrix, p, factor) === null) return null
    const means = choleskySolve(factor, p, right)
    let residual = quadratic
    for (let c = 0; c < p; c += 1) residual -= means[c]! * right[c]!
    if (!(residual > 1e-14 * squares)) return null
    let logCross = 0
    for (let c = 0; c < p; c += 1) logCross += 2 * Math.log(factor[c * p + c]!)
    const variance = residual / (n - p)
    return { value: logDet + logCross + (n - p) * (1 + Math.log(2 * Math.PI * variance)), means, variance }
  }

  return {
    fit: () => {
      if (n <= p || p === 0) return { reason: `${n} values are too few for ${p} levels` }
      if (groups.length < 2) return { reason: 'there is but one group' }
      if (groups.every((rows) => rows.length < 2)) return { reason: 'no group has two values' }
      const at0 = evaluate(0)
      if (at0 === null) return { reason: 'the means of the levels fit the values exactly' }
      const search = brentMinimum((log) => evaluate(Math.exp(log))?.value ?? Infinity, Math.log(1e-8), Math.log(1e8), {
        relativeTolerance: 1e-9,
      })
      const inside = Math.exp(search.x)
      // A minimum at the low end is the boundary: no variance between questions.
      const ratio = search.value !== null && search.value < at0.value ? inside : 0
      const best = evaluate(ratio)
      if (best === null) return { reason: 'levels and groups fit the values exactly' }
      const unit = new Float64Array(p)
      const column = new Float64Array(p)
      const standardErrors = new Float64Array(p)
      for (let c = 0; c < p; c += 1) {
        unit.fill(0)
        unit[c] = 1
        choleskySolve(factor, p, unit, column)
        standardErrors[c] = Math.sqrt(best.variance * column[c]!)
      }
      return {
        placeOf,
        means: best.means.map((mean) => mean + centre),
        standardErrors,
        sigma: Math.sqrt(best.variance),
        theta: Math.sqrt(ratio),
        minusTwoLogLik: best.value,
      }
    },
  }
}

function placesOf({ cells, cellCount }: CellMeansData): { placeOf: Int32Array; places: number } {
  const placeOf = new Int32Array(cellCount).fill(-1)
  for (const cell of Array.from(cells)) placeOf[cell] = 0
  let places = 0
  for (let c = 0; c < cellCount; c += 1) {
    if (placeOf[c] === 0) {
      placeOf[c] = places
      places += 1
    }
  }
  return { placeOf, places }
}

function groupLists({ groups, groupCount }: CellMeansData): readonly (readonly number[])[] {
  const lists: number[][] = Array.from({ length: groupCount }, () => [])
  for (let i = 0; i < groups.length; i += 1) lists[groups[i]!]!.push(i)
  return lists.filter((list) => list.length > 0)
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (const value of Array.from(values)) sum += value
  return values.length === 0 ? 0 : sum / values.length
}
