import type { FixedEffect, LinearFit, MarginalMeans } from '@safety-portfolio/mixed-models'
import { holm } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** Marginal means of a factor and the differences between its levels. */
export function marginalMeansAnswer(fit: LinearFit, { factor, means, differences }: MarginalMeans): Answer {
  const known = differences.every(({ p }) => p !== null)
  const adjusted = known ? holm(differences.map(({ p }) => p!)) : null
  return {
    title: `Marginal means of ${factor}`,
    lead: `${counted(fit.n, 'row')}; ${fit.formula}, ${fit.converged ? 'a certified optimum' : 'not proven to be the optimum: do not use these numbers'}.`,
    tables: [
      effectTable(`Mean at each level of ${factor}`, means, null),
      effectTable('Differences between levels', differences, adjusted),
    ],
    basis: {
      method: `${fit.method} fit of ${fit.formula}; other factors averaged with equal weight, numbers at their means or where they were put; p-values of differences with Holm's correction`,
      assumptions: fit.assumptions,
      warnings: fit.warnings,
    },
    result: {
      factor,
      formula: fit.formula,
      n: fit.n,
      means,
      differences: differences.map((effect, k) => ({ ...effect, adjustedP: adjusted?.[k] ?? null })),
      converged: fit.converged,
      certificate: fit.certificate,
      warnings: fit.warnings,
      assumptions: fit.assumptions,
      version: fit.version,
    },
    fine: fit.converged,
  }
}

function effectTable(
  caption: string,
  effects: readonly FixedEffect[],
  adjusted: readonly number[] | null,
): SummaryTable {
  return {
    caption,
    header: [
      'level',
      'estimate',
      intervalHeader(effects.map(({ interval }) => interval)),
      'standard error',
      'df',
      ...(adjusted === null ? [] : ['adjusted p']),
    ],
    rows: effects.map(({ term, estimate, se, df, interval }, k) => [
      term,
      ...estimateCells({ estimate, standardError: se > 0 ? se : null, interval, reason: 'none: see warnings' }),
      standardErrorCell(se),
      df === null ? '∞' : formatNumber(df, 4),
      ...(adjusted === null ? [] : [formatNumber(adjusted[k]!, 2)]),
    ]),
  }
}
