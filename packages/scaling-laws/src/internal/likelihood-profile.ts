import { brentRoot } from '@safety-portfolio/stats'
import { constrainedFit, differences, vanished, type CoordinateFunction } from './constrained-fit.js'
import type { LocatedLaw } from './located-law.js'
import type { ProfileCut } from './profile-cut.js'

/** The two ends of a profile, each where the rise of the objective reaches the critical one. */
export interface ProfileEnds {
  readonly lower: number | null
  readonly upper: number | null
  /** Constrained fits that were not certified optima; the profile may be too high there and the interval too short. */
  readonly doubtful: number
  /** Whether a constrained fit was better than the fit: the fit is not the global optimum. */
  readonly better: boolean
}

/** Farthest end that is looked for, in doublings of the distance that the curvature suggests. */
const mostDoublings = 12

/**
 * Ends of the set of values of a quantity at which the square root of the rise, on the scale of the critical value, stays below it.
 *
 * @param cut - How the rise is judged.
 */
export function profileEnds(
  law: LocatedLaw,
  quantity: CoordinateFunction,
  cut: ProfileCut,
): ProfileEnds & { readonly curvatureError: number | null; readonly degrees: number | null } {
  const { model, objective, best } = law
  const estimate = quantity(best.theta)
  const gradient = differences(quantity, best.theta).first
  const judged = cut(gradient)
  if (judged === null)
    return { lower: null, upper: null, doubtful: 0, better: false, curvatureError: null, degrees: null }
  const { error, direction, rise, critical, degrees } = judged
  // The coordinate of a constant that may vanish, where the quantity is that constant.
  const alone = model.vanishing.find((j) => gradient.every((slope, k) => (slope !== 0) === (k === j))) ?? -1
  let doubtful = 0
  let better = false
  const end = (side: -1 | 1): number | null => {
    let last = { at: estimate, theta: best.theta }
    const excess = (at: number): number => {
      const start = last.theta.map((value, j) => value + direction[j]! * (at - last.at))
      let found = constrainedFit(model, objective, quantity, at, start)
      if (!found.converged) {
        const again = constrainedFit(model, objective, quantity, at, last.theta)
        if (again.converged || !(found.value <= again.value)) found = again
      }
      if (!found.converged) doubtful += 1
      if (!Number.isFinite(found.value)) return Infinity
      if (found.converged) last = { at, theta: found.theta }
      if (found.converged && found.value < best.value * (1 - 1e-7)) better = true
      return rise(Math.max(found.value, best.value)) - critical
    }
    let inner = { at: estimate, over: -critical }
    let distance = critical * error
    for (let doubling = 0; doubling <= mostDoublings; doubling += 1) {
      const outer = estimate + side * distance
      const over = excess(outer)
      if (over >= 0) {
        last = { at: estimate, theta: best.theta }
        const options = { absoluteTolerance: 1e-7 * error, maxIterations: 60 }
        const known = new Map([
          [inner.at, inner.over],
          [outer, over],
        ])
        const root = brentRoot(
          (at) => known.get(at) ?? excess(at),
          Math.min(inner.at, outer),
          Math.max(inner.at, outer),
          options,
        )
        return root.value === null ? null : root.x
      }
      // A constant that has left the law: the profile is flat from here to zero.
      if (alone >= 0 && last.theta[alone]! < vanished) return null
      inner = { at: outer, over }
      distance *= 2
    }
    return null
  }
  return { lower: end(-1), upper: end(1), doubtful, better, curvatureError: error, degrees }
}
