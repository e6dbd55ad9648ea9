/** Base of a logarithm: 2, `'e'`, or another number above 1. */
export type LogBase = 'e' | number

/** The natural logarithm of a base. Throws a RangeError unless it is `'e'` or a finite number above 1. */
export function requireBase(caller: string, base: LogBase): number {
  if (base === 'e') return 1
  if (!(base > 1 && base < Infinity)) {
    throw new RangeError(`${caller}: base must be 'e' or a number above 1, got ${String(base)}`)
  }
  return Math.log(base)
}
