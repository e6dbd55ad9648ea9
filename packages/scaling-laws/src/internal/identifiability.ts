import type { Finding } from '@safety-portfolio/stats'
import type { TrainingRun } from '../training-run.js'

/** Values that differ by less than this in log are one model size or one amount of data. */
const sameSize = 1e-3
/** Spread of log D around its line on log N below which D is a function of N. */
const sameRatio = 0.02

/** Why these runs cannot determine the five constants, before anything is fitted; `undefined` where they might. */
export function unidentifiable(runs: readonly TrainingRun[]): Finding | undefined {
  const n = runs.length
  const x = new Float64Array(n)
  const y = new Float64Array(n)
  let lowest = Infinity
  let highest = 0
  for (let i = 0; i < n; i += 1) {
    const { params, tokens, loss } = runs[i]!
    if (!(params > 0 && tokens > 0 && loss > 0 && params < Infinity && tokens < Infinity && loss < Infinity))
      return invalidValue(runs, ['params', 'tokens', 'loss'])
    x[i] = Math.log(params)
    y[i] = Math.log(tokens)
    lowest = Math.min(lowest, loss)
    highest = Math.max(highest, loss)
  }
  if (n < 6) {
    return {
      code: 'too-few-runs',
      message: `${n} ${n === 1 ? 'run' : 'runs'} cannot determine five constants and say how well: at least 6 are needed, with three model sizes and three amounts of data; 30 or more give useful intervals.`,
    }
  }
  if (highest - lowest < 1e-9 * highest) {
    return {
      code: 'constant-loss',
      message:
        'All runs have the same loss, so nothing can be learned about what lowers it. Add runs that differ in params and tokens.',
    }
  }
  const sizes = distinct(x)
  const amounts = distinct(y)
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
  if (functionOf(x, y)) {
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
  for (let index = 0; index < points.length; index += 1) {
    const point = points[index]!
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
  return distinct(Float64Array.from(values, Math.log))
}

function distinct(logs: Float64Array): number {
  const sorted = logs.slice().sort()
  let last = -Infinity
  let found = 0
  for (const value of sorted) {
    if (value - last <= sameSize) continue
    found += 1
    last = value
  }
  return found
}

function functionOf(x: Float64Array, y: Float64Array): boolean {
  const n = x.length
  let xMean = 0
  let yMean = 0
  for (let i = 0; i < n; i += 1) {
    xMean += x[i]! / n
    yMean += y[i]! / n
  }
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
