import { leastAbsoluteDeviations, type FitChinchillaOptions, type LossName } from '../src/index.js'

/** A loss by its name as `fitChinchilla` takes it. */
export function lossOption(name: LossName): NonNullable<FitChinchillaOptions['loss']> {
  return name === 'lad' ? leastAbsoluteDeviations : name
}
