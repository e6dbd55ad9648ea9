import { Temporal } from 'temporal-polyfill'

/**
 * The day that lies a duration after another, clamped to the end of the month (31 January and one month: 28 or 29 February).
 *
 * @param date - Day, YYYY-MM-DD.
 * @param duration - ISO 8601, e.g. `P3M`.
 *
 * @example
 * ```ts
 * import { addDuration } from '@safety-portfolio/asl-policy'
 *
 * addDuration('2025-05-22', 'P6M') // => '2025-11-22'
 * addDuration('2024-11-30', 'P3M') // => '2025-02-28'
 * ```
 */
export function addDuration(date: string, duration: string): string {
  return plain('addDuration', date).add(Temporal.Duration.from(duration)).toString()
}

/**
 * Whole days from one day to another; negative when `to` is earlier.
 *
 * @example
 * ```ts
 * import { daysBetween } from '@safety-portfolio/asl-policy'
 *
 * daysBetween('2026-07-15', '2026-08-14') // => 30
 * ```
 */
export function daysBetween(from: string, to: string): number {
  return plain('daysBetween', from).until(plain('daysBetween', to), { largestUnit: 'day' }).days
}

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00Z`)) && plainOrNull(text) !== null
}

/** The day so many working days (Monday to Friday; holidays are not known here) after another. */
export function addWorkingDays(date: string, count: number): string {
  let day = plain('addWorkingDays', date)
  for (let left = count; left > 0;) {
    day = day.add({ days: 1 })
    if (day.dayOfWeek <= 5) left -= 1
  }
  return day.toString()
}

/** The longer of two durations, counted from a fixed day: -1 when the first is shorter, 0 when they are equal, 1 when it is longer. */
export function compareDurations(a: string, b: string): -1 | 0 | 1 {
  const from = '2023-01-01'
  const hours = (duration: string): number =>
    Temporal.Duration.from(duration).total({ unit: 'hours', relativeTo: from })
  return Math.sign(hours(a) - hours(b)) as -1 | 0 | 1
}

/** Hours in a duration of days, hours and minutes; `null` where it holds months or years. */
export function exactHours(duration: string): number | null {
  const parsed = Temporal.Duration.from(duration)
  if (parsed.years !== 0 || parsed.months !== 0) return null
  return parsed.total({ unit: 'hours', relativeTo: '2023-01-01T00:00Z[UTC]' })
}

function plain(name: string, date: string): Temporal.PlainDate {
  const day = plainOrNull(date)
  if (day === null) throw new RangeError(`${name}: must be a day of the calendar, YYYY-MM-DD, got ${date}`)
  return day
}

function plainOrNull(date: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' })
  } catch {
    return null
  }
}
