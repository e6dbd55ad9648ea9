import { compareLaws, fitPowerLaw, powerLawLoss, profileIntervals } from '@safety-portfolio/scaling-laws'
import { createRandom, studentTQuantile } from '@safety-portfolio/stats'
import { digits, type ReproductionRow } from './reproduction.js'

/** Twenty losses on a power law, noisier at both ends: a law that is a straight line in logs, where textbook formulas are exact. */
const points = (() => {
  const random = createRandom(7)
  return Array.from({ length: 20 }, (_, k) => {
    const x = 1e5 * 2 ** k
    const noise = 0.01 * (0.5 + Math.abs(k - 9.5) / 9.5) * random.normal()
    return { x, loss: powerLawLoss({ scale: 1e9, exponent: 0.1 }, x) * Math.exp(noise) }
  })
})()

/** Least squares of log loss on log x by its sums. */
const line = (() => {
  const n = points.length
  const x = points.map((point) => Math.log(point.x))
  const y = points.map(({ loss }) => Math.log(loss))
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n
  const sxx = x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0)
  const slope = x.reduce((sum, value, i) => sum + (value - mean(x)) * (y[i] ?? NaN), 0) / sxx
  const residuals = y.map((value, i) => value - mean(y) - slope * ((x[i] ?? NaN) - mean(x)))
  const rss = residuals.reduce((sum, value) => sum + value ** 2, 0)
  const off = x.map((value) => value - mean(x))
  /** Scores divided by a power of what leverage leaves: HC2 for 1/2, HC3 for 1. */
  const robust = (power: number): number => {
    const meat = residuals.reduce((sum, value, i) => {
      const own = off[i] ?? NaN
      return sum + ((own * value) / (1 - 1 / n - own ** 2 / sxx) ** power) ** 2
    }, 0)
    return Math.sqrt(meat) / sxx
  }
  const fourths = off.reduce((sum, value) => sum + value ** 4, 0)
  return {
    n,
    exponent: -slope,
    rss,
    classic: Math.sqrt(rss / (n - 2) / sxx),
    hc2: robust(0.5),
    hc3: robust(1),
    /** Of the variance by HC2 (Bell and McCaffrey 2002, to first order), rounded down. */
    degrees: Math.floor(sxx ** 2 / fourths),
  }
})()

const profile = (calibration: 'sandwich' | 'dispersion') =>
  profileIntervals('power', points, { loss: 'log-squared', level: 0.9, calibration }).estimates['exponent']
const [sandwich, dispersion] = [profile('sandwich'), profile('dispersion')]
const fit = fitPowerLaw(points, { loss: 'log-squared', level: 0.9 })
const t = studentTQuantile(0.95, line.n - 2)
const tOfHc2 = studentTQuantile(0.95, line.degrees)
/** Ends are found by root finding to 1e-7 standard errors. */
const tolerance = 1e-8

/** Where a law is a straight line, its intervals are those of the textbook. */
export const intervalRows: readonly ReproductionRow[] = [
  ['Exponent, least squares', line.exponent, dispersion?.estimate],
  ['Its standard error, HC3 (MacKinnon and White 1985)', line.hc3, fit.standardErrors['exponent']],
  ['Its standard error, HC2', line.hc2, sandwich?.standardError],
  ['Its standard error, equal noise', line.classic, dispersion?.standardError],
  ['90 % interval by HC3 and t, lower end', line.exponent - t * line.hc3, fit.intervals['exponent']?.lower],
  ['90 % interval by HC3 and t, upper end', line.exponent + t * line.hc3, fit.intervals['exponent']?.upper],
  ['90 % profile by HC2 and its own t, lower end', line.exponent - tOfHc2 * line.hc2, sandwich?.interval?.lower],
  ['90 % profile by HC2 and its own t, upper end', line.exponent + tOfHc2 * line.hc2, sandwich?.interval?.upper],
  ['90 % interval with equal noise, lower end', line.exponent - t * line.classic, dispersion?.interval?.lower],
  ['90 % interval with equal noise, upper end', line.exponent + t * line.classic, dispersion?.interval?.upper],
].map(([quantity, published, ours]) => ({
  quantity: String(quantity),
  published: Number(published),
  ours: Number(ours ?? NaN),
  tolerance,
  print: digits(8),
}))

const table = compareLaws(
  [
    { law: 'power', points },
    { law: 'power-offset', points },
  ],
  { loss: 'log-squared' },
)
const power = table.laws.find(({ law }) => law === 'power')
/** Normal log likelihood of the log losses with the variance that maximises it; two constants and the variance are counted. */
const logLikelihood = (-line.n / 2) * (Math.log((2 * Math.PI * line.rss) / line.n) + 1)
const k = 3

/** Criteria of the same law, by their definitions. */
export const criterionRows: readonly ReproductionRow[] = (
  [
    ['Log likelihood', logLikelihood, power?.logLikelihood],
    ['AICc', -2 * logLikelihood + 2 * k + (2 * k * (k + 1)) / (line.n - k - 1), power?.aicc],
    ['BIC', -2 * logLikelihood + k * Math.log(line.n), power?.bic],
  ] as const
).map(([quantity, published, ours]) => ({
  quantity,
  published,
  ours: ours ?? NaN,
  tolerance: 1e-7,
  print: digits(9),
}))
