import fc from 'fast-check'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import {
  forecastRare,
  logProbabilityOfScore,
  observationsFromHits,
  observationsFromLogProbabilities,
  observationsFromProbabilities,
  observationsFromScores,
  worstQueries,
} from '../src/index.js'

const logP = (m: number, rate: number, location: number, seed: number): number[] => {
  const random = createRandom(seed)
  return Array.from({ length: m }, () => -Math.exp(-location + Math.log(1 - random.uniform()) / rate))
}
const methods = ['ols', 'weissman', 'gpd', 'lognormal'] as const

describe('forecastRare', () => {
  it.each(methods)('%s: intervals hold their estimates, everything rises with n, nothing is infinite', (method) => {
    const observations = observationsFromLogProbabilities(logP(600, 3, -2.8, 5))
    const forecast = forecastRare(observations, { method, to: [600, 6000, 60_000, 6e6, 6e9], replicates: 400, seed: 2 })
    expect(JSON.stringify(forecast)).not.toMatch(/NaN|Infinity/)
    expect(forecast.refused).toBeUndefined()
    for (const [i, { logP: worst, logPInterval, p, interval }] of forecast.worst.entries()) {
      expect(logPInterval!.lower).toBeLessThanOrEqual(worst!)
      expect(logPInterval!.upper).toBeGreaterThanOrEqual(worst!)
      expect(interval!.upper).toBeLessThanOrEqual(1)
      expect(p).toBe(Math.exp(worst!))
      if (i > 0) expect(worst!).toBeGreaterThanOrEqual(forecast.worst[i - 1]!.logP!)
    }
    for (const { estimate, interval } of [...forecast.aggregate, forecast.meanProbability]) {
      expect(interval!.lower).toBeLessThanOrEqual(estimate!)
      expect(interval!.upper).toBeGreaterThanOrEqual(estimate! * (1 - 1e-12))
    }
    expect(forecast.frequency.map(({ tau }) => tau)).toEqual([0.1, 0.5, 0.9])
  })

  it.each(['ols', 'weissman'] as const)(
    '%s: its intervals cover an exponential tail as often as they say',
    (method) => {
      const [n, trials] = [90_000, 1500]
      const truth = logProbabilityOfScore(-2.8 + Math.log(n) / 3)
      let covered = 0
      for (let r = 0; r < trials; r += 1) {
        const observations = observationsFromLogProbabilities(logP(300, 3, -2.8, 1000 + r))
        const { logPInterval } = worstQueries(observations, { method, to: [n], level: 0.9, seed: 3 })![0]!
        if (logPInterval!.lower <= truth && truth <= logPInterval!.upper) covered += 1
      }
      // Binomial standard error 0.8 points, and 0.7 of the simulated quantiles: four of both.
      expect(Math.abs(covered / trials - 0.9)).toBeLessThan(0.042)
    },
  )

  it('some 30 % of least-squares forecasts with i/m are too low on an exact tail, and half with the median position', () => {
    const trials = 1000
    const truth = logProbabilityOfScore(-2.8 + Math.log(1e5) / 3)
    const under = { 'i/m': 0, median: 0 }
    for (let r = 0; r < trials; r += 1) {
      const observations = observationsFromLogProbabilities(logP(200, 3, -2.8, 9000 + r))
      for (const plotting of ['i/m', 'median'] as const) {
        const [worst] = worstQueries(observations, { method: 'ols', plotting, to: [1e5], seed: 1, replicates: 2 })!
        if (worst!.logP! < truth) under[plotting] += 1
      }
    }
    // Three standard errors of 1.5 points about 31 % and 52 %.
    expect(Math.abs(under['i/m'] / trials - 0.31)).toBeLessThan(0.045)
    expect(Math.abs(under.median / trials - 0.52)).toBeLessThan(0.048)
  })

  it('the same seed gives the same forecast', () => {
    const observations = observationsFromLogProbabilities(logP(200, 3, -2.8, 5))
    const options = { method: 'auto', seed: 4, replicates: 100 } as const
    expect(forecastRare(observations, options)).toEqual(forecastRare(observations, options))
    expect(forecastRare(observations, options).worst).not.toEqual(
      forecastRare(observations, { ...options, seed: 5 }).worst,
    )
  })

  it('warns where its assumptions look wrong', () => {
    const random = createRandom(8)
    // log-normal p: the tail falls off.
    const curved = Array.from({ length: 5000 }, () => Math.min(-1e-9, Math.LN10 * (-9 + 2 * random.normal())))
    const codes = (list: readonly number[], options = {}) =>
      forecastRare(observationsFromLogProbabilities(list), {
        method: 'weissman',
        to: [5e7],
        top: 30,
        seed: 1,
        replicates: 50,
        ...options,
      }).warnings.map(({ code }) => code)
    expect(codes(curved)).toContain('long-reach')
    expect(codes(logP(1000, 6, -3.6, 2), { to: [1e5] })).toContain('methods-disagree')
    expect(codes(curved, { method: 'ols' })).toContain('plotting-position')
    expect(codes(curved, { method: 'gpd', top: 10 })).toContain('few-exceedances')
    // Two straight pieces: the upper one falls off ten times as fast.
    const bent = Array.from({ length: 1000 }, (_, i) => {
      const depth = Math.log(1000 / (i + 0.5))
      return -Math.exp(4 - Math.min(depth, 3.5) - 0.1 * Math.max(0, depth - 3.5))
    })
    expect(codes(bent)).toContain('curved-tail')
    const hits = forecastRare(
      observationsFromHits(
        Array.from({ length: 100 }, (_, i) => ({ hits: Math.max(0, 10 - Math.floor(i / 3)), samples: 10 })),
      ),
      { method: 'ols', top: 20, seed: 1, replicates: 50 },
    )
    expect(hits.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['all-samples-hit', 'ties', 'few-hits']),
    )
    expect(hits.diagnostics.kthLargest).toEqual({ hits: 4, samples: 10, samplesNeeded: 13 })
  })

  it.each([
    ['nothing', [], 'no-observations'],
    ['fewer than k', [0.1, 0.2, 0.3], 'top-exceeds-sample'],
    ['certainty', [...Array.from({ length: 20 }, (_, i) => 0.01 * i), 1], 'certain'],
    ['all equal', Array.from({ length: 20 }, () => 0.2), 'all-equal'],
    ['two values', [0.5, ...Array.from({ length: 20 }, () => 0.2)], 'too-few-distinct'],
    ['zeros', Array.from({ length: 20 }, (_, i) => (i < 4 ? 0.1 * (i + 1) : 0)), 'too-few-positive'],
  ])('refuses %s by every method, with a bound where there is one', (_, p, code) => {
    for (const method of [...methods, 'auto'] as const) {
      const forecast = forecastRare(observationsFromProbabilities(p), { method, to: [1e6], seed: 1, replicates: 50 })
      if (forecast.refused === undefined) {
        // The log-normal law needs no k and no largest ones that differ.
        expect(method).toBe('lognormal')
        expect(code).toMatch(/top-exceeds-sample|too-few-distinct/)
        continue
      }
      if (method !== 'lognormal' && method !== 'auto') expect(forecast.refused.code).toBe(code)
      expect(forecast.worst[0]).toMatchObject({ p: null, interval: null })
      expect(forecast.aggregate.every(({ estimate }) => estimate === null)).toBe(true)
      expect(JSON.stringify(forecast)).not.toMatch(/NaN|Infinity/)
      if (p.length > 0) expect(forecast.refused.bound!.statement).toContain('95 % confidence')
    }
  })

  it('says how many samples it would take', () => {
    const unseen = forecastRare(observationsFromHits(Array.from({ length: 50 }, () => ({ hits: 0, samples: 100 }))), {
      method: 'ols',
      seed: 1,
    })
    expect(unseen.refused!.code).toBe('no-hits')
    // 5 / (1 - 0.05^(1/100)).
    expect(unseen.refused!.message).toContain('more than 170 samples')
  })

  it('forecasts scores as scores', () => {
    const observations = observationsFromScores(Array.from({ length: 200 }, (_, i) => 2 * Math.log(200 / (i + 1))))
    const forecast = forecastRare(observations, {
      method: 'ols',
      to: [2000],
      thresholds: [12],
      seed: 1,
      replicates: 100,
    })
    expect(forecast.worst[0]!.psi).toBeCloseTo(2 * Math.log(2000), 10)
    expect(forecast.frequency[0]!.estimate).toBeCloseTo(Math.exp(-6), 10)
    expect(forecast.meanProbability.reason).toBe('a score is no probability')
    expect(forecast.aggregate[0]!.estimate).toBeNull()
    expect(forecastRare(observations, { method: 'lognormal', seed: 1 }).refused!.code).toBe('no-probability')
    const backtested = forecastRare(observations, { seed: 1, replicates: 100, top: 5 })
    expect(backtested.backtest!.unit).toBe('score')
  })

  it('has no probability 0 for what lies beyond a tail that ends', () => {
    const p = Array.from({ length: 200 }, (_, i) => 0.01 * (1 - (i / 200) ** 2) + 1e-6)
    const { frequency } = forecastRare(observationsFromProbabilities(p), {
      method: 'gpd',
      top: 30,
      thresholds: [0.5],
      to: [1000],
      seed: 1,
    })
    expect(frequency[0]).toMatchObject({ estimate: null, log10: null })
    expect(frequency[0]!.reason).toContain('no evidence that nothing lies above it')
  })

  it('the bound that needs no tail holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (m) => {
        const p = Array.from({ length: m }, () => 0.3)
        const { bound } = forecastRare(observationsFromProbabilities(p), { method: 'lognormal', seed: 1 }).diagnostics
        expect((1 - bound!.upper) ** m).toBeCloseTo(0.05, 8)
        expect(bound!.lower).toBeCloseTo(0.05 ** (1 / m), 8)
      }),
      { numRuns: 20 },
    )
  })

  it.each([
    [{ to: [0.5] }, 'to must be finite and >= 1, got 0.5'],
    [{ thresholds: [1] }, 'thresholds must lie in (0, 1), got 1'],
    [{ top: 2.5 }, 'top must be an integer >= 3, got 2.5'],
    [{ level: 0 }, 'level must lie in (0, 1), got 0'],
    [{ replicates: 1 }, 'replicates must be an integer >= 2, got 1'],
  ])('throws for %o', (options, message) => {
    expect(() => forecastRare(observationsFromProbabilities([0.1]), { seed: 1, ...options })).toThrow(
      `forecastRare: ${message}`,
    )
  })
})
