const dayMilliseconds = 86_400_000

/** Years of 365.25 days from one ISO date to another: the time axis of every trend. */
export function yearsBetween(origin: string, date: string): number {
  return (Date.parse(date) - Date.parse(origin)) / dayMilliseconds / 365.25
}

/** Evenly spaced ISO dates from one to another, both included. */
export function datesBetween(from: string, to: string, count: number): readonly string[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return Array.from({ length: count }, (_, index) =>
    new Date(start + ((end - start) * index) / (count - 1)).toISOString().slice(0, 10),
  )
}

/** The earliest and the latest of some ISO dates. */
export function dateRange(dates: readonly string[]): readonly [string, string] {
  const sorted = [...dates].sort()
  return [sorted[0] ?? '', sorted.at(-1) ?? '']
}
