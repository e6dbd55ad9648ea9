import type { FitLoss, LossName } from '../fit-result.js'

interface LossOptions<Name extends LossName> {
  readonly loss?: Name
  readonly delta?: number
}

const smoothLosses: readonly LossName[] = ['huber', 'squared', 'log-squared']

/** Of a name among the known ones: those that have a second derivative. */
export function smoothLoss<Name extends LossName = Exclude<LossName, 'lad'>>(
  caller: string,
  { loss = 'huber' as Name, delta = 1e-3 }: LossOptions<Name>,
  known: readonly LossName[] = smoothLosses,
): FitLoss {
  require(known.includes(loss), caller, 'loss', `one of ${known.join(', ')}`, loss)
  require(delta > 0 && delta < Infinity, caller, 'delta', '> 0', delta)
  return { name: loss, delta: loss === 'huber' ? delta : null }
}

/** Of any name. */
export function fitLoss(caller: string, options: LossOptions<LossName>): FitLoss {
  return smoothLoss(caller, options, [...smoothLosses, 'lad'])
}

/** Throws for an argument outside its domain. */
export function require(holds: boolean, caller: string, name: string, domain: string, value: unknown): void {
  if (!holds) throw new RangeError(`${caller}: ${name} must be ${domain}, got ${value as string}`)
}

export function requireOneOf(caller: string, name: string, value: string, known: readonly string[]): void {
  require(known.includes(value), caller, name, `one of ${known.join(', ')}`, value)
}

export function requireWhole(caller: string, name: string, value: number, least: number): void {
  require(Number.isInteger(value) && value >= least, caller, name, `a whole number >= ${least}`, value)
}

export function requireFraction(caller: string, name: string, value: number): void {
  require(value > 0 && value < 1, caller, name, 'between 0 and 1', value)
}

/** Functions of the constants must not hide one. */
export function requireNewNames(caller: string, quantities: object, names: readonly string[]): void {
  const taken = Object.keys(quantities).find((name) => names.includes(name))
  if (taken !== undefined) throw new RangeError(`${caller}: quantities must not be named like a constant, got ${taken}`)
}

/** One weight >= 0 for each datum. */
export function requireWeights(caller: string, n: number, weights: readonly number[]): void {
  const bad = weights.length === n ? weights.find((weight) => !(weight >= 0 && weight < Infinity)) : weights.length
  require(bad === undefined, caller, 'weights', `>= 0, one per datum (${n})`, bad)
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
