/** Throws a RangeError unless `value` is a safe integer of at least `minimum`. */
export function requireInteger(caller: string, argument: string, value: number, minimum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new RangeError(`${caller}: ${argument} must be an integer >= ${minimum}, got ${value}`)
  }
}

/** Throws a RangeError unless `value` lies strictly between 0 and 1. */
export function requireFraction(caller: string, argument: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${caller}: ${argument} must lie in (0, 1), got ${value}`)
}

/** Throws a RangeError unless `value` lies in [0, 1]. */
export function requireProbability(caller: string, argument: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${caller}: ${argument} must lie in [0, 1], got ${value}`)
}

/** Throws a RangeError unless `value` is finite and at least `minimum`. */
export function requireAtLeast(caller: string, argument: string, value: number, minimum: number): void {
  if (!(value >= minimum && value < Infinity)) {
    throw new RangeError(`${caller}: ${argument} must be finite and >= ${minimum}, got ${value}`)
  }
}

/** Throws a RangeError unless `value` is finite. */
export function requireFinite(caller: string, argument: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${caller}: ${argument} must be finite, got ${value}`)
}
