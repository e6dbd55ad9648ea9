/** Throws a RangeError that names the function and the first value that is not finite; also where there are fewer than `minimum`. */
export function requireValues(caller: string, values: ArrayLike<number>, minimum: number, argument = 'values'): void {
  if (values.length < minimum) {
    const needed = minimum === 1 ? 'must not be empty' : `must have at least ${minimum} elements, got ${values.length}`
    throw new RangeError(`${caller}: ${argument} ${needed}`)
  }
  for (let index = 0; index < values.length; index += 1) {
    if (!Number.isFinite(values[index])) {
      throw new RangeError(`${caller}: ${argument} must be finite, got ${String(values[index])} at index ${index}`)
    }
  }
}

/** Throws a RangeError unless `value` is an integer of at least `minimum` (and safe, so that it is exact). */
export function requireInteger(caller: string, argument: string, value: number, minimum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new RangeError(`${caller}: ${argument} must be an integer >= ${minimum}, got ${value}`)
  }
}

/** Throws a RangeError unless `value` lies strictly between 0 and 1. */
export function requireLevel(caller: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${caller}: level must lie in (0, 1), got ${value}`)
}

/** Throws a RangeError unless `value` is finite and positive. */
export function requirePositive(caller: string, argument: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${caller}: ${argument} must be positive and finite, got ${value}`)
  }
}

/** Throws a RangeError unless both ends are finite and in order. */
export function requireBracket(caller: string, lower: number, upper: number): void {
  if (!(Number.isFinite(lower) && Number.isFinite(upper) && lower < upper)) {
    throw new RangeError(`${caller}: lower < upper must be finite, got [${lower}, ${upper}]`)
  }
}

/** Throws a RangeError unless `value` is one of `choices`: callers without types, and options read from a command line. */
export function requireChoice(caller: string, argument: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    throw new RangeError(`${caller}: ${argument} must be one of ${choices.join(', ')}, got ${value}`)
  }
}
