/** Sets an own property even where the name is `__proto__`, which a file may well carry. */
export function setField(row: Record<string, unknown>, field: string, value: unknown): void {
  if (field === '__proto__') {
    Object.defineProperty(row, field, { value, enumerable: true, configurable: true, writable: true })
  } else row[field] = value
}

/**
 * A copy that does not keep its origin alive: engines represent a part of a string as a reference to the whole, so one kept
 * cell would hold on to the piece of the file that it came from.
 */
export function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1)
}
