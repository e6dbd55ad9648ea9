/** A three-valued truth: what is not known is neither true nor false. */
export type Truth = 'true' | 'false' | 'unknown'

/** The truths as numbers, in the order in which `min` is "and" and `max` is "or". */
export const ternary = { false: 0, unknown: 1, true: 2 } as const

/** 0 false, 1 unknown, 2 true. */
export type Ternary = 0 | 1 | 2

const names: readonly [Truth, Truth, Truth] = ['false', 'unknown', 'true']

/** The name of a truth held as a number. */
export function truthOf(value: Ternary): Truth {
  return names[value]
}

/** The truth of a value of an evidence file: booleans as they are, `null`, absent and `'unknown'` unknown; anything else is `undefined`. */
export function ternaryOf(value: unknown): Ternary | undefined {
  if (value === true) return ternary.true
  if (value === false) return ternary.false
  return value === undefined || value === null || value === 'unknown' ? ternary.unknown : undefined
}
