import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { dateAfter, fitHorizonTrendFromRuns, fitTimeHorizons, type TaskRun } from '../src/index.js'

const days = 200
const releases = Array.from({ length: 8 }, (_, i) => ({
  agent: `a${i}`,
  date: dateAfter((i * 120) / 365.25, '2022-01-01')!,
}))

/** Agents whose p50 doubles every 200 days, on shared tasks in families. */
const simulate = (seed: number, families = 20): readonly TaskRun[] => {
  const random = createRandom(seed)
  return Array.from({ length: families * 3 }, (_, task) => {
    const minutes = 2 ** (9 * random.uniform())
    return releases.flatMap(({ agent }, i) =>
      Array.from({ length: 3 }, () => {
        const p = 1 / (1 + Math.exp(-(2 + (i * 120) / days - Math.log2(minutes))))
        return { agent, task: `${task}`, family: `${task % families}`, minutes, score: random.uniform() < p ? 1 : 0 }
      }),
    )
  }).flat()
}
const options = { regularization: 0, agents: 'all', bootstrap: { seed: 1, replicates: 80 } } as const

describe('fitHorizonTrendFromRuns', () => {
  it('recovers a planted doubling time, with an interval around it', () => {
    const result = fitHorizonTrendFromRuns(simulate(3), releases, options)
    expect(result.n).toBe(8)
    const { estimate, interval } = result.doublingDays
    expect(estimate).toBe(result.trend.doublingDays.estimate)
    expect(Math.abs(estimate! / days - 1)).toBeLessThan(0.15)
    expect(interval!.lower < estimate! && estimate! < interval!.upper).toBe(true)
    expect(interval!.lower < days && days < interval!.upper).toBe(true)
    expect(result.bootstrap).toEqual({ replicates: 80, seed: 1, unusable: 0 })
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  it('fits the horizons that fitTimeHorizons fits, and draws by seed', () => {
    const runs = simulate(4)
    const result = fitHorizonTrendFromRuns(runs, releases, options)
    expect(result.horizons).toEqual(fitTimeHorizons(runs, { regularization: 0 }))
    expect(fitHorizonTrendFromRuns(runs, releases, options).doublingDays).toEqual(result.doublingDays)
    const other = fitHorizonTrendFromRuns(runs, releases, { ...options, bootstrap: { seed: 2, replicates: 80 } })
    expect(other.doublingDays.estimate).toBe(result.doublingDays.estimate)
    expect(other.doublingDays.interval).not.toEqual(result.doublingDays.interval)
  })

  it('is wider when tasks come from fewer families', () => {
    const width = (families: number, seed: number) => {
      const { interval } = fitHorizonTrendFromRuns(simulate(seed, families), releases, options).doublingDays
      return interval!.upper - interval!.lower
    }
    expect(width(6, 5)).toBeGreaterThan(width(40, 5))
  })

  it('draws tasks and runs again where asked, as METR does: longer', () => {
    const width = (within: boolean) => {
      const bootstrap = { ...options.bootstrap, within }
      const { interval } = fitHorizonTrendFromRuns(simulate(3), releases, { ...options, bootstrap }).doublingDays
      return interval!.upper - interval!.lower
    }
    expect(width(true)).toBeGreaterThan(1.1 * width(false))
  })

  it('leaves out agents without a horizon, and refuses a line through two', () => {
    const failing = simulate(6).map((run) => (run.agent < 'a6' ? { ...run, score: 0 } : run))
    const result = fitHorizonTrendFromRuns(failing, releases, options)
    expect(result.n).toBe(2)
    expect(result.doublingDays).toMatchObject({ estimate: null, interval: null })
    expect(result.horizons.filter(({ refusal }) => refusal !== undefined)).toHaveLength(6)
  })

  it('has no finite end where the trend may vanish, and says so', () => {
    const shuffled = releases.map(({ agent }, i) => ({ agent, date: releases[(i * 3) % 8]!.date }))
    const { doublingDays } = fitHorizonTrendFromRuns(simulate(7, 3), shuffled, options)
    expect(doublingDays.interval === null).toBe(doublingDays.reason !== undefined)
  })

  it('throws without a release date or with too few replicates', () => {
    expect(() => fitHorizonTrendFromRuns(simulate(8), releases.slice(1), options)).toThrow(
      'agent a0 has no release date',
    )
    expect(() => fitHorizonTrendFromRuns([], [], { bootstrap: { seed: 1, replicates: 1 } })).toThrow(
      'bootstrap.replicates',
    )
  })
})
