import type { FitLoss, LossName } from '../fit-result.js'

interface LossOptions<Name extends LossName> {
  readonly loss?: Name
  readonly delta?: number
}

const smoothLosses = ['huber', 'squared', 'log-squared'] as const
const anyLoss = /* @__PURE__ */ (() => [...smoothLosses, 'lad'] as const)()

/** Of any name. */
export function fitLoss(caller: string, options: LossOptions<LossName>): FitLoss {
  return lossAmong(caller, options, anyLoss)
}

/** Of a name that has a second derivative. */
export function smoothLoss(caller: string, options: LossOptions<Exclude<LossName, 'lad'>>): FitLoss {
  return lossAmong(caller, options, smoothLosses)
}

function lossAmong(
  caller: string,
  { loss = 'huber', delta = 1e-3 }: LossOptions<LossName>,
  known: readonly LossName[],
): FitLoss {
  requireOneOf(caller, 'loss', loss, known)
  if (!(delta > 0 && delta < Infinity)) throw new RangeError(`${caller}: delta must be > 0, got ${delta}`)
  return { name: loss, delta: loss === 'huber' ? delta : null }
}

export function requireOneOf(caller: string, name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value))
    throw new RangeError(`${caller}: ${name} must be one of ${known.join(', ')}, got ${value}`)
}

export function requireWhole(caller: string, name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${caller}: ${name} must be a whole number >= ${least}, got ${value}`)
  }
}

export function requireFraction(caller: string, name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${caller}: ${name} must be between 0 and 1, got ${value}`)
}

/** One weight >= 0 for each datum. */
export function requireWeights(caller: string, n: number, weights: readonly number[]): void {
  const bad = weights.length === n ? weights.find((weight) => !(weight >= 0 && weight < Infinity)) : weights.length
  if (bad !== undefined) throw new RangeError(`${caller}: weights must be >= 0, one per datum (${n}), got ${bad}`)
}

/** The data that take part and their weights: those of weight zero are left out. */
export function usableData<Point>(
  caller: string,
  points: readonly Point[],
  weights: readonly number[] | undefined,
): { readonly points: readonly Point[]; readonly weights?: Float64Array; readonly kept: readonly number[] } {
  if (weights === undefined) return { points, kept: points.map((_, i) => i) }
  requireWeights(caller, points.length, weights)
  const kept = points.map((_, i) => i).filter((i) => weights[i]! > 0)
  return { points: kept.map((i) => points[i]!), weights: Float64Array.from(kept, (i) => weights[i]!), kept }
}
