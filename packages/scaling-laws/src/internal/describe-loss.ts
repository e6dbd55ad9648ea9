import type { FitLoss, LossName } from '../fit-result.js'

const descriptions: Readonly<Record<LossName, string>> = {
  huber: 'sum of Huber losses of log residuals',
  lad: 'sum of absolute log residuals',
  'log-squared': 'sum of squared log residuals',
  squared: 'sum of squared residuals of the loss',
}

export function describeLoss({ name }: FitLoss): string {
  return descriptions[name]
}
