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
