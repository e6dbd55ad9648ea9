import {
  choleskyFactor,
  choleskySolve,
  createRandom,
  quantile,
  resampleCounts,
  standardDeviation,
  type Random,
} from '@safety-portfolio/stats'
import { dotProduct } from './dot-product.js'
import { solveLaw } from './fit-law.js'
import { kernelWidth } from './kernel-width.js'
import { expectedCurvature } from './sandwich-covariance.js'
import { gaussNewton } from './gauss-newton.js'
import type { LawModel } from './law-model.js'
import { lawScores } from './law-scores.js'
import type { LocatedLaw } from './located-law.js'
import { polishLaw } from './polish-law.js'
import type { Solution } from './solution.js'

/** How one replicate is drawn. */
export type Draw = (random: Random) => LawModel

/** Optima of the replicates that gave a certified fit. Replicate k uses stream k of the seed. */
export function lawReplicates(
  law: LocatedLaw,
  draw: Draw,
  replicates: number,
  seed: number,
): { readonly thetas: readonly Float64Array[]; readonly restarted: number } {
  const thetas: Float64Array[] = []
  let restarted = 0
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const sample = draw(createRandom(seed, replicate))
    let found: Solution | undefined =
      law.loss.name === 'lad'
        ? solveLaw(sample, law.loss, [law.best.theta])[0]
        : polishLaw(sample, law.objective, law.best.theta)
    if (found?.converged !== true) {
      restarted += 1
      found = solveLaw(sample, law.loss, [law.best.theta, ...law.starts(sample.weights)])[0]
    }
    if (found?.converged === true && law.refusal(found.theta) === undefined) thetas.push(found.theta)
  }
  return { thetas, restarted }
}

/** Points drawn with replacement. */
export function drawCases({ model }: LocatedLaw): Draw {
  const counts = new Float64Array(model.n)
  return (random) => ({
    ...model,
    weights: resampleCounts(random, model.n, counts).map((count, i) => count * model.weights[i]!),
  })
}

/** Clusters drawn with replacement, whole or with their points drawn again. */
export function drawClusters({ model }: LocatedLaw, clusters: readonly (readonly number[])[], within: boolean): Draw {
  return (random) => {
    const weights = new Float64Array(model.n)
    clusters.forEach(() => {
      const members = clusters[random.integer(clusters.length)]!
      for (const member of members) {
        const drawn = within ? members[random.integer(members.length)]! : member
        weights[drawn]! += model.weights[drawn]!
      }
    })
    return { ...model, weights }
  }
}

/** Noise added to the law: residuals of any point, or of the point itself times a random multiplier. */
export function drawNoise(
  law: LocatedLaw,
  noise: (random: Random, residuals: Float64Array, i: number) => number,
  power: 0.5 | 1,
): Draw {
  const { model, objective, best } = law
  const { n } = model
  const { fitted, residuals } = adjustedResiduals(law, power)
  const { log } = objective
  const width = objective.delta === Infinity ? 0 : smoothingWidth(residuals)
  return (random) => {
    const values = fitted.map(
      (value, i) => value + noise(random, residuals, i) + (width > 0 ? width * random.normal() : 0),
    )
    const level = log ? values.map(Math.exp) : values
    return { ...model, logLoss: log ? values : values.map(Math.log), level, n, size: best.theta.length }
  }
}

/**
 * Standard deviation of the normal noise that smooths residuals of a robust loss. Such a law meets some points nearly exactly; drawn as they are, these
 * residuals pile up at zero, where the spread of a median depends on how dense they lie, and intervals become too short. Silverman's rule of thumb.
 *
 * Source: De Angelis, Hall and Young 1993 for the smoothed bootstrap of least absolute deviations; Silverman 1986, equation 3.31.
 */
function smoothingWidth(residuals: Float64Array): number {
  const spread = Math.min(standardDeviation(residuals), (quantile(residuals, 0.75) - quantile(residuals, 0.25)) / 1.34)
  return 0.9 * spread * residuals.length ** -0.2
}

/**
 * What the law says and noise at each point. The law follows each point a little: a residual r has lost the share h psi(r) / c of its noise, with the
 * leverage h, the derivative psi of the loss and its mean second derivative c. That is given back: r + ((1 - h)^-power - 1) psi(r) / c, for least squares
 * r / (1 - h)^power. The power 1/2 restores the variance of equal noise (HC2); 1 is the jackknife's (HC3), which wild draws need where the noisy points
 * are those that pull the law. For a robust loss it moves the residuals of the points that the law meets away from zero, where they would pin every replicate.
 *
 * Source: Davison and Hinkley 1997, chapter 6; MacKinnon and White 1985; Davidson and Flachaire 2008 for the wild bootstrap; Feng, He and Hu 2011 for robust losses.
 */
function adjustedResiduals(
  { model, objective, best }: LocatedLaw,
  power: 0.5 | 1,
): {
  readonly fitted: Float64Array
  readonly residuals: Float64Array
} {
  const { n, size } = model
  const { log, delta } = objective
  const scores = lawScores(model, objective, best.theta)
  const seen = log ? model.logLoss : model.level
  const fitted = scores.residuals.map((value, i) => value + seen[i]!)
  const residuals = scores.residuals.map((value) => -value)
  const factor = choleskyFactor(gaussNewton(model, log, best.theta), size)
  const width = delta === Infinity ? 0 : kernelWidth(residuals)
  const curvature = residuals.reduce((total, value) => total + expectedCurvature(value, delta, width), 0) / n
  for (let i = 0; i < n; i += 1) {
    const own = scores.jacobian.subarray(i * size, (i + 1) * size)
    const moved = factor === null ? own.map(() => 0) : choleskySolve(factor, size, own)
    const leverage = model.weights[i]! * dotProduct(own, moved)
    const lost = Math.max(leastLeft, 1 - leverage) ** -power - 1
    residuals[i]! += (lost * Math.max(-delta, Math.min(delta, residuals[i]!))) / curvature
  }
  return { fitted, residuals }
}

/** A point that the law must follow whatever it says is not given an infinite residual. */
const leastLeft = 0.1
