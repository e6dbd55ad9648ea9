import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import {
  anytimeRate,
  anytimeStopping,
  cleanTrialsNeeded,
  compareSources,
  observationsFromLogProbabilities,
  observationsFromProbabilities,
  observationsFromScores,
  phiPower,
  positivesForPhi,
  roganGladen,
  scoreForecasts,
  zeroHitsBound,
} from '../src/index.js'
import oracle from './oracles/tails.json' with { type: 'json' }

describe('zeroHitsBound', () => {
  it('is the exact one-sided bound, and what it leaves open', () => {
    const bound = zeroHitsBound(1000, { at: [1e6, 10] })
    expect(bound.upper).toBeCloseTo(0.002991249545095295, 14)
    expect((1 - bound.upper) ** 1000).toBeCloseTo(0.05, 12)
    expect(bound.at[0]!.atLeastOne).toBe(1)
    expect(bound.at[1]!.atLeastOne).toBeCloseTo(1 - 0.05 ** 0.01, 12)
  })

  it('is undone by cleanTrialsNeeded', () => {
    for (const target of [0.3, 0.01, 1e-4, 1e-9]) {
      const n = cleanTrialsNeeded(target, 0.99)
      expect(zeroHitsBound(n, { level: 0.99 }).upper).toBeLessThanOrEqual(target * (1 + 1e-9))
      if (n > 1) expect(zeroHitsBound(n - 1, { level: 0.99 }).upper).toBeGreaterThan(target * (1 - 1e-9))
    }
  })

  it.each([
    [() => zeroHitsBound(0), 'trials must be an integer >= 1, got 0'],
    [() => zeroHitsBound(5, { level: 1 }), 'level must lie in (0, 1), got 1'],
    [() => zeroHitsBound(5, { at: [Infinity] }), 'n must be finite and >= 1, got Infinity'],
    [() => cleanTrialsNeeded(0), 'target must lie in (0, 1), got 0'],
  ])('refuses case %#', (call, message) => {
    expect(call).toThrow(message)
  })
})

describe('anytimeRate', () => {
  // Bisection of mpmath against Brent's method in doubles, where the mixture is a difference of logarithms of up to 1e6.
  const relative = 1e-7

  it.each(oracle.anytime)('$hits of $trials', ({ hits, trials, prior, level, lower, upper }) => {
    const { interval } = anytimeRate(hits, trials, { prior: prior as [number, number], level })
    expect(Math.abs(interval.lower - lower)).toBeLessThanOrEqual(relative * lower)
    expect(Math.abs(interval.upper - upper)).toBeLessThanOrEqual(relative * upper)
  })

  it('covers over all looks at once, where an interval looked at every time does not', () => {
    const [rate, looks, sequences] = [0.05, 1000, 400]
    let missed = 0
    for (let r = 0; r < sequences; r += 1) {
      const random = createRandom(17, r)
      const outcomes = Array.from({ length: looks }, () => random.uniform() < rate)
      if (anytimeStopping(outcomes, { threshold: rate, level: 0.9 }).decision !== 'continue') missed += 1
    }
    expect(missed / sequences).toBeLessThan(0.1)
  })

  it('decides on either side', () => {
    expect(
      anytimeStopping(
        Array.from({ length: 100 }, () => true),
        { threshold: 0.5 },
      ),
    ).toMatchObject({ decision: 'above' })
    expect(anytimeStopping([false, true], { threshold: 0.5 })).toMatchObject({ decision: 'continue', after: null })
    const { after } = anytimeStopping(
      Array.from({ length: 1000 }, () => false),
      { threshold: 0.01 },
    )
    // The moment at which the interval excludes the threshold.
    expect(anytimeRate(0, after!).interval.upper).toBeLessThanOrEqual(0.01)
    expect(anytimeRate(0, after! - 1).interval.upper).toBeGreaterThan(0.01)
  })

  it('knows nothing before the first trial', () => {
    expect(anytimeRate(0, 0)).toMatchObject({ estimate: null, interval: { lower: 0, upper: 1 } })
    expect(() => anytimeRate(2, 1)).toThrow('hits must be <= trials (1), got 2')
    expect(() => anytimeRate(0, 1, { prior: [0, 1] })).toThrow('prior must be finite')
  })
})

describe('roganGladen', () => {
  it('covers with counts', () => {
    const [rate, sensitivity, specificity] = [0.05, 0.8, 0.95]
    let covered = 0
    for (let r = 0; r < 300; r += 1) {
      const random = createRandom(23, r)
      const count = (n: number, p: number): number => {
        let hits = 0
        for (let i = 0; i < n; i += 1) if (random.uniform() < p) hits += 1
        return hits
      }
      const apparent = rate * sensitivity + (1 - rate) * (1 - specificity)
      const { interval } = roganGladen(
        { count: count(500, apparent), total: 500 },
        {
          sensitivity: { count: count(100, sensitivity), total: 100 },
          specificity: { count: count(200, specificity), total: 200 },
        },
        { level: 0.9 },
      )
      if (interval!.lower <= rate && rate <= interval!.upper) covered += 1
    }
    expect(covered / 300).toBeGreaterThan(0.9)
  })

  it('says why there is no interval, and refuses a judge no better than chance', () => {
    const known = roganGladen(0.2, { sensitivity: 0.9, specificity: 0.9 })
    expect(known.interval).toBeNull()
    expect(known.estimate).toBeCloseTo(0.125, 12)
    const weak = { sensitivity: { count: 3, total: 5 }, specificity: { count: 3, total: 5 } }
    expect(roganGladen({ count: 3, total: 10 }, weak).reason).toContain('no better than chance')
    expect(() => roganGladen(0.1, { sensitivity: 0.5, specificity: 0.5 })).toThrow('must exceed 1, got 1')
    expect(() => roganGladen(1.1, { sensitivity: 0.9, specificity: 0.9 })).toThrow('apparent must lie in [0, 1]')
  })
})

describe('scoreForecasts', () => {
  it('counts the dangerous direction apart', () => {
    const decades = [-2, -0.5, 0, 0.3, 4]
    const score = scoreForecasts(decades.map((error) => ({ logForecast: -20 + error * Math.LN10, logTruth: -20 })))
    expect(score.n).toBe(5)
    expect(score.meanAbsoluteLog10).toBeCloseTo(6.8 / 5, 12)
    expect(score.medianLog10).toBeCloseTo(0, 12)
    expect(score.withinOneOrder.count).toBe(3)
    expect(score.underestimates.count).toBe(2)
  })
  it('refuses what is no log probability', () => {
    expect(() => scoreForecasts([])).toThrow('outcomes must not be empty')
    expect(() => scoreForecasts([{ logForecast: -Infinity, logTruth: -1 }])).toThrow(
      'logForecast must be finite and <= 0',
    )
    expect(() => scoreForecasts([{ logForecast: -1, logTruth: 1 }])).toThrow(
      'logTruth must be finite and <= 0, got 1 at index 0',
    )
  })
})

describe('compareSources', () => {
  const tail = (location: number, rate = 3) =>
    observationsFromLogProbabilities(
      Array.from({ length: 500 }, (_, i) => -Math.exp(-location + Math.log((i + 0.5) / 500) / rate)),
    )

  it('weighs how bad queries are against what they cost', () => {
    const sources = [
      { name: 'experts', observations: tail(-1), costPerQuery: 50 },
      { name: 'generator', observations: tail(-2), costPerQuery: 0.01 },
    ]
    const rich = compareSources(sources, { budget: 1e6, seed: 1 })
    expect(rich.best).toBe('generator')
    expect(rich.sources.map(({ n }) => n)).toEqual([20_000, 1e8])
    const shares = rich.sources.map(({ probabilityBest }) => probabilityBest!)
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 2)
    expect(shares[1]).toBeGreaterThan(0.5)
    expect(
      compareSources(
        sources.map((source) => ({ ...source, costPerQuery: 1 })),
        { budget: 1000, seed: 1, method: 'ols' },
      ).best,
    ).toBe('experts')
    expect(rich.warnings.map(({ code }) => code)).toEqual(['small-gap'])
  })

  it('keeps a source that cannot be forecast, and compares scores', () => {
    const none = observationsFromProbabilities([0.1, 0.2])
    const result = compareSources(
      [
        { name: 'few', observations: none, costPerQuery: 1 },
        { name: 'many', observations: tail(-1), costPerQuery: 1 },
      ],
      { budget: 1000, seed: 1, replicates: 50 },
    )
    expect(result).toMatchObject({ best: null, gap: null })
    expect(result.sources[0]).toMatchObject({ worst: null, probabilityBest: null })
    expect(result.sources[0]!.reason).toContain('largest of 2')
    const scores = (shift: number) =>
      observationsFromScores(Array.from({ length: 100 }, (_, i) => shift - Math.log((i + 1) / 100)))
    const scored = compareSources(
      [
        { name: 'a', observations: scores(0), costPerQuery: 1 },
        { name: 'b', observations: scores(30), costPerQuery: 1 },
      ],
      { budget: 1000, seed: 1, replicates: 50 },
    )
    expect(scored.gap).toBeCloseTo(30, 8)
    expect(scored.warnings).toEqual([])
  })

  it('refuses one source, names twice and a budget for no query', () => {
    const source = { name: 'a', observations: tail(-1), costPerQuery: 10 }
    expect(() => compareSources([source], { budget: 10, seed: 1 })).toThrow('sources must be at least 2')
    expect(() => compareSources([source, source], { budget: 10, seed: 1 })).toThrow('names of sources must differ')
    expect(() => compareSources([source, { ...source, name: 'b' }], { budget: 1, seed: 1 })).toThrow(
      'queries that 1 buys from a',
    )
  })
})

describe('phiPower and positivesForPhi', () => {
  const design = { p: 0.1, q: 0.1, phi: 0.1 }

  it('agree', () => {
    const n = positivesForPhi(design)!
    const simulated = phiPower(design, n, { seed: 5 })
    // The normal law against a simulation with a standard error of 0.6 points.
    expect(Math.abs(simulated.estimate! - 0.8)).toBeLessThan(0.04)
    const many = phiPower({ ...design, phi: 0.02 }, positivesForPhi({ ...design, phi: 0.02 })!, { seed: 5 })
    expect(many.estimate).toBeCloseTo(0.8, 2)
    expect(many.reason).toBe('by the normal law')
  })

  it('no number of positives shows independence, and full overlap shows at once', () => {
    expect(positivesForPhi({ ...design, phi: 0 })).toBeNull()
    expect(phiPower({ p: 0.1, q: 0.1, phi: 0.999999999 }, 6000, { seed: 1 }).estimate).toBe(1)
  })

  it('refuses what cannot be', () => {
    expect(() => phiPower({ p: 0.1, q: 0.02, phi: 0.9 }, 10, { seed: 1 })).toThrow('phi must lie in')
    expect(() => positivesForPhi(design, 1)).toThrow('power must lie in (0, 1), got 1')
    expect(() => phiPower(design, 0, { seed: 1 })).toThrow('positives must be an integer >= 1, got 0')
  })
})
