import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { FitLoss, LawFit } from '../fit-result.js'
import { deltaEstimate } from './chinchilla-estimates.js'
import { covarianceMethods, leveragePower, plainCovariance } from './fit-covariance.js'
import { drawnEstimate } from './drawn-estimate.js'
import { failedReplicates } from './failed-replicates.js'
import { gradientTolerance, relativeGradientNorm } from './gradient-norm.js'
import { scaledExtremes } from './hessian-spectrum.js'
import { resampled, type LawPoint } from './law-bootstrap.js'
import type { FitLawOptions, LawDefinition } from './law-definition.js'
import { lawObjective } from './law-model.js'
import { lawScores } from './law-scores.js'
import { covarianceObjective, objectiveOf, outputScale } from './objective.js'
import { describeLoss } from './describe-loss.js'
import { ridgeOf, warningsOf } from './fit-findings.js'
import { insistable, refusesUnidentified } from './identifiability-option.js'
import { fitLoss, requireFraction, requireWhole, requireWeights } from './options.js'
import { sandwichCovariance, transformCovariance } from './sandwich-covariance.js'
import { nothingFound } from './nothing-found.js'
import { effectiveScores } from './effective-scores.js'
import { emptyFit } from './empty-fit.js'
import { reported } from './solution.js'
import { solveLaw } from './solve-law.js'
import { studentTHalfWidth } from './student-t-half-width.js'

export type { FitLawOptions, FittableLaw, LawDefinition } from './law-definition.js'
export { solveLaw } from './solve-law.js'

/** A fit with the constants of its bootstrap replicates, `null` without one. */
export interface FitWithDraws<Law extends string, Name extends string> {
  readonly fit: LawFit<Law, Readonly<Record<Name, number>>>
  readonly draws: readonly Readonly<Record<Name, number>>[] | null
}

/** Fits any law of the package by the same steps: starts, damped Newton on the exact Hessian, certificate, covariance, bootstrap. */
export function fitLaw<Law extends string, Name extends string, Point>(
  caller: string,
  definition: LawDefinition<Law, Name, Point>,
  points: readonly Point[],
  options: FitLawOptions,
): LawFit<Law, Readonly<Record<Name, number>>> {
  return fitLawWithDraws(caller, definition, points, options).fit
}

/** The same with what the bootstrap drew, for quantities derived from the constants. */
export function fitLawWithDraws<Law extends string, Name extends string, Point>(
  caller: string,
  definition: LawDefinition<Law, Name, Point>,
  points: readonly Point[],
  options: FitLawOptions,
): FitWithDraws<Law, Name> {
  const without = (fit: LawFit<Law, Readonly<Record<Name, number>>>): FitWithDraws<Law, Name> => ({ fit, draws: null })
  const loss = fitLoss(caller, options)
  const level = options.bootstrap?.level ?? options.level ?? 0.95
  requireFraction(caller, 'level', level)
  if (options.bootstrap?.replicates !== undefined)
    requireWhole(caller, 'bootstrap.replicates', options.bootstrap.replicates, 2)
  const weights = usableWeights(caller, points.length, options.weights)
  const used = points.filter((_, i) => weights[i]! > 0)
  const refuses = refusesUnidentified(caller, options)
  const early = definition.unidentifiable(used)
  const empty = emptyFit(definition.law, definition.names, loss, used.length)
  if (early !== undefined && (refuses || !insistable(early))) return without({ ...empty, refusal: early })
  const model = definition.build(
    used,
    weights.filter((weight) => weight > 0),
  )
  const optima = solveLaw(
    model,
    loss,
    model.starts(model.weights),
    (theta) => definition.refusal(model.constants(theta)) !== undefined,
  )
  const best = optima[0]
  if (best === undefined) return without({ ...empty, refusal: nothingFound() })
  const found = report(caller, definition, { model, optima }, loss, level, options)
  const doubts = [
    early,
    definition.refusal(model.constants(best.theta)),
    ridge(definition, loss, found.fit.basins?.conditionNumber ?? null),
  ].filter((doubt) => doubt !== undefined)
  if (refuses && doubts.length > 0) return without({ ...empty, refusal: doubts[0]! })
  return { ...found, fit: { ...found.fit, warnings: [...doubts, ...found.fit.warnings] } }
}

function report<Law extends string, Name extends string, Point>(
  caller: string,
  definition: LawDefinition<Law, Name, Point>,
  point: LawPoint<Name>,
  loss: FitLoss,
  level: number,
  { bootstrap, covariance: covarianceName = 'sandwich' }: FitLawOptions,
): FitWithDraws<Law, Name> {
  const { model, optima } = point
  const { names, logScale } = definition
  const { size } = model
  const best = optima[0]!
  const objective = objectiveOf(loss)
  const exact = loss.name === 'lad'
  const hessian = new Float64Array(size * size)
  if (exact) lawObjective(model, objective, best.theta, new Float64Array(size), hessian)
  const scores = lawScores(model, covarianceObjective(loss), best.theta)
  const [smallest, largest] = scaledExtremes(exact ? hessian : scores.hessian, size)
  const conditionNumber = smallest > 0 ? largest / smallest : null
  const gradientNorm = loss.name === 'lad' ? null : relativeGradientNorm(effectiveScores(scores), objective.delta)
  const converged =
    gradientNorm === null
      ? best.certificate !== undefined
      : gradientNorm <= gradientTolerance && best.converged && smallest > 0
  const own = sandwichCovariance(scores, covarianceObjective(loss).delta, leveragePower(caller, covarianceName))
  const covariance = own && transformCovariance(own, model.derivatives(best.theta), size)
  const constants = model.constants(best.theta)
  const scale = outputScale(loss, model)
  const starts = optima.reduce((total, optimum) => total + optimum.starts, 0)
  const method = covarianceMethods[covarianceName]
  const replicates = bootstrap === undefined ? null : resampled(definition, point, loss, bootstrap)
  const degrees = Math.max(1, model.n - size)
  const quantile = studentTHalfWidth((1 - level) / 2, degrees)
  const estimates = names.map((name, index): Estimate => {
    if (replicates !== null)
      return drawnEstimate(
        constants[name],
        replicates.draws.map((draw) => draw[name]),
        { level, method: 'percentile case bootstrap' },
        'Too few bootstrap replicates gave a fit.',
      )
    const gradient = (): readonly number[] => names.map((_, k) => (k === index ? 1 : 0))
    return deltaEstimate(
      { value: constants[name], log: logScale[index]!, gradient },
      covariance,
      quantile,
      level,
      method,
    )
  })
  const fit: LawFit<Law, Readonly<Record<Name, number>>> = {
    ...emptyFit(definition.law, names, loss, model.n),
    parameters: constants,
    objective: best.value * scale,
    converged,
    gradientNorm,
    basins: {
      gridCells: starts,
      starts,
      optima: reported(optima).map((optimum) => ({
        objective: optimum.value * scale,
        starts: optimum.starts,
        gridShare: optimum.starts / starts,
      })),
      iterations: best.iterations,
      smallestEigenvalue: smallest,
      conditionNumber,
    },
    ...(best.certificate === undefined ? {} : { certificate: best.certificate }),
    standardErrors: Object.fromEntries(names.map((name, k) => [name, estimates[k]!.standardError])),
    intervals: Object.fromEntries(names.map((name, k) => [name, estimates[k]!.interval])),
    covariance: plainCovariance(names, logScale, covariance, degrees),
    bootstrap: replicates?.evidence ?? null,
    method: `${describeLoss(loss)} by Newton on the exact Hessian from ${starts} start${starts > 1 ? 's' : ''}; intervals: ${replicates === null ? method : 'percentile case bootstrap'}`,
    assumptions: definition.assumptions,
    warnings: [
      ...warningsOf(optima, converged, own, {
        size,
        exponents: definition.exponents,
        vanishing: model.vanishing,
      }),
      ...(replicates === null ? [] : failedReplicates(replicates.evidence)),
    ],
  }
  return { fit, draws: replicates?.draws ?? null }
}

/** Whether the constants are a ridge; absolute deviations have no Hessian of their own. */
export function ridge(
  { exponents, mostConditioned = 0 }: Pick<LawDefinition<string, string, never>, 'exponents' | 'mostConditioned'>,
  loss: FitLoss,
  conditionNumber: number | null,
): Finding | undefined {
  if (loss.name === 'lad') return undefined
  if (conditionNumber !== null && conditionNumber <= mostConditioned) return undefined
  return ridgeOf(conditionNumber, [...new Set(exponents.map(([, , columns]) => columns))].join(' and '))
}

function usableWeights(caller: string, n: number, weights: readonly number[] | undefined): Float64Array {
  if (weights === undefined) return new Float64Array(n).fill(1)
  requireWeights(caller, n, weights)
  return Float64Array.from(weights)
}
