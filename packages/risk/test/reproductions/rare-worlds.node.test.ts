import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import stored from '../../bench/results/worlds.json' with { type: 'json' }

interface Score {
  readonly mean_abs_log10: number
  readonly median: number
  readonly within1: number
  readonly under: number
}
type Row = {
  readonly world: string
  readonly m: number
  readonly n: number
  readonly true_log10_Qp: number
} & Readonly<Record<string, Score | number | string>>

const names: Readonly<Record<string, keyof (typeof stored.worlds)[number]['methods']>> = {
  'ols i/m k10': 'ols i/m',
  'ols (i-.5)/m k10': 'ols (i-.5)/m',
  'ols x|y i/m k10': 'ols x|y i/m',
  'ols x|y (i-.5)/m': 'ols x|y (i-.5)/m',
  'weissman k10': 'weissman',
  'baseline psi~N': 'psi~N',
  'baseline logp~N': 'lognormal',
}
// 4.5 standard errors of a difference, since some 700 numbers are compared, and their rounding. We have 4,000 replicates, and so have they, but 500 for
// the two baselines, whose shares are all multiples of 1/500.
const [errors, replicates] = [4.5, 4000]
const theirReplicates = (key: string): number => (key.startsWith('baseline') ? 500 : 4000)

describeWithShared('simulated worlds of the rare-behaviour oracle', ['oracles/rare/results.json'], () => {
  const oracle = JSON.parse(readFileSync(sharedPath('oracles/rare/results.json'), 'utf8')) as readonly Row[]

  it.each(oracle.map((row) => [`${row.world}, ${row.m} to ${row.n}`, row] as const))('%s', (_, row) => {
    const ours = stored.worlds.find(({ world, m, n }) => world === row.world && m === row.m && n === row.n)!
    expect(Math.abs(ours.true_log10_Qp - row.true_log10_Qp)).toBeLessThan(6e-5 + 5e-4 * Math.abs(row.true_log10_Qp))
    for (const [key, name] of Object.entries(names)) {
      const theirs = row[key] as Score
      const own = ours.methods[name]
      const both = 1 / replicates + 1 / theirReplicates(key)
      const share = (p: number) => errors * Math.sqrt(Math.max(p * (1 - p), both) * both) + 6e-4
      expect(Math.abs(own.under - theirs.under), `${key}, too low`).toBeLessThan(share(theirs.under))
      expect(Math.abs(own.within1 - theirs.within1), `${key}, within one`).toBeLessThan(share(theirs.within1))
      const mean = errors * own.standardError * Math.sqrt(replicates * both) + 6e-4
      expect(Math.abs(own.mean_abs_log10 - theirs.mean_abs_log10), `${key}, mean`).toBeLessThan(mean)
    }
    const covered = row['weissman90_coverage_slope_only'] as number
    const tolerance = errors * Math.sqrt((2 * covered * (1 - covered)) / replicates) + 6e-4
    expect(Math.abs(ours.coverage90['weissman, slope only'] - covered)).toBeLessThan(tolerance)
  })
})

describe('stored worlds', () => {
  it('intervals cover exponential tails as they say, and fail where the tail is another', () => {
    for (const { world, n, coverage90 } of stored.worlds) {
      const name = `${world}, ${n}`
      // Standard error 0.5 points, and 0.7 of the 2,000 simulated fits that all replicates share.
      if (/exp-tail|gumbel/.test(world)) {
        expect(Math.abs(coverage90.weissman - 0.9), name).toBeLessThan(0.03)
        expect(Math.abs(coverage90['ols i/m'] - 0.9), name).toBeLessThan(0.03)
      }
      if (world.startsWith('hidden') && n > 50_000) expect(coverage90.weissman, name).toBeLessThan(0.15)
    }
  })
})
