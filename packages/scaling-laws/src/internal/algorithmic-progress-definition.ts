import type { DatedModel, ProgressParameters } from '../fit-algorithmic-progress.js'
import { centredLogs } from './centred-logs.js'
import { evenColumns } from './even-part.js'
import type { FittableLaw, LawDefinition } from './fit-law.js'
import { distinctLogs, invalidValue } from './identifiability.js'
import { centredLosses } from './law-model.js'
import { termStarts } from './term-starts.js'

type Name = keyof ProgressParameters
/** Constants that all benchmarks share, and those of the first. */
const shared = 6
const fewestOfOne = 3

/** The benchmarks of the models: first the one that A and B are about, that of most models. */
export function benchmarksOf(models: readonly DatedModel[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { benchmark = '' } of models) counts.set(benchmark, (counts.get(benchmark) ?? 0) + 1)
  return [...counts].sort(([left, n], [right, m]) => m - n || (left < right ? -1 : 1)).map(([name]) => name)
}

/**
 * L = A N^-alpha e^(-alphaYear t) + B D^-beta e^(-betaYear t) in the coordinates (log of each term at the centre, then the four rates, then for each benchmark
 * but the first the logs of its A and B over those of the first).
 */
export function algorithmicProgress(
  benchmarks: readonly string[],
): LawDefinition<'algorithmic-progress', Name, DatedModel> {
  const others = benchmarks.slice(1)
  const size = shared + 2 * others.length
  const needed = size + 2
  return {
    law: 'algorithmic-progress',
    names: [
      ...(['A', 'B', 'alpha', 'beta', 'alphaYear', 'betaYear'] as const),
      ...others.flatMap((name) => [`A:${name}`, `B:${name}`] as const),
    ],
    logScale: [true, true, false, false, false, false, ...others.flatMap(() => [true, true])],
    exponents: [
      ['alpha', 2, 'params at one time'],
      ['beta', 3, 'tokens at one time'],
    ],
    assumptions: [
      'Log perplexity is A N^-alpha e^(-alphaYear t) + B D^-beta e^(-betaYear t): progress is the same at every scale and constant over the years.',
      others.length === 0
        ? 'Models are independent, measured on one benchmark with one tokenisation, and as well trained as their year allowed.'
        : 'Models are independent and as well trained as their year allowed; benchmarks differ in A and B alone, not in how fast either falls.',
    ],
    unidentifiable(models) {
      const invalid = invalidValue(models, ['params', 'tokens', 'loss', 'year'])
      if (invalid !== undefined) return invalid
      const counts = [
        distinctLogs(models.map(({ params }) => params)),
        distinctLogs(models.map(({ tokens }) => tokens)),
        new Set(models.map(({ year }) => Math.round(year))).size,
      ]
      const rare = benchmarks.find(
        (name) => models.filter(({ benchmark = '' }) => benchmark === name).length < fewestOfOne,
      )
      if (rare !== undefined && benchmarks.length > 1) {
        return {
          code: 'too-few-models',
          message: `Fewer than ${fewestOfOne} models are measured on the benchmark ${JSON.stringify(rare)}: too few for constants of its own. Add models of it, or leave it out.`,
        }
      }
      if (models.length >= needed && counts.every((count) => count >= 3)) return undefined
      return {
        code: 'too-few-models',
        message: `${models.length} models with ${counts[0]!} sizes, ${counts[1]!} amounts of data and ${counts[2]!} years cannot determine ${size === shared ? 'six' : size} constants and say how well: at least ${needed} are needed, with three of each. Add models, best of several sizes in one year.`,
      }
    },
    refusal({ alpha, beta }) {
      if (alpha >= 1e-3 && alpha <= 4 && beta >= 1e-3 && beta <= 4) return undefined
      return {
        code: 'exponent-at-bound',
        message: `The best fit has alpha = ${alpha.toPrecision(3)} and beta = ${beta.toPrecision(3)}, outside [0.001, 4]: in these models size and data cannot be told from the year. Add models of several sizes in one year.`,
      }
    },
    build(models, weights): FittableLaw<Name> {
      const losses = centredLosses(models.map(({ loss }) => loss))
      const { centred: x, mean: xMean } = centredLogs(models.map(({ params }) => params))
      const { centred: y, mean: yMean } = centredLogs(models.map(({ tokens }) => tokens))
      const first = models.reduce((least, { year }) => Math.min(least, year), Infinity)
      const years = Float64Array.from(models, ({ year }) => year - first)
      const tMean = years.reduce((total, value) => total + value, 0) / years.length
      const t = years.map((value) => value - tMean)
      const { logLossMean } = losses
      /** Coordinate of the log ratio of A of each model's benchmark, that of B is the next; -1 for the first benchmark. */
      const own = Int32Array.from(models, ({ benchmark = '' }) => {
        const index = others.indexOf(benchmark)
        return index < 0 ? -1 : shared + 2 * index
      })
      const left = new Float64Array(size)
      const right = new Float64Array(size)
      return {
        n: models.length,
        size,
        weights,
        ...losses,
        vanishing: [],
        longest: [3, 3, 0.5, 0.5, 0.5, 0.5, ...others.flatMap(() => [1, 1])],
        logValue(theta, i, gradient, hessian) {
          const ratio = own[i]!
          let p = Math.exp(theta[0]! - theta[2]! * x[i]! - theta[4]! * t[i]! + (ratio < 0 ? 0 : theta[ratio]!))
          let q = Math.exp(theta[1]! - theta[3]! * y[i]! - theta[5]! * t[i]! + (ratio < 0 ? 0 : theta[ratio + 1]!))
          const mu = p + q
          p /= mu
          q /= mu
          left.fill(0).set([1, 0, -x[i]!, 0, -t[i]!, 0])
          right.fill(0).set([0, 1, 0, -y[i]!, 0, -t[i]!])
          if (ratio >= 0) left[ratio] = right[ratio + 1] = 1
          for (let j = 0; j < size; j += 1) gradient[j] = p * left[j]! + q * right[j]!
          for (let j = 0; j < size; j += 1) {
            for (let k = 0; k < size; k += 1) {
              // Log-sum-exp of two affine forms: p q z z' with z the difference of their gradients.
              hessian[j * size + k] = p * q * (left[j]! - right[j]!) * (left[k]! - right[k]!)
            }
          }
          return Math.log(mu)
        },
        starts(at) {
          // Losses of a benchmark over those of the first: the start of the ratio of both its constants.
          const mean = (index: number): number => {
            let total = 0
            let count = 0
            for (const [i, which] of own.entries()) {
              if (which !== index || !(at[i]! > 0)) continue
              total += at[i]! * losses.logLoss[i]!
              count += at[i]!
            }
            return count > 0 ? total / count : 0
          }
          const first = mean(-1)
          const ratios = others.map((_, index) => mean(shared + 2 * index) - first)
          const level = losses.level.map((value, i) =>
            own[i]! < 0 ? value : value * Math.exp(-ratios[(own[i]! - shared) / 2]!),
          )
          const [weight, u, v, observed] = evenColumns(at, x, y, level)
          return termStarts(u, v, observed, weight).map((start) =>
            Float64Array.of(...start, 0.02, 0.02, ...ratios.flatMap((ratio) => [ratio, ratio])),
          )
        },
        constants: (theta) => ({
          A: Math.exp(theta[0]! + theta[2]! * xMean + theta[4]! * tMean + logLossMean),
          B: Math.exp(theta[1]! + theta[3]! * yMean + theta[5]! * tMean + logLossMean),
          alpha: theta[2]!,
          beta: theta[3]!,
          alphaYear: theta[4]!,
          betaYear: theta[5]!,
          ...(Object.fromEntries(
            others.flatMap((name, index) => [
              [
                `A:${name}`,
                Math.exp(theta[0]! + theta[shared + 2 * index]! + theta[2]! * xMean + theta[4]! * tMean + logLossMean),
              ],
              [
                `B:${name}`,
                Math.exp(
                  theta[1]! + theta[shared + 2 * index + 1]! + theta[3]! * yMean + theta[5]! * tMean + logLossMean,
                ),
              ],
            ]),
          ) as Record<`A:${string}`, number>),
        }),
        derivatives: () =>
          Float64Array.from({ length: size * size }, (_, at) => {
            const [row, column] = [Math.floor(at / size), at % size]
            if (row === column) return 1
            if (row > 1 && row < shared) return 0
            // log A and log B of a benchmark are those of the first and a ratio.
            const term = row % 2
            if (column === term) return 1
            return column === 2 + term ? (term === 0 ? xMean : yMean) : column === 4 + term ? tMean : 0
          }),
      }
    },
  }
}
