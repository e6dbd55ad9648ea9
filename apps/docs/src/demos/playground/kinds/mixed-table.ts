import { intervalChart } from '@safety-portfolio/charts'
import { DataError } from '@safety-portfolio/records'
import { fitMixed, type FixedEffect, type Rows } from '@safety-portfolio/mixed-models'
import { decisionsTable } from '~/demos/mixed-model/decisions-table.js'
import { describeTable } from '~/kit/pasted-table.js'
import { defineKind, estimateRow, messages } from '../kind.js'
import { readWith } from '../read-with.js'

export const mixedTable = defineKind<Rows, readonly FixedEffect[]>({
  label: 'Any table, with the formula of a mixed model',
  wants: 'a formula, e.g. logit ~ age + gender + (1 + age | question)',
  page: '/demos/mixed-models/',
  sample: decisionsTable.sample.split('\n').slice(0, 160).join('\n') + '\n',
  read: (text, columns, { formula }) => {
    if (formula === '') {
      const { header } = describeTable(text)
      const message = `these columns are of no kind that is known by itself: write a formula, such as y ~ x + (1 | group). The columns: ${header.join(', ')}`
      throw new DataError([{ code: 'no-formula', path: [], message }], { name: 'the table' })
    }
    const rows = readWith(decisionsTable, text, columns)
    // A formula that does not fit the table is known before anything is fitted.
    fitted(formula, rows)
    return rows
  },
  analyse: (rows, { formula }) => {
    const fit = fitted(formula, rows)
    const { fixed, varianceComponents, method, assumptions, warnings, refusal } = fit
    return {
      lead:
        refusal?.message ??
        `${fit.n} rows, ${fixed.length} coefficients, ${varianceComponents.length} variance components.`,
      estimates: [
        ...fixed.map((row) => estimateRow(row.term, row)),
        ...varianceComponents.map(({ kind, group, term, estimate, interval }) =>
          estimateRow(
            `${kind === 'sigma' ? 'residual sd' : `${kind === 'correlation' ? 'correlation' : 'sd'} of ${term}`}${group === null ? '' : ` by ${group}`}`,
            { estimate, interval },
          ),
        ),
      ],
      method,
      source: 'Bates et al. 2015 (lme4); intervals by Satterthwaite where the response is gaussian',
      assumptions,
      warnings: messages(warnings, refusal ?? undefined),
      result: fixed,
    }
  },
  draw: (effects, width) =>
    intervalChart(
      effects.map(({ term, estimate, interval }) => ({
        label: term,
        estimate,
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
      })),
      { width, reference: 0, axis: 'Coefficient' },
    ),
})

function fitted(formula: string, rows: Rows): ReturnType<typeof fitMixed> {
  try {
    return fitMixed(formula, rows, {})
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error
    const message = error.message.replace(/^\w+: /, '')
    throw new DataError([{ code: 'formula', path: [], message }], { name: 'the formula' })
  }
}
