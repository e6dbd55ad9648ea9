/** Pairs of what two lists have under the same key; `null` where one lacks it. */
export function joined<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string = ({ id }) => id,
): readonly (readonly [T | null, T | null])[] {
  const later = new Map(after.map((item) => [keyOf(item), item]))
  const earlier = new Set(before.map(keyOf))
  return [
    ...before.map((item) => [item, later.get(keyOf(item)) ?? null] as const),
    ...after.filter((item) => !earlier.has(keyOf(item))).map((item) => [null, item] as const),
  ]
}
