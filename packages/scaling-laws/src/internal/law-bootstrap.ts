import { createRandom, resampleCounts } from '@safety-portfolio/stats'
import type { BootstrapEvidence, FitLoss } from '../fit-result.js'
import type { FittableLaw, LawDefinition } from './law-definition.js'
import type { LossOptimum } from './chinchilla-solver.js'
import { solveLaw } from './solve-law.js'

/** The optimum of a law, with what a bootstrap needs to start from it. */
export interface LawPoint<Name extends string> {
  readonly model: FittableLaw<Name>
  readonly optima: readonly LossOptimum[]
}

/** Case bootstrap: every replicate starts from the fit, and from the law's own starts where that does not converge. */
export function resampled<Law extends string, Name extends string, Point>(
  definition: LawDefinition<Law, Name, Point>,
  { model, optima }: LawPoint<Name>,
  loss: FitLoss,
  { replicates = 1000, seed }: { readonly replicates?: number; readonly seed: number },
): { readonly draws: readonly Readonly<Record<Name, number>>[]; readonly evidence: BootstrapEvidence } {
  const counts = new Float64Array(model.n)
  const draws: Readonly<Record<Name, number>>[] = []
  let restarted = 0
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    resampleCounts(createRandom(seed, replicate), model.n, counts)
    const weights = counts.map((count, i) => count * model.weights[i]!)
    const sample = { ...model, weights }
    let found = solveLaw(sample, loss, [optima[0]!.theta])[0]
    if (found?.converged !== true) {
      restarted += 1
      found = solveLaw(sample, loss, model.starts(weights))[0]
    }
    if (found?.converged !== true) continue
    const constants = model.constants(found.theta)
    if (definition.refusal(constants) === undefined) draws.push(constants)
  }
  return { draws, evidence: { replicates, seed, failed: replicates - draws.length, restarted } }
}
