import type { Finding } from '@safety-portfolio/stats'
import type { Observations } from '../observations.js'
import type { TailDiagnostics } from '../tail-diagnostics.js'
import type { PlottingPosition, TailMethod } from '../tail.js'

// Beyond three orders of magnitude nobody has published a check.
const farthest = 1000

/** What the reader of a forecast must know. */
export function forecastWarnings(
  observations: Observations,
  diagnostics: TailDiagnostics,
  { method, plotting, k }: { method: TailMethod; plotting: PlottingPosition; k: number },
): readonly Finding[] {
  const m = observations.scores.length
  const unit = observations.kind === 'score' ? 'units of the score' : 'orders of magnitude'
  const round = (value: number): string => String(Number(value.toPrecision(2)))
  const found: Finding[] = [
    {
      code: 'hidden-subgroup',
      message: `A riskier kind of query rarer than about 1 in ${m} is probably in no observation, and no tail method can see it: in simulations forecasts are then too low in 95 % of cases, and the intervals miss.`,
    },
  ]
  const { reach, curvature, kRange, methodRange, kthLargest, distinct } = diagnostics
  if (reach !== null && reach > farthest) {
    found.push({
      code: 'long-reach',
      message: `The forecast reaches ${round(reach)} times beyond the sample. No check beyond 1,000 times has been published; the interval holds only if the tail goes on unchanged.`,
    })
  }
  if (method !== 'lognormal' && curvature !== null && curvature.pValue < 0.05) {
    const falls = curvature.ratio < 1
    found.push({
      code: 'curved-tail',
      message: `The ${curvature.k} largest do not look like an exponential tail (p = ${round(curvature.pValue)}): it ${falls ? 'falls off, so the forecast is likely too high' : 'gets heavier, so the forecast is likely too low'}, and the interval covers less than it says.`,
    })
  }
  if (kRange !== null && kRange > 1) {
    found.push({
      code: 'unstable-k',
      message: `From 5 to 30 largest observations the forecast moves by ${round(kRange)} ${unit}: the choice of k matters more than the interval shows.`,
    })
  }
  if (methodRange !== null && methodRange > 1) {
    found.push({
      code: 'methods-disagree',
      message: `The methods differ by ${round(methodRange)} ${unit} at the largest n. Each interval holds only under its own tail; backtest on your data before relying on one.`,
    })
  }
  if (kthLargest !== null && kthLargest.hits < 5) {
    found.push({
      code: 'few-hits',
      message: `The ${k}-th largest has ${kthLargest.hits} hits in ${kthLargest.samples} samples: sampling noise is part of this tail. With ${kthLargest.samplesNeeded ?? 'more'} samples per query it would have 5.`,
    })
  }
  if (observations.corrected > 0) {
    found.push({
      code: 'all-samples-hit',
      message: `On ${observations.corrected} queries every sample hit; their probability is taken as (S - 1/2) / S.`,
    })
  }
  if (distinct < k && method !== 'lognormal') {
    found.push({ code: 'ties', message: `The ${k} largest hold ${distinct} different values.` })
  }
  if (method === 'ols' && plotting === 'i/m') {
    found.push({
      code: 'plotting-position',
      message:
        'With plotting positions i/m some 30 % of least-squares forecasts are too low even when the tail is exactly exponential. That is a property of the plotting position and no safety margin.',
    })
  }
  if (method === 'gpd' && k < 30) {
    found.push({
      code: 'few-exceedances',
      message: `A generalised Pareto tail has two constants, and ${k} exceedances hardly tell them: the interval is wide, and covers less than it says (in simulations with 10 exceedances nominal 90 % intervals covered 78 to 86 %).`,
    })
  }
  return found
}

/** What the intervals hang on. */
export function forecastAssumptions(method: TailMethod, observations: Observations): readonly string[] {
  const tail: Readonly<Record<TailMethod, string>> = {
    ols: 'Above the k-th largest the score has an exponential tail that goes on unchanged to the largest n.',
    weissman: 'Above the k-th largest the score has an exponential tail that goes on unchanged to the largest n.',
    gpd: 'Above the (k+1)-th largest the score has a generalised Pareto tail that goes on unchanged to the largest n; the share above it is taken as known.',
    lognormal: 'The log probability is normally distributed over all queries.',
  }
  return [
    tail[method],
    'The queries measured are a random sample of those at deployment; an adversary who chooses queries is not.',
    ...(observations.kind === 'hits'
      ? ['Elicitation probabilities are taken as measured: their sampling noise is not in the interval.']
      : []),
  ]
}
