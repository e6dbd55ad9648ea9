import type { FitLoss, LossName } from '../fit-result.js'

const names: readonly LossName[] = ['huber', 'lad', 'squared', 'log-squared']

export function fitLoss(
  caller: string,
  { loss = 'huber', delta = 1e-3 }: { readonly loss?: LossName; readonly delta?: number },
): FitLoss {
  if (!names.includes(loss)) throw new RangeError(`${caller}: loss must be one of ${names.join(', ')}, got ${loss}`)
  if (!(delta > 0 && delta < Infinity)) throw new RangeError(`${caller}: delta must be > 0, got ${delta}`)
  return { name: loss, delta: loss === 'huber' ? delta : null }
}

export function requireWhole(caller: string, name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${caller}: ${name} must be a whole number >= ${least}, got ${value}`)
  }
}

export function requireFraction(caller: string, name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${caller}: ${name} must be between 0 and 1, got ${value}`)
}

const descriptions: Readonly<Record<LossName, string>> = {
  huber: 'sum of Huber losses of log residuals',
  lad: 'sum of absolute log residuals',
  'log-squared': 'sum of squared log residuals',
  squared: 'sum of squared residuals of the loss',
}

export function describeLoss({ name }: FitLoss): string {
  return descriptions[name]
}

/** The data that take part and their weights: those of weight zero are left out. */
export function usableData<Point>(
  caller: string,
  points: readonly Point[],
  weights: readonly number[] | undefined,
): { readonly points: readonly Point[]; readonly weights?: Float64Array; readonly kept: readonly number[] } {
  if (weights === undefined) return { points, kept: points.map((_, i) => i) }
  if (weights.length !== points.length)
    throw new RangeError(`${caller}: weights must have one entry per datum (${points.length}), got ${weights.length}`)
  for (const weight of weights) {
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`${caller}: weights must be >= 0, got ${weight}`)
  }
  const kept = points.map((_, i) => i).filter((i) => weights[i]! > 0)
  return { points: kept.map((i) => points[i]!), weights: Float64Array.from(kept, (i) => weights[i]!), kept }
}
