import type { Finding } from '@safety-portfolio/stats'
import { requireInteger, requirePositive } from './internal/require-number.js'
import { componentsOfMoments } from './internal/moment-components.js'
import { componentScores } from './principal-components.js'

/** Options of {@link imputeScores}. */
export interface ImputeScoresOptions {
  /** Components of the reconstruction; default 1. */
  readonly components?: number
  /** Stop when no imputed cell moves by more than this, in standard deviations of its column; default 1e-4. */
  readonly tolerance?: number
  /** Most iterations; default 1000. */
  readonly maxIterations?: number
  /** Ends that imputed cells are kept within, such as 0 and 1 for accuracies; default none. */
  readonly bounds?: { readonly lower: number; readonly upper: number }
  /** One weight >= 0 per row; default 1 each. */
  readonly weights?: ArrayLike<number>
}

/** A completed table and how it was completed. JSON-safe. */
export interface ImputedScores {
  /** The rows without gaps; empty when refused. */
  readonly rows: readonly (readonly number[])[]
  /** Number of cells that were missing. */
  readonly missing: number
  /** Iterations. */
  readonly iterations: number
  /** Whether the last iteration moved every imputed cell by at most the tolerance. */
  readonly converged: boolean
  /** The largest such move, in standard deviations. */
  readonly change: number
  /** What completes rows that were not part of this table; `null` when refused. */
  readonly reconstruction: Reconstruction | null
  /** Why the table cannot be completed, and the cure. */
  readonly refusal?: Finding
}

/** Standardisation and principal components of the completed table. */
export interface Reconstruction {
  /** Mean per column. */
  readonly mean: readonly number[]
  /** Standard deviation per column, from the cells that are there. */
  readonly scale: readonly number[]
  /** Mean of the standardised, completed columns. */
  readonly centre: readonly number[]
  /** Components of the standardised, completed columns. */
  readonly loadings: readonly (readonly number[])[]
}

/**
 * Completes a table of benchmark scores by iterative principal components, as Ruan et al. 2024 (arXiv 2405.10938): columns are standardised by
 * the cells they have, gaps start at the column's mean, and are replaced by the reconstruction from the leading components until they stand still.
 *
 * Their code stops when the reconstruction matches the cells that are *there*, which it hardly ever does, so that it runs to its limit; here the
 * imputed cells decide. An imputed cell is a guess along the other benchmarks and carries no information of its own; bootstrap intervals that
 * repeat the imputation include its dependence on the models, not its error for one model.
 *
 * @param rows - Per model its scores, `null` where missing.
 * @param options - See {@link ImputeScoresOptions}.
 * @returns The completed rows; a `refusal` where a column is empty or constant, or a row has no score at all.
 * @throws RangeError for ragged rows, scores that are not finite, or options outside their domain.
 *
 * @example
 * ```ts
 * import { imputeScores } from '@safety-portfolio/scaling-laws'
 *
 * const completed = imputeScores([[0.2, 0.3], [0.4, 0.5], [0.6, 0.7], [0.8, null]], { tolerance: 1e-9 })
 * completed.missing // => 1
 * completed.converged // => true
 * completed.rows[3]![1]! > 0.7 // => true
 * ```
 */
export function imputeScores(
  rows: readonly (readonly (number | null)[])[],
  options: ImputeScoresOptions = {},
): ImputedScores {
  const { components = 1, tolerance = 1e-4, maxIterations = 1000, bounds, weights } = options
  requireInteger('imputeScores', 'components', components, 1)
  requireInteger('imputeScores', 'maxIterations', maxIterations, 1)
  requirePositive('imputeScores', 'tolerance', tolerance)
  if (bounds !== undefined && !(bounds.lower < bounds.upper))
    throw new RangeError(`imputeScores: bounds must be ascending, got ${bounds.lower} and ${bounds.upper}`)
  const columns = rows[0]?.length ?? 0
  const moments = columnMoments(rows, columns, weights)
  if ('code' in moments) return refused(moments)
  const { mean, scale } = moments
  const table = rows.map((row) => row.map((cell, j) => (cell === null ? 0 : (cell - mean[j]!) / scale[j]!)))
  const gaps = rows.flatMap((row, i) => row.flatMap((cell, j) => (cell === null ? [[i, j] as const] : [])))
  const leading = componentsOfMoments(table, new Set(gaps.map(([i]) => i)), components, weights)
  let iterations = 0
  let change = 0
  let { centre, loadings } = leading()
  while (gaps.length > 0 && iterations < maxIterations) {
    change = 0
    let scores: readonly number[] = []
    let last = -1
    for (const [i, j] of gaps) {
      if (i !== last) scores = componentScores(table[i]!, centre, loadings)
      last = i
      const value = reconstruct(scores, centre, loadings, j)
      change = Math.max(change, Math.abs(value - table[i]![j]!))
      table[i]![j] = value
    }
    iterations += 1
    ;({ centre, loadings } = leading())
    if (change <= tolerance) break
  }
  return {
    rows: rows.map((row, i) => row.map((cell, j) => cell ?? clamp(mean[j]! + scale[j]! * table[i]![j]!, bounds))),
    missing: gaps.length,
    iterations,
    converged: change <= tolerance,
    change,
    reconstruction: { mean, scale, centre, loadings },
  }
}

/** Completes rows that were not part of the table, by its reconstruction; the same iteration with fixed components. */
export function completeRow(
  row: readonly (number | null)[],
  { mean, scale, centre, loadings }: Reconstruction,
  { tolerance = 1e-4, maxIterations = 1000, bounds }: ImputeScoresOptions,
): readonly number[] {
  const cells = row.map((cell, j) => (cell === null ? 0 : (cell - mean[j]!) / scale[j]!))
  for (let iteration = 0; iteration < maxIterations; iteration += 1) {
    const scores = componentScores(cells, centre, loadings)
    let change = 0
    for (const [j, cell] of row.entries()) {
      if (cell !== null) continue
      const value = reconstruct(scores, centre, loadings, j)
      change = Math.max(change, Math.abs(value - cells[j]!))
      cells[j] = value
    }
    if (change <= tolerance) break
  }
  return row.map((cell, j) => cell ?? clamp(mean[j]! + scale[j]! * cells[j]!, bounds))
}

function reconstruct(
  scores: readonly number[],
  centre: readonly number[],
  loadings: readonly (readonly number[])[],
  column: number,
): number {
  return loadings.reduce((total, loading, k) => total + scores[k]! * loading[column]!, centre[column]!)
}

function clamp(value: number, bounds: ImputeScoresOptions['bounds']): number {
  return bounds === undefined ? value : Math.min(bounds.upper, Math.max(bounds.lower, value))
}

function columnMoments(
  rows: readonly (readonly (number | null)[])[],
  columns: number,
  weights: ArrayLike<number> | undefined,
): { readonly mean: number[]; readonly scale: number[] } | Finding {
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns)
      throw new RangeError(`imputeScores: rows must have ${columns} cells, got ${row.length} in row ${i}`)
    for (const cell of row)
      if (cell !== null && !Number.isFinite(cell))
        throw new RangeError(`imputeScores: scores must be finite or null, got ${cell} in row ${i}`)
    if (row.every((cell) => cell === null))
      return { code: 'unscored-model', message: `Row ${i} has no score at all. Leave it out.` }
  }
  if (rows.length < 2 || columns === 0)
    return {
      code: 'too-few-models',
      message: `Imputation needs 2 models and a benchmark, got ${rows.length} and ${columns}.`,
    }
  const mean: number[] = []
  const scale: number[] = []
  for (let j = 0; j < columns; j += 1) {
    const cells = rows.flatMap((row, i) => (row[j] === null ? [] : [{ value: row[j]!, weight: weights?.[i] ?? 1 }]))
    const n = cells.reduce((total, { weight }) => total + weight, 0)
    const middle = cells.reduce((total, { value, weight }) => total + weight * value, 0) / n
    const variance = cells.reduce((total, { value, weight }) => total + weight * (value - middle) ** 2, 0) / n
    if (!(variance > 1e-24 * middle * middle))
      return {
        code: 'constant-benchmark',
        message: `Benchmark ${j + 1} has the same score in all models (or none), so it tells nothing. Leave it out or add models that differ.`,
      }
    mean.push(middle)
    scale.push(Math.sqrt(variance))
  }
  return { mean, scale }
}

function refused(refusal: Finding): ImputedScores {
  return { rows: [], missing: 0, iterations: 0, converged: false, change: 0, reconstruction: null, refusal }
}
