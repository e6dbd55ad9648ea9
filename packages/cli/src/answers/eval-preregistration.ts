import type { PreregistrationResult } from '@safety-portfolio/evals'
import type { SummaryTable } from '../report/summary-table.js'
import { printable } from '../text/printable.js'

/** What was registered beside what the run did. */
export function registeredTable({ checks, claimHolds }: PreregistrationResult): SummaryTable {
  return {
    caption: 'Preregistration',
    header: ['what', 'registered', 'observed', 'outcome'],
    rows: [
      ...checks.map(({ what, registered, observed, ok }) => [
        what,
        printable(registered),
        printable(observed),
        ok ? 'kept' : 'differs',
      ]),
      ['claim', '', '', claimHolds ? 'holds' : 'does not hold'],
    ],
  }
}
