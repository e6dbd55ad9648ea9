/** A label as it is compared: numbers by value (`1`, `1.0`), text without regard to case and spaces. */
export function comparableLabel(label: string): string {
  const text = label.replaceAll(/\s+/g, ' ').trim()
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? String(Number(text)) : text.toLowerCase()
}

/** Labels of options as text: numbers of a file become their shortest form. `null` where the value is no list of labels. */
export function optionLabels(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null
  const labels = (value as readonly unknown[]).map((label) =>
    typeof label === 'string'
      ? label
      : typeof label === 'number' || typeof label === 'bigint' || typeof label === 'boolean'
        ? String(label)
        : null,
  )
  return labels.every((label) => label !== null) ? labels : null
}

/**
 * Where each of `wanted` stands among `given`: `order[i]` is the place of the i-th wanted label. `null` where the lists do not hold the same
 * labels. Labels that occur twice are taken in turn.
 */
export function labelOrder(wanted: readonly string[], given: readonly string[]): readonly number[] | null {
  if (wanted.length !== given.length) return null
  const places = new Map<string, number[]>()
  for (const [place, label] of given.entries()) {
    const key = comparableLabel(label)
    places.set(key, [...(places.get(key) ?? []), place])
  }
  const order = wanted.map((label) => places.get(comparableLabel(label))?.shift())
  return order.every((place) => place !== undefined) ? order : null
}
