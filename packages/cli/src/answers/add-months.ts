import type { IsoDate } from '@safety-portfolio/scaling-laws'

/** The same day so many months later, or the last day of that month where it has no such day. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const total = year * 12 + month - 1 + months
  const [laterYear, laterMonth] = [Math.floor(total / 12), total % 12]
  const lastDay = new Date(Date.UTC(laterYear, laterMonth + 1, 0)).getUTCDate()
  return [String(laterYear).padStart(4, '0'), laterMonth + 1, Math.min(day, lastDay)]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}
