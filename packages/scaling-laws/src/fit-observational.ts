import type { Finding } from '@safety-portfolio/stats'
import type { ImputeScoresOptions } from './impute-scores.js'
import { drawnEstimate } from './internal/drawn-estimate.js'
import { leastModels, resampleObservational } from './internal/observational-draws.js'
import { observationalError } from './internal/observational-error.js'
import { namedRefusal, refusedObservational } from './internal/observational-refusal.js'
import { fitObservationalPoint, type ObservationalSpec } from './internal/observational-pipeline.js'
import { requireFinite, requireFraction, requireInteger, requirePositive } from './internal/require-number.js'
import type { ModelScores } from './model-scores.js'
import type { ObservationalError, ObservationalFit, ObservationalPrediction } from './observational-result.js'
import type { ResamplingOptions } from './resampling.js'
import { version } from './version.js'

/** Options of {@link fitObservational}. */
export interface FitObservationalOptions {
  /** Benchmarks that measure capability; scores on a common scale, such as shares of correct answers. */
  readonly benchmarks: readonly string[]
  /** The score to predict, a key of `scores` that is not one of `benchmarks`. */
  readonly target: string
  /** Number of components; default 3, as Ruan et al. 2024. */
  readonly components?: number
  /** Score without capability: a number such as the rate of guessing, default 0, or `'fitted'` in [0, 0.2] as Ruan et al. 2024. */
  readonly floor?: number | 'fitted'
  /** Score at unbounded capability; default 1. */
  readonly ceiling?: number
  /** Distance between law and scores; default `'squared'`. */
  readonly loss?: 'squared' | 'huber'
  /** Threshold of the Huber loss in units of the score; default 0.1. */
  readonly delta?: number
  /** Fit to models of at most so much compute in FLOP; larger ones and those of unknown compute are the test. Default: fit to all. */
  readonly trainUpTo?: number
  /** How missing benchmark scores are completed; default 1 component, tolerance 1e-4, within [0, 1]. */
  readonly imputation?: Omit<ImputeScoresOptions, 'weights'>
  /** Resampling of models, 200 replicates by default; with `byFamily` of whole families, a model without one being its own. */
  readonly bootstrap?: ResamplingOptions & { readonly byFamily?: boolean }
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number
}

const highestFloor = 0.2

/**
 * Observational scaling law of Ruan et al. 2024 (arXiv 2405.10938, equations 3 to 5): a score E of many public models is
 * floor + (ceiling - floor) sigmoid(alpha + beta . S), with S the leading principal components of their benchmark scores.
 *
 * Missing benchmark scores are completed by {@link imputeScores}; components and law are fitted to the training models only. The optimum comes from
 * damped Newton steps on the exact Hessian, where the authors use finite differences. Bootstrap replicates repeat imputation, components and law.
 *
 * @param models - Models with scores; see {@link parseModelScores}.
 * @param options - See {@link FitObservationalOptions}.
 * @returns The law, predictions and errors; a `refusal` with too few models or a constant benchmark.
 * @throws RangeError for options outside their domain, a benchmark named twice, or the target among the benchmarks.
 *
 * @example
 * ```ts
 * import { fitObservational } from '@safety-portfolio/scaling-laws'
 *
 * const models = Array.from({ length: 12 }, (_, i) => {
 *   const skill = i / 6 - 1
 *   const logit = (u: number) => 1 / (1 + Math.exp(-u))
 *   const scores = { A: logit(skill), B: logit(skill - 0.5 + 0.1 * (i % 3)), target: logit(3 * skill - 1) }
 *   return { model: `m${i}`, compute: 10 ** (21 + i / 4), scores }
 * })
 * const fit = fitObservational(models, { benchmarks: ['A', 'B'], target: 'target', components: 1, trainUpTo: 1.1e23 })
 * fit.n // => 9
 * fit.converged // => true
 * fit.testError.meanAbsoluteError.estimate! < 0.05 // => true
 * ```
 */
export function fitObservational(models: readonly ModelScores[], options: FitObservationalOptions): ObservationalFit {
  const { benchmarks, target, trainUpTo, level = 0.95, bootstrap, floor = 0, imputation } = options
  const { components = 3, ceiling = 1, loss = 'squared', delta = 0.1 } = options
  requireOptions(options, { components, ceiling, delta, level, floor })
  const spec: ObservationalSpec = {
    components,
    floor: floor === 'fitted' ? null : floor,
    highestFloor,
    ceiling,
    delta: loss === 'huber' ? delta : null,
    imputation: { bounds: { lower: 0, upper: 1 }, ...imputation },
  }
  const scored = models.map((model) => ({
    model,
    row: benchmarks.map((name) => scoreOf(model, name)),
    observed: scoreOf(model, target),
    train: trainUpTo === undefined || (model.compute !== undefined && model.compute <= trainUpTo),
  }))
  const usable = scored.filter(({ row }) => row.some((cell) => cell !== null))
  const train = usable.filter((entry) => entry.train)
  const n = train.filter(({ observed }) => observed !== null).length
  const about = { n, componentModels: train.length, benchmarks, target }
  if (n < leastModels(spec))
    return refusedObservational(about, {
      code: 'too-few-models',
      message: `A law of ${components} components needs ${leastModels(spec)} training models with a measured ${target}, got ${n}. Add models, raise trainUpTo or use fewer components.`,
    })
  const data = {
    train: train.map(({ row }) => row),
    target: train.map(({ observed }) => observed),
    all: usable.map(({ row }) => row),
  }
  const point = fitObservationalPoint(data, new Float64Array(train.length).fill(1), spec)
  if ('code' in point) return refusedObservational(about, namedRefusal(point, data.train, benchmarks))

  const { replicates = 200, seed = 0, byFamily = false } = bootstrap ?? {}
  const clusters = byFamily ? clusterIndex(train.map(({ model }) => model)) : null
  const draws = bootstrap === undefined ? null : resampleObservational(data, spec, { replicates, seed }, clusters)
  const method = `percentile bootstrap over ${byFamily ? 'families' : 'models'}`
  const reason = draws === null ? 'Ask for a bootstrap.' : 'Too few replicates gave a law.'
  const predictions = usable.map(({ model, observed, train: fitted }, i): ObservationalPrediction => ({
    model: model.model,
    compute: model.compute ?? null,
    split: fitted ? 'train' : 'test',
    capability: point.capability[i]!,
    observed,
    predicted: drawnEstimate(
      point.predicted[i]!,
      draws?.map((draw) => draw.predicted[i]!) ?? [],
      { level, method },
      reason,
    ),
  }))
  const error = (split: 'train' | 'test'): ObservationalError =>
    observationalError(
      predictions.filter((prediction) => prediction.split === split),
      bootstrap === undefined ? null : { replicates, seed, level },
    )
  const [intercept, ...slopes] = point.law.coefficients as [number, ...number[]]
  const unusable = replicates - (draws?.length ?? 0)
  const warnings: Finding[] = []
  const warn = (code: string, message: string): void => void warnings.push({ code, message })
  if (!point.law.converged)
    warn(
      'not-converged',
      'The law is not at a certified optimum: the target may jump from floor to ceiling between two models.',
    )
  if (!point.imputed.converged)
    warn(
      'imputation-not-converged',
      'The imputed scores still move; raise imputation.maxIterations or leave sparse benchmarks out.',
    )
  if (draws !== null && unusable > 0)
    warn('failed-replicates', `${unusable} of ${replicates} replicates gave no law and are left out.`)
  if (n < 3 * (components + 1))
    warn(
      'few-models',
      `${n} models for ${components + 1} constants: the law may follow single models. Use fewer components.`,
    )
  return {
    ...about,
    parameters: { intercept, slopes, floor: point.law.floor, ceiling },
    components: {
      mean: point.components.mean,
      explained: point.components.explained,
      loadings: point.components.loadings,
      imputation: {
        missing: point.imputed.missing,
        iterations: point.imputed.iterations,
        converged: point.imputed.converged,
      },
    },
    benchmarkSlopes: Object.fromEntries(
      benchmarks.map((name, j) => [
        name,
        drawnEstimate(
          point.benchmarkSlopes[j]!,
          draws?.map((draw) => draw.benchmarkSlopes[j]!) ?? [],
          { level, method },
          reason,
        ),
      ]),
    ),
    objective: point.law.objective,
    converged: point.law.converged,
    gradientNorm: point.law.gradientNorm,
    predictions,
    trainError: error('train'),
    testError: error('test'),
    bootstrap:
      bootstrap === undefined
        ? null
        : { replicates, seed, unusable, clusters: clusters === null ? null : new Set(clusters).size },
    method: `${components} principal components of ${benchmarks.length} benchmarks, then ${loss === 'huber' ? 'Huber' : 'least-squares'} regression of ${target} through a sigmoid by exact-Hessian Newton; intervals: ${draws === null ? 'none' : method}`,
    assumptions: [
      'The leading components measure capability alike in all families, and the target depends on capability alone.',
      byFamily
        ? 'Families are independent; models of one family may depend on each other in any way.'
        : 'Models are independent; models of one family usually are not (see bootstrap.byFamily).',
      'The sigmoid holds beyond the training models. Benchmarks are free of contamination.',
    ],
    warnings,
    version,
  }
}

function scoreOf({ model, scores }: ModelScores, name: string): number | null {
  const score = Object.hasOwn(scores, name) ? scores[name]! : null
  if (score !== null) requireFinite('fitObservational', `${name} of ${model}`, score)
  return score
}

function clusterIndex(models: readonly ModelScores[]): readonly number[] {
  const labels = models.map(({ family }, i) => (family === undefined ? i : `family ${family}`))
  const order = new Map([...new Set(labels)].map((label, index) => [label, index]))
  return labels.map((label) => order.get(label)!)
}

function requireOptions(
  { benchmarks, target, trainUpTo, bootstrap }: FitObservationalOptions,
  defaulted: {
    readonly components: number
    readonly ceiling: number
    readonly delta: number
    readonly level: number
    readonly floor: number | 'fitted'
  },
): void {
  const { components, ceiling, delta, level, floor } = defaulted
  requireInteger('fitObservational', 'components', components, 1)
  if (components > benchmarks.length)
    throw new RangeError(
      `fitObservational: components must be <= the ${benchmarks.length} benchmarks, got ${components}`,
    )
  if (new Set(benchmarks).size < benchmarks.length || benchmarks.includes(target))
    throw new RangeError('fitObservational: benchmarks must differ from each other and from the target')
  requireFinite('fitObservational', 'ceiling', ceiling)
  requireFraction('fitObservational', 'level', level)
  requirePositive('fitObservational', 'delta', delta)
  if (trainUpTo !== undefined) requirePositive('fitObservational', 'trainUpTo', trainUpTo)
  requireInteger('fitObservational', 'bootstrap.replicates', bootstrap?.replicates ?? 2, 2)
  const least = floor === 'fitted' ? highestFloor : floor
  if (!(least < ceiling))
    throw new RangeError(`fitObservational: floor must be below the ceiling ${ceiling}, got ${floor}`)
}
