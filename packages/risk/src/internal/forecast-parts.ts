import type { Estimate, Interval } from '@safety-portfolio/stats'
import { elicitationScore, logProbabilityOfScore } from '../elicitation-score.js'
import type { AggregateRisk, BehaviourFrequency, WorstQuery } from '../forecast-result.js'
import type { ObservationKind } from '../observations.js'
import { tailLogMean } from '../tail-mean.js'
import { quantileAtLog, tailLogSurvival } from '../tail-quantile.js'
import type { Tail } from '../tail.js'
import type { Body } from './body.js'
import { logAdd, logAtLeastOne } from './log-sum.js'
import type { Ends, TailUncertainty } from './tail-uncertainty.js'

/** The worst of n queries. */
export function worstOf(
  tail: Tail,
  n: number,
  kind: ObservationKind,
  uncertainty: TailUncertainty,
  level: number,
): WorstQuery {
  const logN = Math.log(n)
  const psi = quantileAtLog(tail, logN)
  const ends = n === 1 && tail.form === 'normal' ? ([null, null] as const) : uncertainty.quantile(logN)
  const { method } = uncertainty
  if (kind === 'score') {
    return {
      n,
      psi,
      logP: null,
      p: null,
      interval: intervalOf(ends, level, method),
      logPInterval: null,
      reason: 'a score is no probability',
    }
  }
  const logP = logProbabilityOfScore(psi)
  const logEnds: Ends = [logOf(ends[0]), logOf(ends[1])]
  const reasons = [
    ...(psi === Infinity ? ['the log-normal law puts this query at probability 1, whose score is infinite'] : []),
    ...(psi === -Infinity ? ['the log-normal law has no lowest probability'] : []),
    ...(logP < -708 && logP > -Infinity ? ['p underflows: use logP'] : []),
    ...(ends[0] === null || ends[1] === null
      ? ['an end of the interval does not exist: n lies inside the sample, or the likelihood never falls']
      : []),
  ]
  return {
    n,
    psi: Number.isFinite(psi) ? psi : null,
    logP: Number.isFinite(logP) ? logP : null,
    p: Math.exp(logP),
    interval: intervalOf([exponential(logEnds[0]), exponential(logEnds[1])], level, method),
    logPInterval: intervalOf(logEnds, level, method),
    ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }),
  }
}

/** How frequent queries above tau are. */
export function frequencyOf(
  tail: Tail,
  tau: number,
  kind: ObservationKind,
  uncertainty: TailUncertainty,
  level: number,
): BehaviourFrequency {
  const psi = kind === 'score' ? tau : elicitationScore(Math.log(tau))
  const log = tailLogSurvival(tail, psi)
  const ends = uncertainty.logSurvival(psi)
  const interval = intervalOf([exponential(ends[0]), exponential(ends[1])], level, uncertainty.method)
  if (log === -Infinity) {
    const reason = 'the fitted tail ends below the threshold, which is no evidence that nothing lies above it'
    return { tau, estimate: null, log10: null, standardError: null, interval, reason }
  }
  return {
    tau,
    estimate: Math.exp(log),
    log10: log / Math.LN10,
    standardError: null,
    interval,
    ...(interval === null ? { reason: 'the threshold lies inside the sample, or the likelihood never falls' } : {}),
  }
}

/** The mean elicitation probability in logarithms. */
export interface LogMean {
  readonly log: number
  readonly ends: Ends
  readonly level: number
  readonly method: string
  readonly estimate: Estimate
}

/** Mean elicitation probability: measured body and extrapolated tail. */
export function meanOf(
  tail: Tail,
  threshold: number,
  body: Body,
  uncertainty: TailUncertainty,
  level: number,
): LogMean {
  const log = Math.min(0, logAdd(body.logMean, tailLogMean(tail, threshold)))
  const drawn = uncertainty.logMean(threshold, body)
  const ends: Ends = [
    drawn[0] === null ? null : Math.min(0, drawn[0]),
    drawn[1] === null ? null : Math.min(0, drawn[1]),
  ]
  const method = uncertainty.meanMethod
  const interval = intervalOf([exponential(ends[0]), exponential(ends[1])], level, method)
  return { log, ends, level, method, estimate: { estimate: Math.exp(log), standardError: null, interval } }
}

/** Chance of at least one hit in n answers. */
export function aggregateOf(mean: LogMean | null, n: number): AggregateRisk {
  if (mean === null) {
    return { n, estimate: null, log10: null, standardError: null, interval: null, reason: 'a score is no probability' }
  }
  const log = logAtLeastOne(mean.log, n)
  const at = (end: number | null): number | null => (end === null ? null : Math.exp(logAtLeastOne(end, n)))
  return {
    n,
    estimate: Math.exp(log),
    log10: Number.isFinite(log) ? log / Math.LN10 : null,
    standardError: null,
    interval: intervalOf([at(mean.ends[0]), at(mean.ends[1])], mean.level, mean.method),
  }
}

function intervalOf([lower, upper]: Ends, level: number, method: string): Interval | null {
  if (lower === null || upper === null || !Number.isFinite(lower) || !Number.isFinite(upper)) return null
  return { lower, upper, level, method }
}

function logOf(psi: number | null): number | null {
  return psi === null ? null : logProbabilityOfScore(psi)
}

function exponential(log: number | null): number | null {
  return log === null ? null : Math.exp(log)
}
