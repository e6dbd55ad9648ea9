import type { Backtest } from '@safety-portfolio/risk'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** How ways of forecasting did on the user's own data. */
export function backtestAnswer(backtest: Backtest): Answer {
  const { m, k, fitSize, target, repeats, unit, methods, picked, assumptions, warnings, refused } = backtest
  const percent = (share: number): string => `${formatNumber(100 * share, 3)} %`
  return {
    title: 'Backtest of rare-behaviour forecasts',
    lead:
      refused !== undefined
        ? `Refused: ${refused.message}`
        : `${repeats} times, ${fitSize} of ${m} queries forecast the worst of ${target}. ${picked === null ? 'No method could forecast nine times of ten.' : `The smallest mean error has ${picked}.`}`,
    tables: [
      {
        caption: `Errors in ${unit === 'decades' ? 'orders of magnitude' : 'units of the score'}`,
        header: ['method', 'mean absolute error', 'median', 'within one', 'too low', 'refused'],
        rows: methods.map(({ method, score, refusals }) => [
          method,
          ...(score === null
            ? ['none', 'none', 'none', 'none']
            : [
                formatNumber(score.meanAbsoluteLog10, 3),
                formatNumber(score.medianLog10, 3),
                percent(score.withinOneOrder.estimate),
                percent(score.underestimates.estimate),
              ]),
          String(refusals),
        ]),
      },
    ],
    basis: {
      method: `random splits; the ${k} largest of each fitted; the method with the smallest mean absolute error is picked`,
      assumptions,
      warnings: refused === undefined ? warnings : [refused, ...warnings],
    },
    result: backtest,
    fine: refused === undefined,
  }
}
