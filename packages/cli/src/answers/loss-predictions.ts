import type { LawName, LossPrediction, LossPredictions, Preset, SavedFit } from '@safety-portfolio/scaling-laws'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import { counted } from '../text/counted.js'
import type { Answer } from './answer.js'

/** Where a loss is predicted: params and tokens, or x. */
export type Place = Readonly<Record<string, number>>

/** Constants as they were published; without a law they are of the chinchilla law. */
type PublishedConstants = Omit<Preset, 'law' | 'units'> & Partial<Pick<Preset, 'law'>>

/** Predictions from runs: of the law, and of one new run. */
export function predictionAnswer(found: LossPredictions<LawName>): Answer {
  const predictions = found.predictions as readonly LossPrediction<Place>[]
  const { method, assumptions, warnings } = found
  const [last] = predictions.slice(-1)
  const intervals = predictions.flatMap(({ mean, prediction }) => [mean.interval, prediction.interval])
  return {
    title: `Loss predicted by the ${found.law} law`,
    lead:
      last === undefined
        ? 'Nothing was asked.'
        : sentence(
            `${counted(found.n, 'row')} let one new run at ${placeText(last.at)} expect a loss of ${leadLoss(last.prediction, intervalHeader(intervals))}`,
          ),
    tables: [
      {
        caption: `Predicted loss (${intervalHeader(intervals)}): of the law, and of one new run`,
        header: ['place', 'of the law', 'of a new run', 'times the largest'],
        rows: predictions.map(({ at, mean, prediction, extrapolation }) => [
          placeText(at),
          cell(mean),
          cell(prediction),
          formatNumber(extrapolation, 3),
        ]),
      },
    ],
    basis: { method, assumptions, warnings: [...warnings, ...withoutInterval(predictions)] },
    result: found,
    fine: !warnings.some(({ code }) => code === 'not-converged'),
  }
}

/** Why predictions have no interval, each reason once. */
function withoutInterval(predictions: readonly LossPrediction<Place>[]): readonly Finding[] {
  const reasons = predictions.flatMap(({ prediction: { reason } }) => (reason === undefined ? [] : [reason]))
  return [...new Set(reasons)].map((message) => ({ code: 'no-interval', message }))
}

/** A loss in a sentence; why it has no interval stands among the warnings. */
function leadLoss(estimate: Estimate, header: string): string {
  const [value, range] = estimateCells(estimate)
  return estimate.interval === null ? `${value}, without an interval` : `${value} (${range}; ${header})`
}

/** Predictions from a saved fit: the law alone. */
export function savedPredictionAnswer(fit: SavedFit, places: readonly Place[], estimates: readonly Estimate[]): Answer {
  const { method, warnings, assumptions } = fit
  const header = intervalHeader(estimates.map(({ interval }) => interval))
  const predictions = places.map((at, k) => ({ at, mean: estimates[k]! }))
  const basis = {
    method: `${method}; predictions by the delta method`,
    assumptions: [
      ...assumptions,
      'The intervals are of the law, not of a run: they hold neither its noise nor the law being wrong beyond the data.',
    ],
    warnings,
  }
  return {
    title: `Loss predicted by the ${fit.law} law of a saved fit`,
    lead: sentence(`the fit to ${counted(fit.n, 'row')} says what the law gives, not what one run will show`),
    tables: [
      {
        caption: `Predicted loss of the law (${header})`,
        header: ['place', 'loss'],
        rows: predictions.map(({ at, mean }) => [placeText(at), cell(mean)]),
      },
    ],
    basis,
    result: { law: fit.law, n: fit.n, parameters: fit.parameters, predictions, ...basis },
    fine: true,
  }
}

/** Predictions from published constants, which carry no intervals. */
export function presetPredictionAnswer(
  preset: PublishedConstants,
  losses: readonly { readonly at: Place; readonly loss: number }[],
): Answer {
  const reason = 'published constants carry no covariance; fit the runs for intervals'
  const predictions = losses.map(({ at, loss }) => ({
    at,
    mean: { estimate: loss, standardError: null, interval: null, reason },
  }))
  const basis = {
    method: `constants of ${preset.name}: ${preset.source}`,
    assumptions: [preset.note],
    warnings: preset.warning === undefined ? [] : [preset.warning],
  }
  return {
    title: `Loss predicted by ${preset.name}`,
    lead: sentence(reason),
    tables: [
      {
        caption: 'Predicted loss of the law',
        header: ['place', 'loss'],
        rows: losses.map(({ at, loss }) => [placeText(at), formatNumber(loss, 5)]),
      },
    ],
    basis,
    result: {
      law: preset.law ?? 'chinchilla',
      preset: preset.name,
      parameters: preset.parameters,
      predictions,
      ...basis,
    },
    fine: true,
  }
}

function cell(estimate: Estimate): string {
  const [value, range] = estimateCells(estimate)
  return `${value} (${estimate.interval === null ? 'no interval' : range})`
}

function placeText(place: Place): string {
  return Object.entries(place)
    .map(([name, value]) => `${name} ${formatNumber(value, 3)}`)
    .join(', ')
}
