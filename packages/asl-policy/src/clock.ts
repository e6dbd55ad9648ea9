import { Temporal } from 'temporal-polyfill'
import { addDuration, addWorkingDays, daysBetween, exactHours } from './calendar-date.js'
import type { Clock, Policy } from './policy.js'

/** A recurring duty on a day. */
export interface DueStatus {
  readonly status: 'on-time' | 'overdue'
  /** First day on which it may be done; `null` where any day will do. */
  readonly windowStart: string | null
  /** Last day. */
  readonly deadline: string
  /** Whether it was done before its window opened. */
  readonly early: boolean
}

/** The clock of a policy that an event is measured by; `undefined` where it has none. */
export function findClock({ clocks }: Policy, event: string): Clock | undefined {
  const wanted = plain(event)
  const exact = clocks.find(({ id, names }) => [id, ...names].some((name) => plain(name) === wanted))
  if (exact !== undefined) return exact
  // "death of two users": the one clock whose every word is in the event.
  const words = new Set(wanted.split(' '))
  const within = clocks.filter(({ id, names }) =>
    [id, ...names].some((name) =>
      plain(name)
        .split(' ')
        .every((word) => words.has(word)),
    ),
  )
  return within.length === 1 ? within[0] : undefined
}

/**
 * Whether a duty that recurs is late: done after its last day, or not done when that day has passed. The last day itself is on time.
 *
 * @param given - `on` the day it was last done, `every` its period, `earliest` the start of a window, `done` when it was done again (`null` if
 *   not), `today` the day of the question.
 *
 * @example
 * ```ts
 * import { dueStatus } from '@safety-portfolio/asl-policy'
 *
 * dueStatus({ on: '2025-05-22', every: 'P1Y', done: null, today: '2026-05-23' }).status // => 'overdue'
 * dueStatus({ on: '2026-02-24', every: 'P6M', earliest: 'P3M', done: '2026-08-14', today: '2026-09-01' }).windowStart // => '2026-05-24'
 * ```
 */
export function dueStatus(given: {
  readonly on: string
  readonly every: string
  readonly earliest?: string | undefined
  readonly done: string | null
  readonly today: string
}): DueStatus {
  const { on, every, earliest, done, today } = given
  const deadline = addDuration(on, every)
  const windowStart = earliest === undefined ? null : addDuration(on, earliest)
  const status = (done ?? today) > deadline ? 'overdue' : 'on-time'
  return { status, windowStart, deadline, early: done !== null && windowStart !== null && done < windowStart }
}

/** A duty within a time of an event. */
export interface ReportStatus {
  readonly status: 'on-time' | 'overdue' | 'unknown'
  /** The limit, ISO 8601. */
  readonly limit: string
  /** Time from the event to the report, or to now; `null` where one of them is not known. */
  readonly elapsed: string | null
  /** Whether it was reported. */
  readonly reported: boolean
  readonly to: string | null
}

/**
 * Whether a report is in time. The limit itself is in time. Limits in hours are measured in hours, limits in days in days.
 *
 * @param clock - The clock with `within` or `workingDays`.
 * @param given - `from` when it started, `reported` when it was reported (`null` if not yet), `now` the time of the question; days or UTC times.
 *
 * @example
 * ```ts
 * import { findClock, reportStatus, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const clock = findClock(shippedPolicy('ca-sb53', 'law'), 'critical safety incident')!
 * reportStatus(clock, { from: '2026-03-01T00:00Z', reported: null, now: '2026-03-16T00:00Z' }).status // => 'on-time'
 * ```
 */
export function reportStatus(
  clock: Clock,
  given: { readonly from: string | null; readonly reported: string | null; readonly now: string | null },
): ReportStatus {
  const { within, workingDays, to = null } = clock
  const { from, reported, now } = given
  const end = reported ?? now
  const limit = within ?? `P${workingDays ?? 0}D`
  const base = { limit, reported: reported !== null, to }
  if (from === null || end === null) return { status: 'unknown', elapsed: null, ...base }
  if (workingDays !== undefined) {
    const day = end.slice(0, 10)
    const deadline = addWorkingDays(from.slice(0, 10), workingDays)
    const elapsed = `P${daysBetween(from.slice(0, 10), day)}D`
    return { status: day > deadline ? 'overdue' : 'on-time', elapsed, ...base }
  }
  const minutes = instant(from).until(instant(end), { largestUnit: 'minutes' }).minutes
  const hours = exactHours(limit)
  const late = hours === null ? end.slice(0, 10) > addDuration(from.slice(0, 10), limit) : minutes > hours * 60
  return { status: late ? 'overdue' : 'on-time', elapsed: elapsedText(minutes, limit.includes('T')), ...base }
}

function elapsedText(minutes: number, inHours: boolean): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (!inHours && minutes % 1440 === 0) return `P${minutes / 1440}D`
  if (inHours) return `PT${hours}H${rest === 0 ? '' : `${rest}M`}`
  return `P${Math.floor(hours / 24)}DT${hours % 24}H${rest === 0 ? '' : `${rest}M`}`
}

function instant(text: string): Temporal.Instant {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00Z` : text
  try {
    return Temporal.Instant.from(full)
  } catch {
    throw new RangeError(
      `reportStatus: times must be days or times with an offset such as 2026-03-01T00:00Z, got ${text}`,
    )
  }
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()
}
