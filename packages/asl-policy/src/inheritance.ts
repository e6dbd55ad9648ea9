/** What a model may take over from one that bounds it. */
export interface Inheritance {
  /** Whether the bound may be used. */
  readonly inherits: boolean | 'unknown'
  /** Least standard that is needed; `null` where nothing follows. */
  readonly floor: string | null
  /** Greatest standard that can be needed; `null` where nothing follows. */
  readonly ceiling: string | null
  /** Whether the model must be tested itself. */
  readonly retest: 'required' | 'voluntary' | 'not-required'
}

/**
 * What follows from a comparison with a model that was assessed. At or below it, its standard is enough and needed; above it, its standard is
 * the least that is needed and the bound is gone: a test of its own is required, unless the model is known not to be notably more capable.
 *
 * @example
 * ```ts
 * import { inheritance } from '@safety-portfolio/asl-policy'
 *
 * inheritance({ atOrBelow: true, standard: 'ASL-3' }) // => { inherits: true, floor: 'ASL-3', ceiling: 'ASL-3', retest: 'not-required' }
 * inheritance({ atOrBelow: false, standard: null }).retest // => 'required'
 * ```
 */
export function inheritance(given: {
  /** Whether it is at or below the reference on the evaluations that matter; `null` where that is not known. */
  readonly atOrBelow: boolean | null
  /** Standard of the reference. */
  readonly standard: string | null
  /** Whether it is notably more capable in the words of the policy; `null` where that is not known. */
  readonly notablyMoreCapable?: boolean | null
  /** Day after which the comparison no longer counts. */
  readonly expiresOn?: string | null
  /** Day of the question; needed with `expiresOn`. */
  readonly today?: string | null
}): Inheritance {
  const { atOrBelow, standard, notablyMoreCapable = null, expiresOn = null, today = null } = given
  const expired = expiresOn !== null && (today === null || today > expiresOn)
  if (atOrBelow === true && !expired) {
    if (standard === null) return { inherits: 'unknown', floor: null, ceiling: null, retest: 'required' }
    return { inherits: true, floor: standard, ceiling: standard, retest: 'not-required' }
  }
  const retest = notablyMoreCapable === false && !expired ? 'voluntary' : 'required'
  return {
    inherits: atOrBelow === null ? 'unknown' : false,
    floor: atOrBelow === false ? standard : null,
    ceiling: null,
    retest,
  }
}
