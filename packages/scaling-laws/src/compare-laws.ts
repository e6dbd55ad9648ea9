import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { FitLoss, LossName } from './fit-result.js'
import { foldSplits, rollingCutoffs, rollingSplits, splitErrors, type Split } from './internal/law-cross-validation.js'
import { logDensities } from './internal/law-likelihood.js'
import { residuals } from './internal/law-model.js'
import { lawNamed, scaleOf, type AnyLaw, type AnyPoint } from './internal/law-registry.js'
import { determinedLaw, freeCoordinates } from './internal/located-law.js'
import { incomparable } from './internal/comparable-laws.js'
import { fitLoss, requireWhole, usableData } from './internal/options.js'
import type { ComparedLaw, CompareLawsOptions, LawCandidate, LawComparison } from './law-comparison.js'
import { version } from './version.js'

/**
 * Compares forms of laws on the same losses: AICc and BIC from the likelihood that the loss stands for, errors of data left out at random and errors
 * of extrapolation, each with its difference from the law of lowest AICc and the standard error of that difference over the data. The forms may see
 * the data through different quantities (params and tokens, or compute alone), but only the same losses on the same scale can be compared.
 *
 * Source: Burnham and Anderson 2002, chapter 2; Vuong 1989; Alabdulmohsin et al. 2022 (arXiv 2209.06640) for extrapolation.
 *
 * @param candidates - At least two laws with their data.
 * @param options - See {@link CompareLawsOptions}.
 * @returns One row per candidate.
 * @throws RangeError for options outside their domain or fewer than two candidates.
 *
 * @example
 * ```ts
 * import { compareLaws, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const points = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 })
 * const { preferred } = compareLaws([
 *   { law: 'chinchilla', points },
 *   { law: 'kaplan', points },
 * ])
 * preferred.bic // => 'chinchilla'
 * preferred.extrapolation // => 'chinchilla'
 * ```
 */
export function compareLaws(candidates: readonly LawCandidate[], options: CompareLawsOptions = {}): LawComparison {
  const loss = fitLoss('compareLaws', { ...options, loss: options.loss ?? 'log-squared' })
  if (candidates.length < 2)
    throw new RangeError(`compareLaws: candidates must be at least 2, got ${candidates.length}`)
  const { folds = 10, seed = 0 } = options.crossValidation ?? {}
  requireWhole('compareLaws', 'crossValidation.folds', folds, 2)
  const definitions = candidates.map(({ law }) => lawNamed('compareLaws', law))
  const { points: first, weights, kept } = usableData<AnyPoint>('compareLaws', candidates[0]!.points, options.weights)
  const n = first.length
  const refusal = incomparable(candidates, loss)
  const scales = first.map((point) => scaleOf(definitions[0]!, point))
  const dealt =
    options.crossValidation === undefined || refusal !== undefined ? [] : foldSplits(n, Math.min(folds, n), seed)
  const rolling = refusal === undefined ? rollingSplits(scales, options.cutoffs ?? rollingCutoffs(scales)) : []
  const assessed =
    refusal === undefined
      ? candidates.map((candidate, i) =>
          assess(candidate, definitions[i]!, loss, { dealt, rolling, kept, weights, options }),
        )
      : []
  const best = lowest(assessed, ({ aicc }) => aicc)
  const laws = assessed.map((row) => compared(row, best, assessed))
  const name = (value: (row: ComparedLaw) => number | null): string | null => lowest(laws, value)?.name ?? null
  return {
    laws,
    loss,
    n,
    preferred: {
      aicc: best?.name ?? null,
      bic: name(({ bic }) => bic),
      crossValidation: name(({ crossValidationError }) => crossValidationError),
      extrapolation: name(({ extrapolationError }) => extrapolationError),
    },
    method:
      refusal === undefined
        ? `maximum likelihood: ${likelihood[loss.name]}; k counts free constants and the scale of the noise`
        : 'refused',
    assumptions:
      refusal === undefined
        ? [
            'Data are independent and the noise has the same distribution at every datum.',
            'Standard errors of differences treat errors of data left out as independent, though fits share data: they are lower limits.',
          ]
        : [],
    warnings: assessed.some(({ reason }) => reason !== undefined) ? [notAllFitted] : [],
    ...(refusal === undefined ? {} : { refusal }),
    version,
  }
}

interface Assessed extends Pick<ComparedLaw, 'name' | 'law' | 'parameters' | 'k' | 'logLikelihood' | 'aicc' | 'bic'> {
  readonly densities: Float64Array | null
  readonly left: readonly (number | null)[] | null
  readonly ahead: readonly (number | null)[] | null
  readonly reason?: string
}

interface Splits {
  readonly dealt: readonly Split[]
  readonly rolling: readonly Split[]
  /** Data with a weight above zero, and their weights. */
  readonly kept: readonly number[]
  readonly weights: Float64Array | undefined
  readonly options: CompareLawsOptions
}

function assess(
  { name, points: given }: LawCandidate,
  definition: AnyLaw,
  loss: FitLoss,
  { dealt, rolling, kept, weights, options }: Splits,
): Assessed {
  const points = kept.map((i) => (given as readonly AnyPoint[])[i]!)
  const named = { name: name ?? definition.law, law: definition.law }
  const nothing = {
    ...named,
    parameters: null,
    k: null,
    logLikelihood: null,
    aicc: null,
    bic: null,
    densities: null,
    left: null,
    ahead: null,
  }
  const located = determinedLaw(
    'compareLaws',
    definition,
    { points, ...(weights === undefined ? {} : { weights }) },
    loss,
    options,
  )
  if ('code' in located) return { ...nothing, reason: located.message }
  if (!located.converged) return { ...nothing, reason: 'The fit is not a certified optimum.' }
  const { model, best, objective } = located
  const n = model.n
  const values = residuals(model, objective.log, best.theta)
  if (values.every((value) => Math.abs(value) < 1e-10))
    return { ...nothing, reason: 'The law meets all data up to rounding: its likelihood has no maximum.' }
  // Losses were divided by their geometric mean; a density of losses in their own unit is smaller by that factor.
  const unit = objective.log ? 0 : model.logLossMean
  const densities = logDensities(values, best.value, objective, model.weights).map((value) => value - unit)
  const logLikelihood = densities.reduce((total, value) => total + value, 0)
  const k = freeCoordinates(best.theta) + 1
  const left = dealt.length === 0 ? null : splitErrors(definition, points, loss, dealt, weights)
  const ahead = rolling.length === 0 ? null : splitErrors(definition, points, loss, rolling, weights)
  const reason = [left, ahead].find((found) => typeof found === 'string') ?? located.doubts[0]?.message
  return {
    ...named,
    parameters: located.constants(best.theta),
    k,
    logLikelihood,
    aicc: n > k + 1 ? -2 * logLikelihood + 2 * k + (2 * k * (k + 1)) / (n - k - 1) : null,
    bic: -2 * logLikelihood + k * Math.log(n),
    densities,
    left: typeof left === 'string' ? null : left,
    ahead: typeof ahead === 'string' ? null : ahead,
    ...(reason === undefined ? {} : { reason }),
  }
}

function compared(row: Assessed, best: Assessed | undefined, all: readonly Assessed[]): ComparedLaw {
  const { densities, left, ahead, ...rest } = row
  const lowestBic = lowest(all, ({ bic }) => bic)?.bic ?? null
  const weight = (one: Assessed): number => (one.aicc === null ? 0 : Math.exp(-(one.aicc - best!.aicc!) / 2))
  return {
    ...rest,
    aiccDifference:
      row.aicc === null || best?.aicc === undefined || best.aicc === null
        ? missing
        : {
            estimate: row.aicc - best.aicc,
            standardError: row === best ? 0 : 2 * Math.sqrt(densities!.length) * spread(densities!, best.densities!),
            interval: null,
          },
    bicDifference: row.bic === null || lowestBic === null ? null : row.bic - lowestBic,
    akaikeWeight: row.aicc === null ? null : weight(row) / all.reduce((total, one) => total + weight(one), 0),
    crossValidationError: rootMean(left),
    crossValidationDifference: errorDifference(left, best?.left ?? null, row === best),
    extrapolationError: rootMean(ahead),
    extrapolationDifference: errorDifference(ahead, best?.ahead ?? null, row === best),
  }
}

/** Standard deviation of paired differences. */
function spread(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const differences = Array.from(left, (value, i) => value - right[i]!)
  const mean = differences.reduce((total, value) => total + value, 0) / differences.length
  return Math.sqrt(
    differences.reduce((total, value) => total + (value - mean) ** 2, 0) / Math.max(1, differences.length - 1),
  )
}

function errorDifference(own: Assessed['left'], best: Assessed['left'], same: boolean): Estimate {
  if (own === null || best === null) return missing
  const [left, right] = [own.filter((value) => value !== null), best.filter((value) => value !== null)]
  const estimate = left.reduce((total, value, i) => total + value - right[i]!, 0) / left.length
  if (same) return { estimate: 0, standardError: 0, interval: null }
  if (left.length < 2)
    return { estimate, standardError: null, interval: null, reason: 'One prediction shows no spread.' }
  return { estimate, standardError: spread(left, right) / Math.sqrt(left.length), interval: null }
}

function rootMean(errors: Assessed['left']): number | null {
  const known = errors?.filter((value) => value !== null) ?? []
  return known.length === 0 ? null : Math.sqrt(known.reduce((total, value) => total + value, 0) / known.length)
}

function lowest<T>(rows: readonly T[], value: (row: T) => number | null): T | undefined {
  const known = rows.filter((row) => value(row) !== null)
  return known.length === 0 ? undefined : known.reduce((best, row) => (value(row)! < value(best)! ? row : best))
}

const likelihood: Readonly<Record<LossName, string>> = {
  'log-squared': 'normal noise of log loss',
  squared: 'normal noise of loss',
  huber: 'Huber density of log loss with free scale',
  lad: 'none',
}
const missing: Estimate = {
  estimate: null,
  standardError: null,
  interval: null,
  reason: 'Not available for this law or for the best one.',
}
const notAllFitted: Finding = {
  code: 'not-all-fitted',
  message: 'Some candidates could not be fitted to all or to part of the data; see their reasons.',
}
