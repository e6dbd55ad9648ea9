import {
  createRandom,
  quantileSorted,
  resampleCounts,
  standardDeviation,
  studentTSurvivalQuantile,
  type Estimate,
  type Finding,
} from '@safety-portfolio/stats'
import type { BootstrapEvidence, FitLoss, LawFit, LossName } from '../fit-result.js'
import { version } from '../version.js'
import { deltaEstimate } from './chinchilla-estimates.js'
import { gradientTolerance, relativeGradientNorm } from './gradient-norm.js'
import { scaledEigenvalues } from './hessian-spectrum.js'
import { lawObjective, type LawModel } from './law-model.js'
import { leastAbsoluteDeviations, type LadSolution } from './least-absolute-deviations.js'
import { warningsOf } from './fit-findings.js'
import { describeLoss, fitLoss, requireFraction, requireWhole } from './options.js'
import { objectiveOf, outputScale, type LossOptimum } from './loss-solver.js'
import { continueLaw, polishLaw } from './polish-law.js'
import { sandwichCovariance, transformCovariance } from './sandwich-covariance.js'
import { addOptimum, byQuality, reported, type DistinctOptimum } from './solution.js'

/** A law at given points, ready to be fitted. */
export interface FittableLaw<Name extends string> extends LawModel {
  /** Starts for Newton, for given weights of the points. */
  starts(weights: Float64Array): readonly Float64Array[]
  /** The reported constants. */
  constants(theta: Float64Array): Readonly<Record<Name, number>>
  /** Derivatives of the reported constants (their logarithms where `logScale`) by the coordinates, row-major. */
  derivatives(theta: Float64Array): Float64Array
}

/** What the engine must know of a law. */
export interface LawDefinition<Law extends string, Name extends string, Point> {
  readonly law: Law
  readonly names: readonly Name[]
  /** Whether the interval of each constant is made on the log scale. */
  readonly logScale: readonly boolean[]
  /** Exponents whose standard error decides whether they are determined: name, coordinate, what to vary. */
  readonly exponents: readonly (readonly [name: string, coordinate: number, cure: string])[]
  readonly assumptions: readonly string[]
  /** Why these points cannot determine the constants. */
  unidentifiable(points: readonly Point[]): Finding | undefined
  /** Why an optimum must not be reported. */
  refusal(constants: Readonly<Record<Name, number>>): Finding | undefined
  build(points: readonly Point[], weights: Float64Array): FittableLaw<Name>
}

/** How to fit one of the smaller laws; every option has a default. */
export interface FitLawOptions {
  /** Distance between law and points; default `'huber'` on log residuals. */
  readonly loss?: LossName
  /** Threshold of the Huber loss in log loss; default 1e-3. */
  readonly delta?: number
  /** One nonnegative weight per point; default 1 each. Only their ratios matter for constants and intervals. */
  readonly weights?: readonly number[]
  /** Case bootstrap: replicates (default 1000), seed, and the level of the intervals. Without it intervals come from the sandwich covariance. */
  readonly bootstrap?: { readonly replicates?: number; readonly seed: number; readonly level?: number }
  /** Coverage of the intervals; default 0.95. `bootstrap.level` has precedence. */
  readonly level?: number
}

/** The optimum of a law, with what a bootstrap needs to start from it. */
interface LawPoint<Name extends string> {
  readonly model: FittableLaw<Name>
  readonly optima: readonly LossOptimum[]
}

/** Fits any law of the package by the same steps: starts, damped Newton on the exact Hessian, certificate, covariance, bootstrap. */
export function fitLaw<Law extends string, Name extends string, Point>(
  caller: string,
  definition: LawDefinition<Law, Name, Point>,
  points: readonly Point[],
  options: FitLawOptions,
): LawFit<Law, Readonly<Record<Name, number>>> {
  const loss = fitLoss(caller, options)
  const level = options.bootstrap?.level ?? options.level ?? 0.95
  requireFraction(caller, 'level', level)
  if (options.bootstrap?.replicates !== undefined)
    requireWhole(caller, 'bootstrap.replicates', options.bootstrap.replicates, 2)
  const weights = usableWeights(caller, points.length, options.weights)
  const used = points.filter((_, i) => weights[i]! > 0)
  const early = definition.unidentifiable(used)
  if (early !== undefined) return refused(definition, loss, used.length, early)
  const model = definition.build(
    used,
    weights.filter((weight) => weight > 0),
  )
  const optima = solveLaw(model, loss, model.starts(model.weights))
  const best = optima[0]
  const refusal = best === undefined ? nothingFound : definition.refusal(model.constants(best.theta))
  if (best === undefined || refusal !== undefined)
    return refused(definition, loss, used.length, refusal ?? nothingFound)
  return report(definition, { model, optima }, loss, level, options.bootstrap)
}

function report<Law extends string, Name extends string, Point>(
  definition: LawDefinition<Law, Name, Point>,
  point: LawPoint<Name>,
  loss: FitLoss,
  level: number,
  bootstrap: FitLawOptions['bootstrap'],
): LawFit<Law, Readonly<Record<Name, number>>> {
  const { model, optima } = point
  const { names, logScale } = definition
  const { size } = model
  const best = optima[0]!
  const objective = objectiveOf(loss)
  const hessian = new Float64Array(size * size)
  lawObjective(model, objective, best.theta, new Float64Array(size), hessian)
  const eigenvalues = scaledEigenvalues(hessian, size)
  const smallest = eigenvalues[0] ?? 0
  const conditionNumber = smallest > 0 ? eigenvalues.at(-1)! / smallest : null
  const gradientNorm = loss.name === 'lad' ? null : relativeGradientNorm(model, objective, best.theta)
  const converged =
    gradientNorm === null
      ? best.certificate !== undefined
      : gradientNorm <= gradientTolerance && best.converged && smallest > 0
  const own = sandwichCovariance(model, loss.name === 'lad' ? { log: true, delta: 1e-8 } : objective, best.theta)
  const covariance = own && transformCovariance(own, model.derivatives(best.theta), size)
  const constants = model.constants(best.theta)
  const scale = outputScale(loss, model)
  const starts = optima.reduce((total, optimum) => total + optimum.starts, 0)
  const method = 'sandwich (HC3), t'
  const replicates = bootstrap === undefined ? null : resampled(definition, point, loss, bootstrap)
  const quantile = studentTSurvivalQuantile((1 - level) / 2, Math.max(1, model.n - size))
  const estimates = names.map((name, index): Estimate => {
    if (replicates !== null)
      return percentile(
        constants[name],
        replicates.draws.map((draw) => draw[name]),
        level,
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
  return {
    law: definition.law,
    loss,
    n: model.n,
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
    bootstrap: replicates?.evidence ?? null,
    method: `${describeLoss(loss)} by Newton on the exact Hessian from ${starts} starts; intervals: ${replicates === null ? method : 'percentile case bootstrap'}`,
    assumptions: definition.assumptions,
    warnings: [
      ...warningsOf(optima, converged, conditionNumber, own, {
        size,
        exponents: definition.exponents,
        vanishing: model.vanishing,
      }),
      ...(replicates === null || replicates.evidence.failed === 0 ? [] : [failedReplicates(replicates.evidence)]),
    ],
    version,
  }
}

/** All distinct optima that the starts lead to, best first. */
export function solveLaw(model: LawModel, loss: FitLoss, starts: readonly Float64Array[]): readonly LossOptimum[] {
  const optima: DistinctOptimum[] = []
  const objective = objectiveOf(loss)
  for (const start of starts) {
    addOptimum(optima, polishLaw(model, objective, start), 0)
    if (Number.isFinite(objective.delta)) addOptimum(optima, continueLaw(model, objective, start), 0)
  }
  if (loss.name !== 'lad') return optima
  return optima.map((optimum): LossOptimum => ({ ...optimum, ...leastAbsolute(model, optimum.theta) })).sort(byQuality)
}

function leastAbsolute(model: LawModel, theta: Float64Array): LadSolution {
  return leastAbsoluteDeviations(model, theta, (objective, start) => polishLaw(model, objective, start))
}

function resampled<Law extends string, Name extends string, Point>(
  definition: LawDefinition<Law, Name, Point>,
  { model, optima }: LawPoint<Name>,
  loss: FitLoss,
  { replicates = 1000, seed }: { readonly replicates?: number; readonly seed: number },
): { readonly draws: readonly Readonly<Record<Name, number>>[]; readonly evidence: BootstrapEvidence } {
  const counts = new Float64Array(model.n)
  const draws: Readonly<Record<Name, number>>[] = []
  let restarted = 0
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    resampleCounts(createRandom(seed, replicate), model.n, counts)
    const weights = counts.map((count, i) => count * model.weights[i]!)
    const sample = { ...model, weights }
    let found = solveLaw(sample, loss, [optima[0]!.theta])[0]
    if (found?.converged !== true) {
      restarted += 1
      found = solveLaw(sample, loss, model.starts(weights))[0]
    }
    if (found?.converged !== true) continue
    const constants = model.constants(found.theta)
    if (definition.refusal(constants) === undefined) draws.push(constants)
  }
  return { draws, evidence: { replicates, seed, failed: replicates - draws.length, restarted } }
}

function percentile(estimate: number, draws: readonly number[], level: number): Estimate {
  if (draws.length < 2)
    return { estimate, standardError: null, interval: null, reason: 'Too few bootstrap replicates gave a fit.' }
  const sorted = draws.toSorted((left, right) => left - right)
  const tail = (1 - level) / 2
  const lower = quantileSorted(sorted, tail)
  const upper = quantileSorted(sorted, 1 - tail)
  return {
    estimate,
    standardError: standardDeviation(sorted),
    interval: { lower, upper, level, method: 'percentile case bootstrap' },
  }
}

function usableWeights(caller: string, n: number, weights: readonly number[] | undefined): Float64Array {
  if (weights === undefined) return new Float64Array(n).fill(1)
  if (weights.length !== n)
    throw new RangeError(`${caller}: weights must have one entry per point (${n}), got ${weights.length}`)
  for (const weight of weights) {
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`${caller}: weights must be >= 0, got ${weight}`)
  }
  return Float64Array.from(weights)
}

function failedReplicates({ failed, replicates }: BootstrapEvidence): Finding {
  return {
    code: 'failed-replicates',
    message: `${failed} of ${replicates} bootstrap replicates gave no fit and are left out.`,
  }
}

const nothingFound: Finding = {
  code: 'not-identifiable',
  message: 'No start led to a finite objective. Check the units of the data.',
}

function refused<Law extends string, Name extends string, Point>(
  { law, names }: LawDefinition<Law, Name, Point>,
  loss: FitLoss,
  n: number,
  refusal: Finding,
): LawFit<Law, Readonly<Record<Name, number>>> {
  const none = Object.fromEntries(names.map((name) => [name, null]))
  return {
    law,
    loss,
    n,
    parameters: null,
    objective: null,
    converged: false,
    gradientNorm: null,
    basins: null,
    standardErrors: none,
    intervals: none,
    bootstrap: null,
    method: 'refused',
    assumptions: [],
    warnings: [],
    refusal,
    version,
  }
}
