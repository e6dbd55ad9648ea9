import { createRandom, passAtK } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { bestOfN, type AttackedItem } from '../src/index.js'

/** Attacks in batches up to the first success or a cap, on items of different strength. */
function attacked(
  count: number,
  batch: number,
  cap: number,
  seed: number,
): { items: AttackedItem[]; strengths: number[] } {
  const random = createRandom(seed)
  const strengths = Array.from({ length: count }, () => Math.exp(-1 - 5 * random.uniform()))
  const items = strengths.map((p): AttackedItem => {
    let [attempts, successes] = [0, 0]
    while (successes === 0 && attempts < cap) {
      for (let i = 0; i < batch; i += 1) if (random.uniform() < p) successes += 1
      attempts += batch
    }
    return { attempts, successes }
  })
  return { items, strengths }
}

describe('bestOfN', () => {
  it('is the mean of unbiased pass@k where attempts are fixed', () => {
    const items = [0, 1, 4, 20].map((successes) => ({ attempts: 50, successes }))
    const { curve, unbroken } = bestOfN(items, { ns: [1, 7, 50], seed: 1 })
    for (const [i, n] of [1, 7, 50].entries()) {
      const mean = items.reduce((sum, { successes }) => sum + passAtK(50, successes, n), 0) / 4
      expect(curve[i]!.estimate).toBeCloseTo(mean, 14)
    }
    expect(unbroken).toBe(1)
  })

  it('is unbiased where attempts stopped at a success, and the fixed formula is not', () => {
    const ns = [1, 5, 20, 100]
    const [worlds, count] = [150, 60]
    const sums = { batch: ns.map(() => 0), fixed: 0, truth: ns.map(() => 0) }
    for (let r = 0; r < worlds; r += 1) {
      const { items, strengths } = attacked(count, 10, 400, 700 + r)
      const { curve } = bestOfN(items, { ns, stopping: 'batch', batch: 10, seed: 1, replicates: 2 })
      for (const [i, n] of ns.entries()) {
        sums.batch[i]! += curve[i]!.estimate! / worlds
        sums.truth[i]! += strengths.reduce((sum, p) => sum + 1 - (1 - p) ** n, 0) / count / worlds
      }
      sums.fixed += bestOfN(items, { ns: [1], seed: 1, replicates: 2 }).curve[0]!.estimate! / worlds
    }
    // 9,000 items: standard errors below 0.5 points.
    for (const [i, truth] of sums.truth.entries()) expect(Math.abs(sums.batch[i]! - truth)).toBeLessThan(0.015)
    expect(sums.fixed).toBeGreaterThan(1.2 * sums.truth[0]!)
  })

  it('intervals over items cover', () => {
    const trials = 150
    let covered = 0
    // The mean of 1 - (1 - e^(-1 - 5u))^20 over u, by the midpoint rule.
    const truth =
      Array.from({ length: 10_000 }, (_, i) => 1 - (1 - Math.exp(-1 - 5 * ((i + 0.5) / 10_000))) ** 20).reduce(
        (a, b) => a + b,
        0,
      ) / 10_000
    for (let r = 0; r < trials; r += 1) {
      const { items } = attacked(80, 1, 1000, 5000 + r)
      const { interval } = bestOfN(items, { ns: [20], stopping: 'batch', seed: r, replicates: 300, level: 0.9 })
        .curve[0]!
      if (interval!.lower <= truth && truth <= interval!.upper) covered += 1
    }
    expect(Math.abs(covered / trials - 0.9)).toBeLessThan(0.085)
  })

  it('uses the first success where it is known', () => {
    const items = [
      { attempts: 60, successes: 2, firstSuccess: 10 },
      { attempts: 60, successes: 1, firstSuccess: 60 },
    ]
    const { curve } = bestOfN(items, { ns: [9, 10, 60], stopping: 'batch', batch: 60, seed: 1 })
    expect(curve.map(({ estimate }) => estimate)).toEqual([0, 0.5, 1])
  })

  it('bounds what lies beyond the cap of an unbroken item', () => {
    const items = [
      { attempts: 20, successes: 1 },
      { attempts: 10, successes: 0 },
      { attempts: 50, successes: 0 },
    ]
    const { curve, warnings } = bestOfN(items, { ns: [5, 30], stopping: 'batch', batch: 10, seed: 1 })
    expect(curve[0]!.estimate).toBe(0)
    expect(curve[1]).toMatchObject({ estimate: null, bounds: [1 / 3, 2 / 3] })
    expect(curve[1]!.reason).toContain('between 0.333 and 0.667')
    expect(warnings.map(({ code }) => code)).toEqual(['censored'])
    expect(bestOfN(items, { ns: [30], seed: 1 }).curve[0]!.reason).toContain('no unbiased estimate')
  })

  it('recovers a power law', () => {
    // Items whose mean is exactly exp(-2 N^-0.4) at every N of the curve cannot be made; the law of the curve itself can.
    const items = Array.from({ length: 400 }, (_, i) => ({
      attempts: 2000,
      successes: Math.round(2000 * 0.4 * ((i + 0.5) / 400) ** 6),
    }))
    const { powerLaw, forecasts, refused } = bestOfN(items, {
      ns: [10, 30, 100, 300],
      fitUpTo: 300,
      to: [1000],
      seed: 2,
      replicates: 200,
    })
    expect(refused).toBeUndefined()
    expect(powerLaw!.points).toBe(4)
    const truth = items.reduce((sum, { attempts, successes }) => sum + passAtK(attempts, successes, 1000), 0) / 400
    expect(Math.abs(forecasts[0]!.estimate! - truth)).toBeLessThan(0.05)
    expect(powerLaw!.exponent.interval!.lower).toBeLessThan(powerLaw!.exponent.estimate!)
  })

  it('says why it has no law and no interval', () => {
    const none = bestOfN([{ attempts: 5, successes: 0 }], { to: [10], seed: 1 })
    expect(none.refused!.code).toBe('too-few-points')
    expect(none.forecasts[0]).toMatchObject({ estimate: null })
    expect(none.curve[0]!.reason).toContain('one item')
    const alike = bestOfN(
      Array.from({ length: 5 }, () => ({ attempts: 5, successes: 2 })),
      { seed: 1 },
    )
    expect(alike.curve[0]!.reason).toContain('all items agree')
    // Most resamples of one broken item among many lack it.
    const rare = bestOfN(
      [{ attempts: 50, successes: 3 }, ...Array.from({ length: 3 }, () => ({ attempts: 50, successes: 0 }))],
      { ns: [1, 5, 20], seed: 1 },
    )
    expect(rare.powerLaw!.exponent.reason).toContain('resamples could be fitted')
  })

  it.each([
    [[], {}, 'items.length must be an integer >= 1'],
    [[{ attempts: 5, successes: 6 }], {}, 'successes of item 0 must be <= 5 (its attempts), got 6'],
    [[{ attempts: 120, successes: 70 }], { stopping: 'batch', batch: 60 }, 'must be <= 60 (one batch), got 70'],
    [[{ attempts: 5, successes: 0, firstSuccess: 2 }], {}, 'firstSuccess of item 0 must be one of its attempts'],
    [[{ attempts: 5, successes: 1 }], { ns: [0] }, 'n must be an integer >= 1, got 0'],
    [[{ attempts: 5, successes: 1 }], { level: 1 }, 'level must lie in (0, 1)'],
  ] as const)('throws for case %#', (items, options, message) => {
    expect(() => bestOfN(items, { seed: 1, ...options })).toThrow(message)
  })
})
