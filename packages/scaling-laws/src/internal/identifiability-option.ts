import type { Finding } from '@safety-portfolio/stats'
import { requireOneOf } from './options.js'

/** What happens where the data do not determine the constants. */
export interface IdentifiabilityOption {
  /**
   * What happens where the data do not determine the constants (too few distinct sizes, tokens that follow params, a term without effect, an exponent at its
   * bound, a condition number above 1e8): `'refuse'` (default) returns a `refusal` and no number, `'warn'` the constants with the reason among `warnings`.
   * Too few data, equal losses and values that are not > 0 are always refused.
   */
  readonly identifiability?: 'refuse' | 'warn'
}

export function refusesUnidentified(caller: string, { identifiability = 'refuse' }: IdentifiabilityOption): boolean {
  requireOneOf(caller, 'identifiability', identifiability, ['refuse', 'warn'])
  return identifiability === 'refuse'
}

/** Whether a caller may insist on a fit: of a design that does not determine the constants, not of too few data or of bad values. */
export function insistable({ code }: Finding): boolean {
  return /size|follow/.test(code)
}
