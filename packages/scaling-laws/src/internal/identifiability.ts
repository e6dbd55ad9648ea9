import type { Finding } from '@safety-portfolio/stats'
import type { TrainingRun } from '../training-run.js'

/** Values that differ by less than this in log are one model size or one amount of data. */
const sameSize = 1e-3
/** Spread of log D around its line on log N below which D is a function of N. */
const sameRatio = 0.02

/** Why these runs cannot determine the five constants, before anything is fitted; `undefined` where they might. */
export function unidentifiable(runs: readonly TrainingRun[]): Finding | undefined {
  const invalid = invalidValue(runs, ['params', 'tokens', 'loss'])
  if (invalid !== undefined) return invalid
  if (runs.length < 6) {
    return {
      code: 'too-few-runs',
      message: `${runs.length} ${runs.length === 1 ? 'run' : 'runs'} cannot determine five constants and say how well: at least 6 are needed, with three model sizes and three amounts of data; 30 or more give useful intervals.`,
    }
  }
  const losses = runs.map((run) => run.loss)
  if (losses.every((loss) => Math.abs(loss / losses[0]! - 1) < 1e-9)) {
    return {
      code: 'constant-loss',
      message:
        'All runs have the same loss, so nothing can be learned about what lowers it. Add runs that differ in params and tokens.',
    }
  }
  const sizes = distinctLogs(runs.map((run) => run.params))
  const amounts = distinctLogs(runs.map((run) => run.tokens))
  if (sizes < 3) {
    return {
      code: 'too-few-model-sizes',
      message: `The runs have ${count(sizes, 'model size')}: A, alpha and E cannot be told apart with fewer than three. Add runs of other sizes, best spread over a factor of 10 or more.`,
    }
  }
  if (amounts < 3) {
    return {
      code: 'too-few-dataset-sizes',
      message: `The runs have ${count(amounts, 'dataset size')}: B, beta and E cannot be told apart with fewer than three. Add runs with other amounts of data, best spread over a factor of 10 or more at a fixed model size.`,
    }
  }
  if (functionOfParams(runs)) {
    return {
      code: 'tokens-follow-params',
      message:
        'Tokens are one power of params in all runs (for instance a fixed number of tokens per parameter), so the effects of model size and of data cannot be told apart. Add runs that vary one with the other held fixed, for instance several model sizes at one compute budget.',
    }
  }
  return undefined
}

function count(number: number, what: string): string {
  return `only ${number} ${what}${number === 1 ? '' : 's'}`
}

/** The first value that is not a finite number greater than 0. */
export function invalidValue<Key extends string>(
  points: readonly Readonly<Record<Key, number>>[],
  columns: readonly Key[],
): Finding | undefined {
  for (const [index, point] of points.entries()) {
    for (const column of columns) {
      if (!(point[column] > 0 && point[column] < Infinity)) {
        return {
          code: 'invalid-runs',
          message: `Run ${index + 1}: ${column} must be a finite number greater than 0, got ${point[column]}. Repair or leave out the run.`,
        }
      }
    }
  }
  return undefined
}

/** How many values differ by more than a tenth of a per cent. */
export function distinctLogs(values: readonly number[]): number {
  let last = -Infinity
  let found = 0
  for (const value of values.map(Math.log).sort((left, right) => left - right)) {
    if (value - last <= sameSize) continue
    found += 1
    last = value
  }
  return found
}

function functionOfParams(runs: readonly TrainingRun[]): boolean {
  const n = runs.length
  const x = runs.map((run) => Math.log(run.params))
  const y = runs.map((run) => Math.log(run.tokens))
  const xMean = x.reduce((total, value) => total + value, 0) / n
  const yMean = y.reduce((total, value) => total + value, 0) / n
  let xx = 0
  let xy = 0
  let yy = 0
  for (let i = 0; i < n; i += 1) {
    xx += (x[i]! - xMean) ** 2
    xy += (x[i]! - xMean) * (y[i]! - yMean)
    yy += (y[i]! - yMean) ** 2
  }
  return (yy - (xy * xy) / xx) / n < sameRatio ** 2
}
