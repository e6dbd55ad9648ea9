import type { Backtest, LawName, PredictionErrors } from '@safety-portfolio/scaling-laws'
import { counted } from '../text/counted.js'
import { formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'
import { estimateCell } from './frontier-tables.js'

/** Whether a law would have predicted the larger runs. */
export function backtestAnswer(found: Backtest<LawName>): Answer {
  const { method, assumptions, warnings, factors, cutoffs, level } = found
  const percent = Number((100 * level).toPrecision(6))
  const all = cutoffs.reduce((total, { predictions }) => total + predictions, 0)
  const judged = cutoffs.reduce((total, row) => total + row.judged, 0)
  const covered = cutoffs.reduce((total, row) => total + (row.coverage.estimate ?? 0) * row.judged, 0)
  const lead = (): string => {
    if (all === 0) return 'No cutoff leaves enough data to fit and some to predict.'
    const made = `of ${counted(all, 'prediction')} beyond ${counted(cutoffs.length, 'cutoff')}`
    if (judged === 0) return sentence(`${made} none has an interval: ${noInterval}`)
    const which = judged === all ? '' : `the ${judged} that have an interval, `
    return sentence(`${made} ${which}${((100 * covered) / judged).toFixed(0)} % fell into their ${percent} % interval`)
  }
  return {
    title: `Backtest of the ${found.law} law`,
    lead: lead(),
    tables: [
      {
        caption: 'By factor of extrapolation, over all cutoffs',
        header: ['times the largest fitted', ...errorHeader],
        rows: factors.map((row) => [
          `${formatNumber(row.above, 3)} to ${row.atMost === null ? 'any' : formatNumber(row.atMost, 3)}`,
          ...errorCells(row),
        ]),
      },
      {
        caption: 'By cutoff',
        header: ['fitted up to', 'fitted', ...errorHeader],
        rows: cutoffs.map((row) => [
          formatNumber(row.cutoff, 3),
          String(row.fitted),
          ...(row.refusal === undefined ? errorCells(row) : ['0', row.refusal.message, '', '']),
        ]),
      },
    ],
    basis: { method, assumptions, warnings },
    result: found,
    fine: all > 0,
  }
}

const noInterval = 'there are too few residuals for the tails at this level; ask for --noise normal, or a lower --level'

const errorHeader = ['predicted', 'bias of log loss', 'relative error', 'share inside']

function errorCells({ predictions, bias, absoluteRelativeError, coverage }: PredictionErrors): readonly string[] {
  return [
    String(predictions),
    bias === null ? 'none' : formatNumber(bias, 2),
    absoluteRelativeError === null ? 'none' : formatNumber(absoluteRelativeError, 2),
    estimateCell(coverage),
  ]
}
