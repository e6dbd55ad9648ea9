import { createRandom, resampleCounts, type Finding } from '@safety-portfolio/stats'
import type { FrontierLine } from './frontier-line.js'
import { isoFlopLine, type PreparedBudget } from './isoflop-line.js'
import type { ParabolaVertex } from './isoflop-parabola.js'

/** Approach 2 on resampled runs. */
export interface IsoFlopReplicates {
  readonly lines: readonly FrontierLine[]
  /** Per budget the vertices found. */
  readonly vertices: readonly (readonly ParabolaVertex[])[]
  /** Replicates in which a budget that has a minimum lost it. */
  readonly lost: number
}

/** Runs are drawn with replacement within each budget that has a minimum; the other budgets stay out. */
export function resampleIsoFlop(
  budgets: readonly PreparedBudget[],
  weighting: 'equal' | 'inverse-variance',
  whole: readonly (ParabolaVertex | Finding)[],
  { replicates, seed }: { readonly replicates: number; readonly seed: number },
): IsoFlopReplicates {
  const usable = whole.map((vertex) => !('code' in vertex))
  const weights = budgets.map(({ loss }) => new Float64Array(loss.length))
  const vertices = budgets.map((): ParabolaVertex[] => [])
  const lines: FrontierLine[] = []
  let lost = 0
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const random = createRandom(seed, replicate)
    for (const [index, counts] of weights.entries()) if (usable[index]!) resampleCounts(random, counts.length, counts)
    const drawn = isoFlopLine(budgets, weighting, weights)
    if (drawn.vertices.some((vertex, index) => usable[index]! && 'code' in vertex)) lost += 1
    for (const [index, vertex] of drawn.vertices.entries()) if (!('code' in vertex)) vertices[index]!.push(vertex)
    if (drawn.line !== null) lines.push(drawn.line)
  }
  return { lines, vertices, lost }
}
