import type { LossName } from '@safety-portfolio/scaling-laws'
import type { FitRequest } from './law.js'
import { isResampling, weightsOf } from './profiled.js'

/** The losses that every law of the package can minimise, the default first. */
export const losses: readonly LossName[] = ['huber', 'lad', 'squared', 'log-squared']

/** The options that every fit of the package understands. */
export interface FitOptions {
  readonly loss: LossName
  readonly delta?: number
  readonly level: number
  readonly weights?: readonly number[]
  readonly covariance?: 'infinitesimal-jackknife'
  readonly bootstrap?: { readonly replicates: number; readonly seed: number; readonly level: number }
  readonly identifiability?: 'warn'
}

/** A request of the command line as options of the package, with the weights of the points. */
export function fitOptions(
  { loss, delta, bootstrap, seed, level, intervals, identifiability }: FitRequest,
  points: readonly object[] = [],
): FitOptions {
  const weights = weightsOf(points)
  return {
    loss,
    level,
    ...(weights === undefined ? {} : { weights }),
    ...(intervals === 'infinitesimal-jackknife' ? { covariance: intervals } : {}),
    ...(delta === undefined ? {} : { delta }),
    ...(identifiability === undefined ? {} : { identifiability }),
    ...(bootstrap === undefined || isResampling(intervals)
      ? {}
      : { bootstrap: { replicates: bootstrap, seed, level } }),
  }
}

/** The rows that are fitted: all but the `count` of highest loss, or of what `of` says. */
export function withoutHighest<T extends { readonly loss: number }>(rows: readonly T[], count: number): readonly T[]
export function withoutHighest<T>(rows: readonly T[], count: number, of: (row: T) => number): readonly T[]
export function withoutHighest<T>(
  rows: readonly T[],
  count: number,
  of = (row: T): number => (row as { readonly loss: number }).loss,
): readonly T[] {
  if (count === 0) return rows
  const highest = new Set(rows.toSorted((left, right) => of(right) - of(left)).slice(0, count))
  return rows.filter((row) => !highest.has(row))
}
