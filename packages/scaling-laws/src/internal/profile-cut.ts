import type { ProfileCalibration } from '../profile-intervals.js'
import { choleskyFactor, choleskySolve } from '@safety-portfolio/stats'
import { dotProduct } from './dot-product.js'
import { gaussNewton } from './gauss-newton.js'
import { profileLogLikelihood, type Dispersion } from './law-likelihood.js'
import { lawScores } from './law-scores.js'
import type { LocatedLaw } from './located-law.js'
import { quantityVariances } from './quantity-variance.js'
import { studentTHalfWidth } from './student-t-half-width.js'

/** How the profile of one quantity is judged. */
export interface QuantityCut {
  /** Standard error of the quantity from what the calibration takes the noise to be. */
  readonly error: number
  /** First-order move of the constants for a unit of the quantity. */
  readonly direction: Float64Array
  /** Square root of the test statistic for an objective value at least that of the fit. */
  readonly rise: (value: number) => number
  readonly critical: number
  /** Degrees of freedom of the denominator. */
  readonly degrees: number
}

/** How to judge the profile of a quantity with a given gradient; `null` where the objective is not strictly convex in it at the optimum. */
export type ProfileCut = (gradient: Float64Array) => QuantityCut | null

/**
 * The statistic of a profile and its critical value.
 *
 * To first order twice the rise of the objective when a quantity g is held d away from its estimate is d^2 / (g' H^-1 g), and the variance of the estimate is
 * g' C g with the sandwich C. Twice the rise times (g' H^-1 g) / (g' C g) is therefore chi-squared(1) whatever the noise (Kent 1982; Pace, Salvan
 * and Sartori 2011); with equal noise the ratio is one dispersion for all quantities. It is compared with F(1, degrees of freedom of g' C g).
 *
 * For normal noise with free scale twice the log-likelihood ratio is n log(1 + F / (n - k)), so its critical value is n log(1 + F_crit / (n - k)), exact for
 * a linear law; the same is used for the Huber density, where chi-squared(1) would be short for want of degrees of freedom as well.
 */
export function profileCut(law: LocatedLaw, noise: Dispersion, scale: ProfileCalibration, level: number): ProfileCut {
  const { model, objective, best } = law
  const { size, n } = model
  const { degrees } = noise
  const critical = studentTHalfWidth((1 - level) / 2, degrees)
  if (scale === 'sandwich') {
    const variances = quantityVariances(lawScores(model, objective, best.theta), objective.delta, degrees)
    if (variances === null) return () => null
    return (gradient) => {
      const moved = variances.moved(gradient)
      const variance = variances.variance(gradient)
      const curved = dotProduct(moved, gradient)
      if (!(curved > 0 && variance > 0)) return null
      const unit = variance / curved
      const own = variances.degrees(gradient)
      return {
        error: Math.sqrt(variance),
        direction: moved.map((value) => value / curved),
        rise: (value) => Math.sqrt((2 * Math.max(0, value - best.value)) / unit),
        critical: studentTHalfWidth((1 - level) / 2, own),
        degrees: own,
      }
    }
  }
  const factor = choleskyFactor(gaussNewton(model, objective.log, best.theta), size)
  const highest = profileLogLikelihood(best.value, n, objective)
  const judged =
    scale === 'dispersion'
      ? {
          rise: (value: number) => Math.sqrt((2 * Math.max(0, value - best.value)) / noise.scale),
          critical,
        }
      : {
          rise: (value: number) => Math.sqrt(Math.max(0, 2 * (highest - profileLogLikelihood(value, n, objective)))),
          critical: Math.sqrt(n * Math.log1p(critical ** 2 / degrees)),
        }
  return (gradient) => {
    if (factor === null) return null
    const moved = choleskySolve(factor, size, gradient)
    const spread = dotProduct(moved, gradient)
    if (!(spread > 0)) return null
    // The expected curvature of a robust loss is that of least squares times the mean of its second derivative.
    return {
      error: Math.sqrt((spread * noise.scale) / noise.curvature),
      direction: moved.map((value) => value / spread),
      degrees,
      ...judged,
    }
  }
}
