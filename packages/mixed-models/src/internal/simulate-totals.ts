import type { Random } from '@safety-portfolio/stats'
import { multiply } from './dense.js'
import type { GroupSummaries } from './group-summaries.js'
import type { PatternTotals } from './pattern-totals.js'
import { spectralMap, symmetricEigen } from './symmetric-eigen.js'

/** A chi-squared draw: twice a gamma draw by Marsaglia and Tsang (2000). */
export function chiSquaredDraw(random: Random, df: number): number {
  if (df <= 0) return 0
  if (df < 2) return chiSquaredDraw(random, df + 2) * random.uniform() ** (2 / df)
  const d = df / 2 - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = random.normal()
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    const u = 1 - random.uniform()
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return 2 * d * v
  }
}

/**
 * Replaces the response of the totals by one simulated from the model with fixed effects 0: exactly the distribution that rows would give,
 * drawn from cross-products. In a group's basis U the response is R Lambda u + e; what is orthogonal to U enters only through X'e, which is
 * normal, and the rest of e'e, which is chi-squared.
 */
export function totalsSimulator(
  summaries: GroupSummaries,
  totals: PatternTotals,
  lambda: Float64Array,
  sigma: number,
): { totals: PatternTotals; draw: (random: Random) => void } {
  const { q, p, patterns, patternOf, groups } = summaries
  const eigen = symmetricEigen(totals.xx, p)
  const rank = eigen.values.filter((value) => value > 1e-12).length
  const root = spectralMap(eigen, p, (value) => Math.sqrt(Math.max(0, value)))
  const spread = patterns.map((pattern) => multiply(pattern.r, lambda, pattern.rank, q, q))
  const ranks = patternOf.reduce((sum, index) => sum + patterns[index]!.rank, 0)
  const remaining = totals.rows - ranks - rank
  const simulated = {
    ...totals,
    uy: totals.uy.map((values) => values.slice()),
    uyuy: totals.uyuy.map((values) => values.slice()),
    xy: totals.xy.slice(),
    yy: totals.yy,
  }
  const u = new Float64Array(q)
  const own = new Float64Array(q)
  const noise = new Float64Array(p)
  const draw = (random: Random): void => {
    for (const values of simulated.uy) values.fill(0)
    for (const values of simulated.uyuy) values.fill(0)
    for (let group = 0; group < groups; group += 1) {
      const index = patternOf[group]!
      const size = patterns[index]!.rank
      const matrix = spread[index]!
      for (let k = 0; k < q; k += 1) u[k] = random.normal()
      for (let a = 0; a < size; a += 1) {
        let value = random.normal()
        for (let k = 0; k < q; k += 1) value += matrix[a * q + k]! * u[k]!
        own[a] = sigma * value
      }
      const sum = simulated.uy[index]!
      const outer = simulated.uyuy[index]!
      for (let a = 0; a < size; a += 1) {
        sum[a] = sum[a]! + own[a]!
        for (let b = 0; b < size; b += 1) outer[a * q + b] = outer[a * q + b]! + own[a]! * own[b]!
      }
    }
    // Normal draws within the span of the root; their squared length is the part of e'e that lies along X.
    let along = 0
    const coordinates = Float64Array.from({ length: rank }, () => sigma * random.normal())
    noise.fill(0)
    for (let k = 0; k < rank; k += 1) {
      along += coordinates[k]! ** 2
      for (let i = 0; i < p; i += 1) noise[i] = noise[i]! + eigen.vectors[i * p + k]! * coordinates[k]!
    }
    simulated.xy.set(multiply(root, noise, p, p, 1))
    simulated.yy = along + sigma ** 2 * chiSquaredDraw(random, remaining)
  }
  return { totals: simulated, draw }
}
