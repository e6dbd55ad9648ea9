import { createRandom, gammaQuantile, normalLogSurvival, quantileSorted } from '@safety-portfolio/stats'
import { elicitationScore, logProbabilityOfScore } from '../elicitation-score.js'
import { fitParetoTail, type ParetoFit } from '../fit-pareto-tail.js'
import { tailLogMean } from '../tail-mean.js'
import { quantileAtLog, tailLogSurvival } from '../tail-quantile.js'
import type { LinearTail, NormalTail, ParetoTail } from '../tail.js'
import type { Body } from './body.js'
import type { LinearDraws } from './linear-draws.js'
import { logAdd } from './log-sum.js'
import { createCalibration, excessInterval, ratioInterval } from './pareto-profile.js'

/** Lower and upper end; `null` when there is none on that side. */
export type Ends = readonly [number | null, number | null]

/** Intervals of everything that is read off a tail. */
export interface TailUncertainty {
  readonly method: string
  /** Of the score that a share e^-logN exceeds. */
  readonly quantile: (logN: number) => Ends
  /** Of log Pr(Psi > psi). */
  readonly logSurvival: (psi: number) => Ends
  /** Of the log of the mean probability: body and tail above `u`. */
  readonly logMean: (u: number, body: Body) => Ends
  readonly meanMethod: string
}

/** From draws of linear tails. */
export function linearUncertainty(tail: LinearTail, draws: LinearDraws, level: number): TailUncertainty {
  const { a, b } = draws
  const method = `exact under an exponential tail, ${a.length} simulated fits`
  return {
    method,
    quantile: (logN) =>
      middle(
        a.map((slope, r) => (-logN - b[r]!) / slope),
        level,
      ),
    logSurvival: (psi) =>
      middle(
        a.map((slope, r) => Math.min(0, slope * psi + b[r]!)),
        level,
      ),
    logMean: (u, body) =>
      middle(
        a.map((slope, r) => logAdd(body.draw(r), tailLogMean({ ...tail, a: slope, b: b[r]! }, u))),
        level,
      ),
    meanMethod: `${method}, with the other queries resampled`,
  }
}

/** From draws of the mean and the standard deviation of log p, as their joint distribution in normal samples has it. */
export function normalUncertainty(
  tail: NormalTail,
  m: number,
  { replicates, seed, level }: { replicates: number; seed: number; level: number },
): TailUncertainty {
  const draws = Array.from({ length: replicates }, (_, r): NormalTail => {
    const random = createRandom(seed, r)
    // Chi-squared with m - 1 degrees of freedom over m - 1.
    const chi = gammaQuantile(Math.min(Math.max(random.uniform(), 1e-15), 1 - 1e-15), (m - 1) / 2, (m - 1) / 2)
    const sd = tail.sd / Math.sqrt(chi)
    return { form: 'normal', mean: tail.mean + (sd * random.normal()) / Math.sqrt(m), sd }
  })
  const method = `exact under normal log probabilities, ${replicates} simulated fits`
  return {
    method,
    quantile: (logN) => {
      // In log p, which stays finite where the score does not.
      const ends = middle(
        Float64Array.from(draws, (draw) => logProbabilityOfScore(quantileAtLog(draw, logN))),
        level,
      )
      return [elicitationScore(ends[0]!), elicitationScore(ends[1]!)]
    },
    logSurvival: (psi) =>
      middle(
        Float64Array.from(draws, (draw) => normalLogSurvival(-Math.exp(-psi), draw.mean, draw.sd)),
        level,
      ),
    logMean: () =>
      middle(
        Float64Array.from(draws, (draw) => tailLogMean(draw, 0)),
        level,
      ),
    meanMethod: method,
  }
}

// The threshold is taken as known, which is no longer harmless where n is below twice m / k.
const nearest = Math.LN2

/** From the profile likelihood; of the mean from refits of simulated excesses. */
export function paretoUncertainty(
  fit: ParetoFit,
  top: Float64Array,
  m: number,
  { replicates, seed, level }: { replicates: number; seed: number; level: number },
): TailUncertainty {
  const { tail } = fit
  const k = top.length - 1
  const excess = Float64Array.from({ length: k }, (_, i) => top[i]! - tail.threshold)
  const draws = Math.min(replicates, 400)
  // Small samples make the shape too low; the calibration is done where tails of scores are expected.
  const shape = Math.min(1, Math.max(-0.5, tail.shape))
  const cut = createCalibration(shape, { m, k }, { replicates: draws, seed, level })
  return {
    method: `profile likelihood of the generalised Pareto tail, calibrated by ${draws} simulated samples`,
    quantile: (logN) => {
      const ratio = logN + Math.log(tail.exceedance)
      if (ratio < nearest) return [null, null]
      const ends = excessInterval(fit, excess, quantileAtLog(tail, logN) - tail.threshold, ratio, cut(logN))
      return [ends[0] === null ? null : tail.threshold + ends[0], ends[1] === null ? null : tail.threshold + ends[1]]
    },
    logSurvival: (psi) => {
      const z = psi - tail.threshold
      const log = Math.log(tail.exceedance)
      const estimate = log - tailLogSurvival(tail, psi)
      if (!(z > 0) || estimate < nearest) return [null, null]
      const [least, most] = ratioInterval(fit, excess, z, estimate, cut(Math.min(estimate, 40) - log))
      return [most === null ? -Infinity : log - most, least === null ? null : log - least]
    },
    logMean: (_, body) => middle(refits(tail, k, m, draws, seed, body), level),
    meanMethod: `${draws} refits of simulated excesses`,
  }
}

function refits(tail: ParetoTail, k: number, m: number, replicates: number, seed: number, body: Body): Float64Array {
  return Float64Array.from({ length: replicates }, (_, r) => {
    const random = createRandom(seed, r)
    const excess = Float64Array.from({ length: k }, () => {
      const exponential = -Math.log(1 - random.uniform())
      return tail.scale * (tail.shape === 0 ? exponential : Math.expm1(tail.shape * exponential) / tail.shape)
    })
      .sort()
      .reverse()
    const drawn = fitParetoTail([...excess.map((value) => value + tail.threshold), tail.threshold], m)
    return logAdd(body.draw(r), tailLogMean(drawn.tail, tail.threshold))
  })
}

function middle(draws: Float64Array, level: number): Ends {
  draws.sort()
  return [quantileSorted(draws, (1 - level) / 2), quantileSorted(draws, (1 + level) / 2)]
}
