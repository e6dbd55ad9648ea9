/** Number of characters, also of those that JavaScript counts twice. */
export function length(text: string): number {
  return Array.from(text).length
}
