import type { NewtonObjective } from '@safety-portfolio/stats'
import type { ProblemAttempts } from '../pass-at-k.js'
import { digamma, logGammaDifference, trigamma } from './gamma-differences.js'

/** Minus the beta-binomial log likelihood in (log alpha, log beta), without binomial coefficients, with its derivatives. */
export function betaBinomialObjective(problems: readonly ProblemAttempts[]): NewtonObjective {
  const cells = grouped(problems)
  return ([u, v], gradient, hessian) => {
    const [alpha, beta] = [Math.exp(u!), Math.exp(v!)]
    const sum = alpha + beta
    let [value, da, db, daa, dbb, dab] = [0, 0, 0, 0, 0, 0]
    for (const { attempts, successes, count } of cells) {
      const failures = attempts - successes
      value -= count * logRatio(alpha, beta, successes, failures)
      const common = digamma(sum) - digamma(sum + attempts)
      const curvature = trigamma(sum) - trigamma(sum + attempts)
      da -= count * (digamma(alpha + successes) - digamma(alpha) + common)
      db -= count * (digamma(beta + failures) - digamma(beta) + common)
      daa -= count * (trigamma(alpha + successes) - trigamma(alpha) + curvature)
      dbb -= count * (trigamma(beta + failures) - trigamma(beta) + curvature)
      dab -= count * curvature
    }
    gradient.set([alpha * da, beta * db])
    hessian.set([
      alpha * alpha * daa + alpha * da,
      alpha * beta * dab,
      alpha * beta * dab,
      beta * beta * dbb + beta * db,
    ])
    return value
  }
}

/** log B(alpha + c, beta + f) - log B(alpha, beta), grouped so that large terms which nearly cancel do not appear. */
function logRatio(alpha: number, beta: number, c: number, f: number): number {
  return alpha < f
    ? logGammaDifference(alpha, c) + logGammaDifference(beta, alpha) - logGammaDifference(beta + f, alpha + c)
    : logGammaDifference(alpha, c) + logGammaDifference(beta, f) - logGammaDifference(alpha + beta, c + f)
}

/** Problems with the same counts share one evaluation. */
function grouped(problems: readonly ProblemAttempts[]): readonly (ProblemAttempts & { readonly count: number })[] {
  const cells = new Map<string, { attempts: number; successes: number; count: number }>()
  for (const { attempts, successes } of problems) {
    const key = `${attempts} ${successes}`
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, { attempts, successes, count: 1 })
    else cell.count += 1
  }
  return [...cells.values()]
}

/** A point in (log alpha, log beta) with what Newton's method knows of it. */
export interface NewtonPoint {
  readonly u: number
  readonly v: number
  readonly value: number
  /** Inverse of the Hessian. */
  readonly covariance: { readonly uu: number; readonly uv: number; readonly vv: number }
  /** Squared distance to the optimum in standard errors; infinite where the Hessian is not positive definite. */
  readonly decrement: number
}

/** Takes Newton steps as long as they come nearer, below the rounding error of the objective, which stops a line search. */
export function polish(objective: NewtonObjective, u: number, v: number): NewtonPoint {
  let best = evaluate(objective, u, v)
  for (let step = 0; step < 5; step += 1) {
    const next = evaluate(objective, best.u - best.step[0], best.v - best.step[1])
    if (!(next.decrement < best.decrement)) break
    best = next
  }
  return best
}

function evaluate(
  objective: NewtonObjective,
  u: number,
  v: number,
): NewtonPoint & { readonly step: readonly [number, number] } {
  const gradient = new Float64Array(2)
  const hessian = new Float64Array(4)
  const value = objective(Float64Array.of(u, v), gradient, hessian)
  const [gu, gv] = [gradient[0]!, gradient[1]!]
  const [huu, huv, hvv] = [hessian[0]!, hessian[1]!, hessian[3]!]
  const determinant = huu * hvv - huv * huv
  const covariance = { uu: hvv / determinant, uv: -huv / determinant, vv: huu / determinant }
  const step = [covariance.uu * gu + covariance.uv * gv, covariance.uv * gu + covariance.vv * gv] as const
  const decrement = huu > 0 && determinant > 0 ? step[0] * gu + step[1] * gv : Infinity
  return { u, v, value, covariance, decrement, step }
}
