/** Throws unless `value` is a finite number > 0. */
export function requirePositive(caller: string, name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${caller}: ${name} must be > 0 and finite, got ${value}`)
}

/** Throws unless `value` is a finite number >= 0. */
export function requireNonNegative(caller: string, name: string, value: number): void {
  if (!(value >= 0 && value < Infinity))
    throw new RangeError(`${caller}: ${name} must be >= 0 and finite, got ${value}`)
}

/** Throws unless `value` is a finite number. */
export function requireFinite(caller: string, name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${caller}: ${name} must be finite, got ${value}`)
}

/** Throws unless `value` is an integer >= `minimum` that a double holds exactly. */
export function requireInteger(caller: string, name: string, value: number, minimum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum)
    throw new RangeError(`${caller}: ${name} must be an integer >= ${minimum}, got ${value}`)
}

/** Throws unless `value` lies strictly between 0 and 1. */
export function requireFraction(caller: string, name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${caller}: ${name} must be in (0, 1), got ${value}`)
}
