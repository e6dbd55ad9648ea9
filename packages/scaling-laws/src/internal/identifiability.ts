import type { Finding } from '@safety-portfolio/stats'
import type { TrainingRun } from '../training-run.js'
import type { ChinchillaProblem } from './chinchilla-problem.js'
import { dotProduct } from './dot-product.js'
import { lacking } from './finding.js'

/** Why these runs cannot determine the five constants, before anything is fitted; `undefined` where they might. */
export function unidentifiable(
  runs: readonly TrainingRun[],
  { x, y, logLoss }: Pick<ChinchillaProblem, 'x' | 'y' | 'logLoss'>,
): Finding | undefined {
  // Spread of log D around its line on log N below which D is a function of N.
  const sameRatio = 0.02
  // Standard deviation of log losses below which they are one.
  const equalLoss = 1e-9
  const columns = ['params', 'tokens', 'loss'] as const
  const invalid = invalidValue(runs, columns)
  if (invalid !== undefined) return invalid
  const both = 'params and tokens'
  if (runs.length < 6) return lacking('too-few-runs', `${runs.length}, at least 6 are needed`, both)
  if (dotProduct(logLoss, logLoss) < runs.length * equalLoss ** 2)
    return lacking('constant-loss', 'nothing lowers it', both)
  for (const [logs, what, name] of [
    [x, 'model', 'params'],
    [y, 'dataset', 'tokens'],
  ] as const) {
    // Three are enough to know, and found among the first of thousands of runs.
    const sizes: number[] = []
    for (const log of logs)
      if (sizes.length < 3 && sizes.every((size) => Math.abs(log - size) > sameSize)) sizes.push(log)
    if (sizes.length < 3) return lacking(`too-few-${what}-sizes`, `${sizes.length}, at least 3 are needed`, name)
  }
  if (dotProduct(y, y) - dotProduct(x, y) ** 2 / dotProduct(x, x) < runs.length * sameRatio ** 2)
    return lacking('tokens-follow-params', 'their effects cannot be told apart', 'tokens at the same params')
  return undefined
}

/** The first value that is not a finite number greater than 0. */
export function invalidValue<Key extends string>(
  points: readonly Readonly<Record<Key, number>>[],
  columns: readonly Key[],
): Finding | undefined {
  let run = 0
  for (const point of points) {
    run += 1
    for (const column of columns) {
      if (!(point[column] > 0 && point[column] < Infinity)) {
        return {
          code: 'invalid-runs',
          message: `Run ${run}: ${column} must be > 0, got ${point[column]}. Repair or drop it.`,
        }
      }
    }
  }
  return undefined
}

/** Logs that differ by less than this are one model size or one amount of data. */
const sameSize = 1e-3

/** How many values differ by more than a tenth of a per cent. */
export function distinctLogs(values: readonly number[]): number {
  let last = -Infinity
  let found = 0
  for (const log of Float64Array.from(values, Math.log).sort()) {
    if (log - last <= sameSize) continue
    found += 1
    last = log
  }
  return found
}
