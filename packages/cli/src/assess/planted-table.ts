import type { SummaryTable } from '../report/summary-table.js'
import { formatNumber } from '../text/format-number.js'
import type { PlantedTruth } from './suite.js'

/** Whether an interval holds the truth; `null` where there is no interval. */
export function holdsTruth({ truth, interval }: PlantedTruth): boolean | null {
  return interval === null ? null : interval.lower <= truth && truth <= interval.upper
}

/** Truth beside estimate for everything that was planted. */
export function plantedTable(planted: readonly PlantedTruth[]): SummaryTable {
  return {
    caption: 'Planted truth beside estimate',
    header: ['quantity', 'truth', 'estimate', 'interval', 'holds'],
    rows: planted.map((row) => {
      const { quantity, truth, estimate, interval } = row
      const held = holdsTruth(row)
      return [
        quantity,
        formatNumber(truth, 3),
        estimate === null ? 'none' : formatNumber(estimate, 3),
        interval === null ? 'none' : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`,
        held === null ? 'unknown' : held ? 'yes' : 'no',
      ]
    }),
  }
}
