import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parseCsv } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import { compareTrends, computeModelSchema, fitComputeTrend, type ComputeModel } from '../../src/index.js'

const csv = 'oracles/scaling/epoch_notable_compute.csv'
const json = 'oracles/scaling/compute_trend.json'

interface Reference {
  readonly n: number
  readonly intercept: number
  readonly slope: number
  readonly se_slope: number
  readonly se_intercept: number
  readonly hc3_se_slope: number
  readonly rss: number
  readonly r2: number
  readonly loglik: number
  readonly bic_k2: number
  readonly growth_ci90_t: readonly [number, number]
  readonly doubling_ci90_t: readonly [number, number]
  readonly bootstrap: { readonly growth_ci90: readonly [number, number]; readonly slope_se: number }
  readonly kink?: Break
  readonly jump?: Break
}
interface Break {
  readonly break_t: number
  readonly break_date: string
  readonly growth_before: number
  readonly growth_after: number
  readonly rss: number
  readonly bic: number
}

describeWithShared('Epoch AI notable models, snapshot 2026-05-02', [csv, json], () => {
  const models: readonly ComputeModel[] = parseCsv(readFileSync(sharedPath(csv), 'utf8'), {
    schema: computeModelSchema,
    columns: { name: 'model', date: 'date', compute: 'flop' },
  })
  const reference = JSON.parse(readFileSync(sharedPath(json), 'utf8')) as Record<string, Reference>
  const until2024 = { from: '2010-01-01', to: '2024-05-31', snapshot: '2026-05-02' }
  const windows = {
    'notable_2010_to_2024-05': until2024,
    notable_2010_to_end: { from: '2010-01-01', snapshot: '2026-05-02' },
    'frontier_top10_2010_to_2024-05': { ...until2024, frontier: 10 },
  }
  const relative = 1e-10

  it.each(Object.entries(windows))('%s', (name, options) => {
    const want = reference[name]!
    const trend = fitComputeTrend(models, { ...options, interval: 'classic' })
    expect(trend.n).toBe(want.n)
    const pairs: readonly (readonly [number | null, number])[] = [
      [trend.slopeOomPerYear, want.slope],
      [trend.interceptOom, want.intercept],
      [trend.se, want.se_slope],
      [trend.seIntercept, want.se_intercept],
      [trend.seHc3, want.hc3_se_slope],
      [trend.rss, want.rss],
      [trend.rSquared, want.r2],
      [trend.logLikelihood, want.loglik],
      [trend.bic, want.bic_k2],
      [trend.growthPerYear.interval!.lower, want.growth_ci90_t[0]],
      [trend.growthPerYear.interval!.upper, want.growth_ci90_t[1]],
      [trend.doublingMonths.interval!.lower, want.doubling_ci90_t[0]],
      [trend.doublingMonths.interval!.upper, want.doubling_ci90_t[1]],
    ]
    for (const [actual, expected] of pairs) expect(Math.abs(actual! / expected - 1)).toBeLessThan(relative)
  })

  it.each(Object.entries(windows))('%s: bootstrap', (name, options) => {
    const { growth_ci90 } = reference[name]!.bootstrap
    const trend = fitComputeTrend(models, { ...options, bootstrap: { seed: 1, replicates: 4000 } })
    const { lower, upper } = trend.intervals.bootstrap!.growthPerYear
    // Another generator and 4,000 instead of 10,000 replicates: three Monte Carlo standard errors of an end.
    const width = growth_ci90[1] - growth_ci90[0]
    expect(Math.abs(lower - growth_ci90[0]) / width).toBeLessThan(0.05)
    expect(Math.abs(upper - growth_ci90[1]) / width).toBeLessThan(0.05)
  })

  it('kink and jump', () => {
    const { alternatives, preferred } = compareTrends(models, until2024)
    const want = reference['notable_2010_to_2024-05']!
    for (const [found, expected] of [
      [alternatives[1]!, want.kink!],
      [alternatives[2]!, want.jump!],
    ] as const) {
      expect(found.breakDate).toBe(expected.break_date)
      expect(found.breakYears).toBeCloseTo(expected.break_t, 12)
      expect(Math.abs(found.rss! / expected.rss - 1)).toBeLessThan(relative)
      expect(Math.abs(found.bic! / expected.bic - 1)).toBeLessThan(relative)
      expect(Math.abs(found.growthBefore! / expected.growth_before - 1)).toBeLessThan(1e-9)
      expect(Math.abs(found.growthAfter! / expected.growth_after - 1)).toBeLessThan(1e-9)
    }
    expect(alternatives[0]!.bic).toBeCloseTo(want.bic_k2, 7)
    expect(preferred).not.toBe('kinked')
    const frontier = compareTrends(models, { ...until2024, frontier: 10 }).alternatives[1]!
    expect(frontier.breakDate).toBe(reference['frontier_top10_2010_to_2024-05']!.kink!.break_date)
    expect(frontier.bic).toBeCloseTo(reference['frontier_top10_2010_to_2024-05']!.kink!.bic, 7)
  })
})

const raw = 'data/epoch-models/notable_ai_models_2026-04.csv.gz'

describeWithShared("Epoch AI's table as downloaded", [raw, csv], () => {
  it('has cells that are not known, which are counted and left out, and gives the same trend', () => {
    const models = parseCsv(gunzipSync(readFileSync(sharedPath(raw))).toString('utf8'), {
      schema: computeModelSchema,
      columns: { name: 'Model', date: 'Publication date', compute: 'Training compute (FLOP)' },
    })
    const trend = fitComputeTrend(models, { from: '2010-01-01', to: '2024-05-31' })
    expect(trend.n).toBe(387)
    expect(trend.slopeOomPerYear).toBeCloseTo(0.5810449406786555, 9)
    expect(trend.excluded).toEqual({ withoutDate: 4, withoutCompute: 486, outsideWindow: 134, belowFrontier: 0 })
  })
})
