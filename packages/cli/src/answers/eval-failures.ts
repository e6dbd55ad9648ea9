import type { FailureReason } from '@safety-portfolio/evals'
import type { SummaryTable } from '../report/summary-table.js'
import { printable } from '../text/printable.js'

/** Why attempts failed; no table where none did. */
export function failuresTables(failures: readonly FailureReason[]): readonly SummaryTable[] {
  if (failures.length === 0) return []
  return [
    {
      caption: 'Failed attempts',
      header: ['attempts', 'error'],
      rows: failures.map(({ message, attempts }) => [String(attempts), printable(message, 200)]),
    },
  ]
}
