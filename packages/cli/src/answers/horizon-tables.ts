import { horizonDate, type HorizonDate, type HorizonDoubling, type TimeHorizon } from '@safety-portfolio/scaling-laws'
import type { SummaryTable } from '../report/summary-table.js'
import { formatMinutes } from '../text/format-minutes.js'

/** When the trends reach each length. */
export function horizonDates(
  trends: HorizonDoubling['trends'],
  lengths: readonly number[],
  level: number,
): readonly { readonly minutes: number; readonly from2023: HorizonDate; readonly all: HorizonDate }[] {
  return lengths.map((minutes) => ({
    minutes,
    from2023: horizonDate(trends.from2023, minutes, { level }),
    all: horizonDate(trends.all, minutes, { level }),
  }))
}

/** The dates as a table. */
export function horizonDateTable(dates: ReturnType<typeof horizonDates>, since: string): SummaryTable {
  const cells = ({ date, interval, years }: HorizonDate): readonly string[] => [
    date ?? 'never',
    interval === null ? (years.reason ?? 'none') : `${interval.lower} to ${interval.upper}`,
  ]
  const level = dates[0]!.all.interval?.level ?? dates[0]!.from2023.interval?.level
  return {
    caption: `When the 50 % horizon reaches a length${level === undefined ? '' : ` (${+(100 * level).toPrecision(4)} % interval of the line, the trend going on)`}`,
    header: ['length', 'agents released', 'date', 'interval'],
    rows: dates.flatMap(({ minutes, from2023, all }) => [
      [formatMinutes(minutes, minutes / 20), `from ${since}`, ...cells(from2023)],
      ['', 'at any time', ...cells(all)],
    ]),
  }
}

/** How far each p50 rests on choices: weights and penalty, and the form of the curve at the long end. */
export function horizonCheckTable(horizons: readonly TimeHorizon[]): SummaryTable {
  const minutes = (value: number | null): string => (value === null ? 'none' : formatMinutes(value, value / 10))
  return {
    caption: 'What the 50 % horizons rest on: other weights and penalties, and the longest third of the tasks',
    header: ['agent', 'p50 under 9 choices', 'p50 of a bent curve', 'long tasks', 'predicted there', 'seen'],
    rows: horizons.map(({ agent, sensitivity, longEnd }) => {
      const values = sensitivity.flatMap(({ p50 }) => (p50 === null ? [] : [p50]))
      const range = values.length === 0 ? 'none' : `${minutes(Math.min(...values))} to ${minutes(Math.max(...values))}`
      if (longEnd === null) return [agent, range, '–', '–', '–', '–']
      const share = (value: number): string => `${(100 * value).toFixed(0)} %`
      return [
        agent,
        range,
        minutes(longEnd.bentP50.estimate),
        `${longEnd.tasks} from ${minutes(longEnd.fromMinutes)}`,
        share(longEnd.predicted),
        share(longEnd.observed),
      ]
    }),
  }
}
