import { requireInteger, requireLevel } from './require.js'

/** Throws a RangeError unless 0 <= successes <= trials are integers and the level lies in (0, 1). */
export function requireCounts(caller: string, successes: number, trials: number, level: number): void {
  requireInteger(caller, 'trials', trials, 0)
  requireInteger(caller, 'successes', successes, 0)
  if (successes > trials) {
    throw new RangeError(`${caller}: successes must be at most trials, got ${successes} of ${trials}`)
  }
  requireLevel(caller, level)
}
