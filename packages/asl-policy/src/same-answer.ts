/** Whether an answer is the expected one: lists of texts without regard to their order, objects by their keys, everything else equal. */
export function sameAnswer(expected: unknown, got: unknown): boolean {
  if (Array.isArray(expected) && Array.isArray(got)) {
    if (expected.length !== got.length) return false
    if (expected.every((item) => typeof item === 'string')) {
      const sorted = (list: readonly unknown[]): string => JSON.stringify(list.map(String).toSorted())
      return sorted(expected) === sorted(got)
    }
    return expected.every((item, index) => sameAnswer(item, got[index]))
  }
  if (isRecord(expected) && isRecord(got)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(got)])
    return [...keys].every((key) => sameAnswer(expected[key], got[key]))
  }
  return expected === got
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
