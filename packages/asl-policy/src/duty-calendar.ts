import { addDuration } from './calendar-date.js'
import { dueStatus } from './clock.js'
import type { Policy } from './policy.js'

/** A duty with its day. */
export interface CalendarDuty {
  readonly id: string
  readonly policy: string
  readonly due: string
  /** First day, where there is a window. */
  readonly earliest: string | null
  /** `late` when its day has passed, `soft` when it is guidance and its day has passed. */
  readonly status: 'due' | 'late' | 'soft'
  readonly hard: boolean
  readonly to: string | null
  readonly clause: string
}

/** What is known about when duties were last done. */
export interface DutyRecord {
  /** Clock of the policy. */
  readonly clock: string
  /** Day it was last done, or when its event began. */
  readonly on: string
}

/**
 * When the duties of a policy fall due next.
 *
 * @throws RangeError where the policy has no such clock.
 *
 * @example
 * ```ts
 * import { dutyCalendar, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const [duty] = dutyCalendar(shippedPolicy('rsp', '3.4'), [{ clock: 'risk-report', on: '2026-08-14' }], '2026-09-01')
 * duty?.due // => '2027-02-14'
 * ```
 */
export function dutyCalendar(policy: Policy, records: readonly DutyRecord[], today: string): readonly CalendarDuty[] {
  return records
    .map(({ clock: name, on }): CalendarDuty => {
      const clock = policy.clocks.find(({ id, names }) => id === name || names.includes(name))
      const period = clock?.every ?? clock?.within
      if (clock === undefined || period === undefined) {
        const known = policy.clocks.map(({ id }) => id).join(', ')
        throw new RangeError(
          `dutyCalendar: clock must be one of ${policy.id} ${policy.version} (${known || 'it has none'}), got ${name}`,
        )
      }
      const days = period.startsWith('PT') ? 'P1D' : period
      const { status, windowStart, deadline } = dueStatus({
        on,
        every: days,
        earliest: clock.earliest,
        done: null,
        today,
      })
      return {
        id: clock.id,
        policy: `${policy.id} ${policy.version}`,
        due: deadline,
        earliest: windowStart,
        status: status === 'on-time' ? 'due' : clock.hard ? 'late' : 'soft',
        hard: clock.hard,
        to: clock.to ?? null,
        clause: clock.clause,
      }
    })
    .toSorted((a, b) => (a.due < b.due ? -1 : 1))
}

/**
 * Duties as a calendar file (iCalendar, RFC 5545): one all-day event each.
 *
 * @param stamp - When the file was made, a UTC time such as `2026-01-01T00:00:00Z`.
 */
export function dutyIcs(duties: readonly CalendarDuty[], stamp: string): string {
  const compact = (text: string): string => text.replaceAll(/[-:]|\.\d+/g, '')
  const events = duties.flatMap(({ id, policy, due, hard, to, clause, earliest }) => [
    'BEGIN:VEVENT',
    `UID:${escaped(`${policy}-${id}-${due}`.replaceAll(' ', '-'))}@safety-portfolio`,
    `DTSTAMP:${compact(stamp)}`,
    `DTSTART;VALUE=DATE:${compact(due)}`,
    `DTEND;VALUE=DATE:${compact(addDuration(due, 'P1D'))}`,
    `SUMMARY:${escaped(`${id} due${hard ? '' : ' (guidance)'}: ${policy}`)}`,
    `DESCRIPTION:${escaped(`Clause ${clause}${to === null ? '' : `, to ${to}`}${earliest === null ? '' : `, not before ${earliest}`}`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ])
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//safety-portfolio//asl-policy//EN',
    ...events,
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, (character) => `\\${character}`).replaceAll('\n', String.raw`\n`)
}

/** Lines of more than 75 octets go on in the next, which begins with a space. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const code = character.codePointAt(0)!
    const size = code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4
    if (octets + size > 74) {
      parts.push(part)
      part = ''
      octets = 0
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n ')
}
