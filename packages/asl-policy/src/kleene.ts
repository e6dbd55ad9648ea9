import { ternary, truthOf, type Ternary, type Truth } from './truth.js'

/**
 * "Not" of strong Kleene logic (Kleene 1952, section 64): unknown stays unknown.
 *
 * @example
 * ```ts
 * import { kleeneNot } from '@safety-portfolio/asl-policy'
 *
 * kleeneNot('unknown') // => 'unknown'
 * ```
 */
export function kleeneNot(a: Truth): Truth {
  return truthOf((2 - ternary[a]) as Ternary)
}

/**
 * "And" of any number of truths: false if one is false, true if all are true (also if there are none), else unknown.
 *
 * @example
 * ```ts
 * import { kleeneAll } from '@safety-portfolio/asl-policy'
 *
 * kleeneAll(['true', 'unknown']) // => 'unknown'
 * kleeneAll(['false', 'unknown']) // => 'false'
 * ```
 */
export function kleeneAll(values: readonly Truth[]): Truth {
  return truthOf(Math.min(ternary.true, ...values.map((value) => ternary[value])) as Ternary)
}

/**
 * "Or" of any number of truths: true if one is true, false if all are false (also if there are none), else unknown.
 *
 * @example
 * ```ts
 * import { kleeneAny } from '@safety-portfolio/asl-policy'
 *
 * kleeneAny(['false', 'unknown']) // => 'unknown'
 * ```
 */
export function kleeneAny(values: readonly Truth[]): Truth {
  return truthOf(Math.max(ternary.false, ...values.map((value) => ternary[value])) as Ternary)
}

/**
 * Whether a implies b: "not a, or b".
 *
 * @example
 * ```ts
 * import { kleeneImplies } from '@safety-portfolio/asl-policy'
 *
 * kleeneImplies('unknown', 'true') // => 'true'
 * kleeneImplies('unknown', 'false') // => 'unknown'
 * ```
 */
export function kleeneImplies(a: Truth, b: Truth): Truth {
  return kleeneAny([kleeneNot(a), b])
}

/**
 * Whether at least `count` of the truths hold: true once so many are true, false once too few can still be, else unknown.
 *
 * @param count - How many; a whole number of at least 0.
 *
 * @example
 * ```ts
 * import { kleeneAtLeast } from '@safety-portfolio/asl-policy'
 *
 * kleeneAtLeast(2, ['true', 'unknown', 'false']) // => 'unknown'
 * kleeneAtLeast(2, ['true', 'false', 'false']) // => 'false'
 * ```
 */
export function kleeneAtLeast(count: number, values: readonly Truth[]): Truth {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`kleeneAtLeast: count must be a whole number of at least 0, got ${count}`)
  }
  const sure = values.filter((value) => value === 'true').length
  if (sure >= count) return 'true'
  return sure + values.filter((value) => value === 'unknown').length < count ? 'false' : 'unknown'
}
