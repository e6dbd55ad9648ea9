import type { LawComparison } from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import { counted } from '../text/counted.js'
import { formatEstimate, formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'

/** Forms of laws side by side. The caller has seen that they can be compared. */
export function comparisonAnswer(comparison: LawComparison): Answer {
  const { laws, n, preferred, method, assumptions, warnings } = comparison
  const number = (value: number | null, digits = 4): string => (value === null ? '–' : formatNumber(value, digits))
  const judges = [
    ['AICc', preferred.aicc],
    ['BIC', preferred.bic],
    ['data left out', preferred.crossValidation],
    ['extrapolation', preferred.extrapolation],
  ].flatMap(([judge, law]) => (law === null ? [] : [`${judge} ${law}`]))
  return {
    title: 'Comparison of laws',
    lead: sentence(
      judges.length === 0
        ? `none of the laws could be fitted to ${counted(n, 'row')}`
        : `on ${counted(n, 'row')}, preferred: by ${judges.join(', by ')}`,
    ),
    tables: [
      {
        caption: 'Laws: differences of AICc ± their standard error over the data',
        header: ['law', 'constants', 'AICc above best', 'weight', 'BIC above best', 'error left out', 'error ahead'],
        rows: laws.map((law) => [
          law.name,
          law.k === null ? '–' : String(law.k),
          difference(law.aiccDifference),
          number(law.akaikeWeight, 2),
          number(law.bicDifference, 3),
          number(law.crossValidationError, 3),
          number(law.extrapolationError, 3),
        ]),
      },
    ],
    basis: {
      method,
      assumptions,
      warnings: [
        ...warnings,
        ...laws.flatMap(({ name, reason }) =>
          reason === undefined ? [] : [{ code: 'not-fitted', message: `${name}: ${reason}` }],
        ),
      ],
    },
    result: comparison,
    fine: warnings.length === 0,
  }
}

function difference({ estimate, standardError }: Estimate): string {
  if (estimate === null) return '–'
  const value = formatEstimate(estimate, standardError)
  return standardError === null || standardError === 0 ? value : `${value} ± ${formatNumber(standardError, 2)}`
}
