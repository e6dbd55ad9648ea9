import { createRandom, type Finding } from '@safety-portfolio/stats'
import { parseRows, rowSchema, textCell, type RowSchema, type StandardResult } from '@safety-portfolio/records'
import { frontierResult, refusedFrontier, type FrontierPowerLaw } from './frontier-power-law.js'
import { defaultBudgets } from './internal/chinchilla-allocation.js'
import { resamplingEstimator, withoutInterval, type FrontierLine } from './internal/frontier-line.js'
import { computeOf } from './internal/group-budgets.js'
import { envelopeGrid, envelopeLine } from './internal/loss-envelope.js'
import { intervalOptions } from './internal/interval-options.js'
import { requireInteger, requirePositive } from './internal/require-number.js'
import type { ResamplingOptions, ResamplingRecord } from './resampling.js'
import { runSchema, type TrainingRun } from './training-run.js'
import { version } from './version.js'

/** One point of the training curve of a run: the loss after `tokens` tokens. */
export interface LossCurvePoint extends TrainingRun {
  /** Which run it belongs to. All points of a run have the same `params`. */
  readonly run: string
}

const runCell = /* @__PURE__ */ (() => rowSchema({ run: textCell() }))()

/** Schema of a row of training curves: `run` besides the cells of {@link runSchema}. */
export const lossCurvePointSchema: RowSchema<LossCurvePoint> = /* @__PURE__ */ (() => ({
  fields: ['run', ...runSchema.fields],
  required: ['run', ...runSchema.required],
  '~standard': {
    version: 1,
    vendor: 'safety-portfolio',
    validate: (row): StandardResult<LossCurvePoint> => {
      const name = runCell['~standard'].validate(row) as StandardResult<{ readonly run: string }>
      const point = runSchema['~standard'].validate(row) as StandardResult<TrainingRun>
      if (name.issues !== undefined || point.issues !== undefined)
        return { issues: [...(name.issues ?? []), ...(point.issues ?? [])] }
      return { value: { ...name.value, ...point.value } }
    },
  },
}))()

/**
 * Turns unknown rows into points of training curves, or reports every bad row at once.
 *
 * @throws DataError with every bad cell.
 *
 * @example
 * ```ts
 * import { parseLossCurves } from '@safety-portfolio/scaling-laws'
 *
 * const [point] = parseLossCurves([{ run: 'a', params: '1e8', tokens: '2e9', loss: '3.1' }])
 * point // => { run: 'a', params: 1e8, tokens: 2e9, loss: 3.1 }
 * parseLossCurves([{ params: 1e8, tokens: 2e9, loss: 3.1 }]) // throws DataError
 * ```
 */
export function parseLossCurves(rows: readonly unknown[]): readonly LossCurvePoint[] {
  return parseRows(rows, { schema: lossCurvePointSchema, name: 'curves' })
}

/** Options of {@link fitLossEnvelope}. */
export interface LossEnvelopeOptions {
  /** Number of log-spaced FLOP values at which the best run is looked up; default 1500, as Hoffmann et al. 2022. */
  readonly gridSize?: number
  /** Budgets in FLOP to allocate; default those of `fitChinchilla`. */
  readonly budgets?: readonly number[]
  /** Resampling of whole runs, 1000 replicates by default. Without it there are no intervals. */
  readonly bootstrap?: ResamplingOptions
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number
}

/** Approach 1. JSON-safe. */
export interface LossEnvelopeFit {
  /** Number of runs. */
  readonly n: number
  /** FLOP values with an interior best run, of those of the grid. */
  readonly envelope: { readonly used: number; readonly grid: number; readonly runs: number; readonly sizes: number }
  /** The power law of the best size. */
  readonly frontier: FrontierPowerLaw
  /** What the bootstrap did; `null` when none was asked for. */
  readonly bootstrap: ResamplingRecord | null
  /** What was done, in one sentence. */
  readonly method: string
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[]
  /** What the reader must know before using the fit. */
  readonly warnings: readonly Finding[]
  /** Why there is no frontier, and what would cure it. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}

/**
 * Approach 1 of Hoffmann et al. 2022 (arXiv 2203.15556, section 3.1): at each of many FLOP values the run whose training curve has the lowest
 * loss there (curves interpolated linearly in log FLOP and log loss), then least squares of its log N on log C.
 *
 * A FLOP value counts only where a smaller and a larger model were compared with the best one; elsewhere the best size is only the best of an
 * edge. The points of an envelope depend on each other, so the regression's own standard error means nothing: ask for a bootstrap over runs.
 *
 * @param points - Training curves, smoothed: a lucky spike would win the minimum. See {@link parseLossCurves}.
 * @param options - See {@link LossEnvelopeOptions}.
 * @returns The frontier; with fewer than 3 sizes on the interior envelope a `refusal`.
 * @throws RangeError for points or options outside their domain, or a run of more than one size.
 *
 * @example
 * ```ts
 * import { chinchillaLoss, fitLossEnvelope, publishedFits } from '@safety-portfolio/scaling-laws'
 *
 * const law = publishedFits.besiroglu.parameters
 * const sizes = Array.from({ length: 21 }, (_, i) => 1e8 * 1.25 ** i)
 * const points = sizes.flatMap((params, run) =>
 *   Array.from({ length: 41 }, (_, i) => params * 10 ** (i / 20)).map((tokens) => {
 *     return { run: `${run}`, params, tokens, loss: chinchillaLoss(law, params, tokens) }
 *   }),
 * )
 * const fit = fitLossEnvelope(points)
 * fit.frontier.exponents.params.estimate! // => ~0.51
 * ```
 */
export function fitLossEnvelope(points: readonly LossCurvePoint[], options: LossEnvelopeOptions = {}): LossEnvelopeFit {
  const { gridSize = 1500, budgets = defaultBudgets, bootstrap } = options
  const { level, replicates } = intervalOptions('fitLossEnvelope', options)
  requireInteger('fitLossEnvelope', 'gridSize', gridSize, 3)
  for (const budget of budgets) requirePositive('fitLossEnvelope', 'budgets', budget)
  for (const point of points) {
    requirePositive('fitLossEnvelope', 'params', point.params)
    requirePositive('fitLossEnvelope', 'loss', point.loss)
    requirePositive('fitLossEnvelope', 'compute', computeOf(point))
  }
  const grid = envelopeGrid(points, gridSize)
  const n = grid.logParams.length
  const whole = envelopeLine(grid, new Float64Array(n).fill(1))
  const draws: FrontierLine[] = []
  if (bootstrap !== undefined && whole.line !== null)
    for (let replicate = 0; replicate < replicates; replicate += 1) {
      const random = createRandom(bootstrap.seed, replicate)
      const counts = new Float64Array(n)
      for (let draw = 0; draw < n; draw += 1) counts[random.integer(n)] = 1
      const { line } = envelopeLine(grid, counts)
      if (line !== null) draws.push(line)
    }
  const about = {
    budgets,
    largest: Math.exp(grid.logCompute.at(-1) ?? NaN),
    method: 'least squares of log N on log C over the interior envelope',
    warnings: [],
  }
  const frontier =
    whole.line === null
      ? refusedFrontier(
          whole.sizes,
          `The envelope has ${whole.sizes} sizes that lie between a smaller and a larger model at the same FLOP; 3 are needed. Train more sizes, with curves that overlap in FLOP.`,
        )
      : frontierResult(
          whole.line,
          bootstrap === undefined
            ? withoutInterval(
                whole.line,
                'The points of an envelope depend on each other: ask for a bootstrap over runs.',
              )
            : resamplingEstimator(whole.line, draws, level, 'percentile bootstrap over runs'),
          about,
        )
  return {
    n,
    envelope: { used: whole.used, grid: gridSize, runs: whole.runs, sizes: whole.sizes },
    frontier,
    bootstrap:
      bootstrap === undefined
        ? null
        : { replicates, seed: bootstrap.seed, unusable: whole.line === null ? replicates : replicates - draws.length },
    method: 'approach 1: best run at each FLOP value, then least squares of its log N on log C',
    assumptions: [
      'The learning-rate schedule of the best run fits the FLOP value where it is best; curves cut short of their schedule look too bad.',
      'Curves are smoothed: a minimum over noisy curves is too low and prefers the noisiest.',
      'The optimal size is a power of compute; compute is 6 N D.',
      'Sizes are dense enough that the best of them is near the optimum; a bootstrap over runs thins them and is rough.',
    ],
    warnings:
      whole.line === null || whole.sizes >= 6
        ? []
        : [
            {
              code: 'coarse-envelope',
              message: `Only ${whole.sizes} sizes are on the envelope: the exponent is as coarse as their spacing.`,
            },
          ],
    ...(frontier.refusal === undefined ? {} : { refusal: frontier.refusal }),
    version,
  }
}
