import { createRandom, resampleCounts } from '@safety-portfolio/stats'
import {
  fitObservationalPoint,
  type ObservationalData,
  type ObservationalPoint,
  type ObservationalSpec,
} from './observational-pipeline.js'

/** Imputation, components and law fitted again to resampled models, or to whole resampled families. */
export function resampleObservational(
  data: ObservationalData,
  spec: ObservationalSpec,
  { replicates, seed }: { readonly replicates: number; readonly seed: number },
  clusters: readonly number[] | null,
): readonly ObservationalPoint[] {
  const n = data.train.length
  const units = new Float64Array(clusters === null ? n : Math.max(...clusters) + 1)
  const weights = clusters === null ? units : new Float64Array(n)
  const draws: ObservationalPoint[] = []
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    resampleCounts(createRandom(seed, replicate), units.length, units)
    for (const [i, unit] of clusters?.entries() ?? []) weights[i] = units[unit]!
    const used = data.target.filter((value, i) => value !== null && weights[i]! > 0).length
    if (used < leastModels(spec)) continue
    const point = fitObservationalPoint(data, weights, spec)
    if (!('code' in point) && point.law.converged) draws.push(point)
  }
  return draws
}

/** One more model than constants. */
export function leastModels({ components, floor }: ObservationalSpec): number {
  return components + 2 + (floor === null ? 1 : 0)
}
