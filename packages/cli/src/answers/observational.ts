import type { ObservationalError, ObservationalFit } from '@safety-portfolio/scaling-laws'
import { intervalHeader } from '../text/estimate-cells.js'
import { formatCompute, formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import { counted } from '../text/counted.js'
import type { Answer } from './answer.js'
import { estimateCell } from './frontier-tables.js'

/** A score predicted from the benchmarks of many public models. */
export function observationalAnswer(fit: ObservationalFit): Answer {
  const { method, assumptions, warnings, target, predictions, trainError, testError, components } = fit
  const shown = predictions.filter(({ split }) => split === 'test')
  const listed = (shown.length > 0 ? shown : predictions).toSorted(
    (left, right) => (right.compute ?? 0) - (left.compute ?? 0),
  )
  const error = testError.n > 0 ? testError : trainError
  return {
    title: `Observational law of ${target}`,
    lead: sentence(
      `fitted to ${counted(fit.n, 'model')} it misses ${target} of ${testError.n > 0 ? counted(testError.n, 'larger model') : 'the same models'} by ${estimateCell(error.meanAbsoluteError)} on average`,
    ),
    tables: [
      {
        caption: `How far the law is off (${intervalHeader([trainError, testError].map((one) => one.meanAbsoluteError.interval))})`,
        header: ['models', 'number', 'mean absolute error', 'root mean square'],
        rows: [errorRow('fitted', trainError), errorRow('beyond the cutoff', testError)],
      },
      {
        caption: `Change of the logit per unit of each benchmark (${intervalHeader(Object.values(fit.benchmarkSlopes).map(({ interval }) => interval))})`,
        header: ['benchmark', 'slope'],
        rows: Object.entries(fit.benchmarkSlopes).map(([name, slope]) => [name, estimateCell(slope)]),
      },
      {
        caption: 'Share of the variance of the benchmarks by component',
        header: ['component', 'share'],
        rows: (components?.explained ?? []).map((share, k) => [String(k + 1), formatNumber(share, 3)]),
      },
      {
        caption: `The 20 largest models ${shown.length > 0 ? 'beyond the cutoff' : 'of all'} (${intervalHeader(listed.map(({ predicted }) => predicted.interval))})`,
        header: ['model', 'FLOP', 'measured', 'by the law'],
        rows: listed
          .slice(0, 20)
          .map(({ model, compute, observed, predicted }) => [
            model,
            compute === null ? 'unknown' : formatCompute(compute),
            observed === null ? 'none' : formatNumber(observed, 3),
            estimateCell(predicted),
          ]),
      },
    ],
    basis: { method, assumptions, warnings },
    result: fit,
    fine: fit.converged,
  }
}

function errorRow(name: string, { n, meanAbsoluteError, rootMeanSquaredError }: ObservationalError): readonly string[] {
  return [
    name,
    String(n),
    estimateCell(meanAbsoluteError),
    rootMeanSquaredError === null ? 'none' : formatNumber(rootMeanSquaredError, 3),
  ]
}
