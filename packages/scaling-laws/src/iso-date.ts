import { daysPerYear } from './growth-rate.js'
import { requireFinite } from './internal/require-number.js'

const millisecondsPerDay = 86_400_000

/** A calendar date as `YYYY-MM-DD`. */
export type IsoDate = string

/** Whole days from 1970-01-01 to an ISO date, or `null` when the text is not a date of the calendar. */
export function parseIsoDate(date: string): number | null {
  if (date.length !== 10 || date.charCodeAt(4) !== hyphen || date.charCodeAt(7) !== hyphen) return null
  const year = 100 * twoDigits(date, 0) + twoDigits(date, 2)
  const month = twoDigits(date, 5)
  const day = twoDigits(date, 8)
  if (Number.isNaN(year + month + day)) return null
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  // Days since 1970-01-01 of the proleptic Gregorian calendar: years start in March, so the leap day comes last.
  const y = month > 2 ? year : year - 1
  const m = month > 2 ? month - 3 : month + 9
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return 365 * y + leapDays + Math.floor((153 * m + 2) / 5) + day - 1 - 719_468
}

const hyphen = 45
const zero = 48

/** The number that two characters write, NaN when they are not digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero
  const ones = text.charCodeAt(at + 1) - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : NaN
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/**
 * Years from one calendar date to another, days / 365.25: the time axis of every trend in this package.
 *
 * @param date - `YYYY-MM-DD`
 * @param origin - the date that is year 0. Default `2010-01-01`.
 * @throws RangeError when either is not a date of the calendar written `YYYY-MM-DD`.
 *
 * @example
 * ```ts
 * import { yearsSince } from '@safety-portfolio/scaling-laws'
 *
 * yearsSince('2018-03-22') // => ~8.21903
 * yearsSince('2024-02-30') // throws RangeError
 * ```
 */
export function yearsSince(date: IsoDate, origin: IsoDate = '2010-01-01'): number {
  return (days('yearsSince', date) - days('yearsSince', origin)) / daysPerYear
}

/**
 * The calendar date that lies `years` (of 365.25 days) after `origin`, rounded to the nearest day, or `null` outside the
 * years 0000 to 9999 that `YYYY-MM-DD` can write.
 *
 * @example
 * ```ts
 * import { dateAfter } from '@safety-portfolio/scaling-laws'
 *
 * dateAfter(8.219028062970569) // => '2018-03-22'
 * dateAfter(1, '2024-01-01') // => '2024-12-31'
 * dateAfter(1e6) // => null
 * ```
 */
export function dateAfter(years: number, origin: IsoDate = '2010-01-01'): IsoDate | null {
  requireFinite('dateAfter', 'years', years)
  const day = Math.round(days('dateAfter', origin) + years * daysPerYear)
  const time = new Date(day * millisecondsPerDay)
  const year = time.getUTCFullYear()
  return year >= 0 && year <= 9999 ? time.toISOString().slice(0, 10) : null
}

function days(caller: string, date: string): number {
  const parsed = parseIsoDate(date)
  if (parsed === null) throw new RangeError(`${caller}: a date must be written YYYY-MM-DD, got ${date}`)
  return parsed
}
