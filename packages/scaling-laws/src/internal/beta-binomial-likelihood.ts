import type { NewtonObjective } from '@safety-portfolio/stats'
import type { ProblemAttempts } from '../pass-at-k.js'
import { digamma, logGammaDifference, trigamma } from './gamma-differences.js'

/** Minus the beta-binomial log likelihood in (log alpha, log beta), without binomial coefficients, with its derivatives. */
export function betaBinomialObjective(problems: readonly ProblemAttempts[]): NewtonObjective {
  return ([u, v], gradient, hessian) => {
    const [alpha, beta] = [Math.exp(u!), Math.exp(v!)]
    const sum = alpha + beta
    let [value, da, db, daa, dbb, dab] = [0, 0, 0, 0, 0, 0]
    for (const { attempts, successes } of problems) {
      const failures = attempts - successes
      value -=
        logGammaDifference(alpha, successes) + logGammaDifference(beta, failures) - logGammaDifference(sum, attempts)
      const common = digamma(sum) - digamma(sum + attempts)
      const curvature = trigamma(sum) - trigamma(sum + attempts)
      da -= digamma(alpha + successes) - digamma(alpha) + common
      db -= digamma(beta + failures) - digamma(beta) + common
      daa -= trigamma(alpha + successes) - trigamma(alpha) + curvature
      dbb -= trigamma(beta + failures) - trigamma(beta) + curvature
      dab -= curvature
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
