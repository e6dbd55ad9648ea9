/** Throws a RangeError unless `value` is a whole number from 0 to `most`, and so is `most`. */
export function requireCount(caller: string, argument: string, value: number, most: number): void {
  if (!Number.isSafeInteger(most) || most < 0 || !Number.isSafeInteger(value) || value < 0 || value > most) {
    throw new RangeError(`${caller}: ${argument} must be a whole number from 0 to its trials, got ${value} of ${most}`)
  }
}
