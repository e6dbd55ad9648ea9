import type { ResamplingOptions } from '../resampling.js'
import { requireFraction, requireInteger } from './require-number.js'

/** What every estimate with optional resampling asks for. */
interface IntervalOptions {
  readonly level?: number
  readonly bootstrap?: ResamplingOptions
}

/** Level and number of replicates, with their defaults, checked in one place. */
export function intervalOptions(
  caller: string,
  { level: asked, bootstrap }: IntervalOptions,
  defaultLevel = 0.95,
): { readonly level: number; readonly replicates: number } {
  const level = asked ?? defaultLevel
  const replicates = bootstrap?.replicates ?? 1000
  requireFraction(caller, 'level', level)
  requireInteger(caller, 'bootstrap.replicates', replicates, 2)
  return { level, replicates }
}
