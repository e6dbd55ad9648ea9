import type { LawModel } from './law-model.js'

/** Points up to which every start is followed on all of them. */
const few = 192
/** About how many points of more stand for the others where only starts are looked for. */
const enough = 96

/** Part of the points of a law, as the law at these points. */
export interface EvenPart {
  readonly model: LawModel
  /** The entries of a column that belong to it. */
  readonly take: (column: Float64Array) => Float64Array
}

/**
 * Where there are many points, an even part of those with a weight; otherwise all. Starts need not be exact: the fits from them use every point. Which points
 * are taken depends on nothing but their number: those whose place times the golden ratio falls into a window, in step with no period of the data. The
 * extremes of the losses and of `columns`, which bound constants, are among them.
 */
export function evenPart(model: LawModel, weights: Float64Array, ...columns: readonly Float64Array[]): EvenPart {
  const rows = evenRows(weights.subarray(0, model.n), [model.level, ...columns])
  if (rows === null) return { model: { ...model, weights }, take: (column) => column }
  const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!)
  return {
    model: {
      ...model,
      n: rows.length,
      weights: take(weights),
      logLoss: take(model.logLoss),
      level: take(model.level),
      rows,
      logValue: (theta, i, gradient, hessian, order) => model.logValue(theta, rows[i]!, gradient, hessian, order),
    },
    take,
  }
}

/** The same entries of weights and columns alone. */
export function evenColumns<const Columns extends readonly Float64Array[]>(
  weights: Float64Array,
  ...columns: Columns
): readonly [Float64Array, ...Columns] {
  const rows = evenRows(weights, columns)
  if (rows === null) return [weights, ...columns]
  const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!)
  return [take(weights), ...columns.map(take)] as unknown as readonly [Float64Array, ...Columns]
}

function evenRows(weights: Float64Array, columns: readonly Float64Array[]): readonly number[] | null {
  if (weights.length <= few) return null
  const weighty = Array.from(weights.keys()).filter((i) => weights[i]! > 0)
  const extremes = columns.flatMap((column) => {
    const by = (better: (left: number, right: number) => boolean): number =>
      weighty.reduce((best, i) => (better(column[i]!, column[best]!) ? i : best), weighty[0]!)
    return [by((left, right) => left < right), by((left, right) => left > right)]
  })
  return weighty.filter((i, k) => (k * 0.6180339887498949) % 1 < enough / weighty.length || extremes.includes(i))
}
