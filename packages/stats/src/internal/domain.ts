function refuse(name: string, argument: string, must: string, value: number): never {
  throw new RangeError(`${name}: ${argument} must be ${must}, got ${value}`)
}

/** Any value but NaN. */
export function requireNumber(name: string, argument: string, value: number): void {
  if (!(value === value)) refuse(name, argument, 'a number', value)
}

/** A value in (-Infinity, Infinity). */
export function requireFinite(name: string, argument: string, value: number): void {
  if (!Number.isFinite(value)) refuse(name, argument, 'finite', value)
}

/** A value in (0, Infinity). */
export function requirePositive(name: string, argument: string, value: number): void {
  if (!(value > 0 && value < Infinity)) refuse(name, argument, 'positive and finite', value)
}

/** A value in (0, Infinity]. */
export function requirePositiveOrInfinite(name: string, argument: string, value: number): void {
  if (!(value > 0)) refuse(name, argument, 'positive', value)
}

/** A value in [0, 1]. */
export function requireProbability(name: string, argument: string, value: number): void {
  if (!(value >= 0 && value <= 1)) refuse(name, argument, 'in [0, 1]', value)
}

/** A whole number >= 0 below 2^53. */
export function requireCount(name: string, argument: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 0)) refuse(name, argument, 'a whole number >= 0', value)
}
