import { chiSquaredQuantile } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  elicitationScore,
  fitParetoTail,
  fitTail,
  forecastRare,
  logProbabilityOfScore,
  observationsFromLogProbabilities,
  observationsFromScores,
  tailLogMean,
  tailLogSurvival,
  tailQuantile,
  type LinearTail,
  type Tail,
} from '../src/index.js'
import { excessInterval } from '../src/internal/pareto-profile.js'
import oracle from './oracles/tails.json' with { type: 'json' }

// Both sides maximise a flat function: constants agree to its square root, values much closer.
const [constants, values] = [2e-6, 1e-10]
// SciPy's bounded minimisation under a root search.
const profileEnds = 1e-5
const mean = 1e-11

describe('elicitationScore', () => {
  it('undoes logProbabilityOfScore', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e300, max: -1e-300, noNaN: true }), (logP) => {
        expect(logProbabilityOfScore(elicitationScore(logP)) / logP).toBeCloseTo(1, 11)
      }),
    )
  })

  it.each([
    [-Infinity, -Infinity],
    [0, Infinity],
    [-0, Infinity],
    [-1, 0],
  ])('of %s is %s', (logP, psi) => {
    expect(elicitationScore(logP)).toBe(psi)
  })

  it('refuses what is no log probability', () => {
    expect(() => elicitationScore(0.1)).toThrow('elicitationScore: logP must be <= 0, got 0.1')
    expect(() => elicitationScore(NaN)).toThrow('got NaN')
    expect(() => logProbabilityOfScore(NaN)).toThrow('psi must be a number, got NaN')
  })
})

describe('fitParetoTail', () => {
  it.each(oracle.pareto.map((fixture, index) => [index, fixture] as const))('case %s against SciPy', (_, fixture) => {
    const { tail, logLikelihood, boundary } = fitParetoTail(fixture.top, fixture.m)
    expect(boundary).toBe(false)
    expect(Math.abs(logLikelihood - fixture.logLikelihood)).toBeLessThan(values * 100)
    expect(Math.abs(tail.shape - fixture.shape)).toBeLessThan(constants)
    expect(Math.abs(tail.scale / fixture.scale - 1)).toBeLessThan(constants)
    expect(Math.abs(tailQuantile(tail, fixture.n) / fixture.quantile - 1)).toBeLessThan(10 * constants)
  })

  it.each(oracle.pareto.map((fixture, index) => [index, fixture] as const))(
    'profile interval of case %s',
    (_, fixture) => {
      const fit = fitParetoTail(fixture.top, fixture.m)
      const { threshold, exceedance } = fit.tail
      const excess = Float64Array.from(fixture.top.slice(0, -1), (score) => score - threshold)
      const ratio = Math.log(fixture.n * exceedance)
      // At the limit for many excesses; forecasts calibrate the cut.
      const ends = excessInterval(fit, excess, fixture.quantile - threshold, ratio, chiSquaredQuantile(0.95, 1) / 2)
      const [lower, upper] = fixture.interval as [number, number]
      expect(Math.abs(ends[0]! + threshold - lower)).toBeLessThan(profileEnds * (1 + Math.abs(lower)))
      expect(Math.abs(ends[1]! + threshold - upper)).toBeLessThan(profileEnds * (1 + Math.abs(upper)))
    },
  )

  it('moves with location and scale', () => {
    const scores = [9, 6, 4.5, 3.6, 3, 2.4, 2, 1.7, 1.4, 1.2, 1]
    const first = fitParetoTail(scores, 500).tail
    const moved = fitParetoTail(
      scores.map((score) => 3 * score - 7),
      500,
    ).tail
    expect(moved.shape).toBeCloseTo(first.shape, 7)
    expect(moved.scale).toBeCloseTo(3 * first.scale, 6)
  })

  it('stops at shape -1 and says so', () => {
    // Uniform excesses: the likelihood has no maximum below.
    const { boundary, tail } = fitParetoTail([1, 0.999, 0.998, 0.997, 0.996, 0], 100)
    expect([boundary, tail.shape > -1.01]).toEqual([true, true])
  })

  it('refuses too few or equal values', () => {
    expect(() => fitParetoTail([1, 0], 10)).toThrow('top.length - 1 must be an integer >= 3')
    expect(() => fitParetoTail([1, 1, 1, 1], 10)).toThrow('top must descend')
  })
})

describe('tailLogMean', () => {
  const near = (found: number, expected: number) => {
    expect(Math.abs(found / expected - 1)).toBeLessThan(mean)
  }
  it.each(oracle.linearMean)('linear $a, $b above $u', ({ a, b, u, log }) => {
    near(tailLogMean({ form: 'linear', a, b }, u), log)
  })
  it.each(oracle.normalMean)('log-normal $mean, $sd', ({ mean: centre, sd, log }) => {
    near(tailLogMean({ form: 'normal', mean: centre, sd }, 0), log)
  })
  it.each(oracle.paretoMean)('generalised Pareto $shape', ({ threshold, exceedance, scale, shape, log }) => {
    // Simpson's rule with 640 panels.
    expect(Math.abs(tailLogMean({ form: 'pareto', threshold, exceedance, scale, shape }, 0) - log)).toBeLessThan(1e-6)
  })
  it('refuses a threshold that is not finite', () => {
    expect(() => tailLogMean({ form: 'linear', a: -1, b: 0 }, Infinity)).toThrow('tailLogMean: u must be finite')
  })
})

describe('tailQuantile and tailLogSurvival', () => {
  const tails: readonly Tail[] = [
    { form: 'linear', a: -3, b: -8.4 },
    { form: 'normal', mean: -20, sd: 4 },
    { form: 'pareto', threshold: -1.3, exceedance: 0.01, scale: 0.4, shape: 0.2 },
    { form: 'pareto', threshold: -1.3, exceedance: 0.01, scale: 0.4, shape: 0 },
    { form: 'pareto', threshold: -1.3, exceedance: 0.01, scale: 0.4, shape: -0.4 },
  ]
  it.each(tails)('undo each other for %o', (tail) => {
    for (const n of [200, 1e4, 1e6]) {
      const psi = tailQuantile(tail, n)
      if (Number.isFinite(psi)) expect(tailLogSurvival(tail, psi)).toBeCloseTo(-Math.log(n), 8)
    }
  })

  it('end where a negative shape ends', () => {
    const [, , , , ending] = tails as readonly [Tail, Tail, Tail, Tail, Tail]
    expect(tailLogSurvival(ending, 5)).toBe(-Infinity)
    expect(tailLogSurvival({ ...ending, shape: 0.5 } as Tail, -100)).toBe(0)
    expect(tailLogSurvival({ form: 'linear', a: -3, b: 0 }, -5)).toBe(0)
    expect(() => tailQuantile(tails[0]!, 0.5)).toThrow('tailQuantile: n must be finite and >= 1, got 0.5')
    expect(() => tailLogSurvival(tails[0]!, NaN)).toThrow('psi must be finite')
  })
})

describe('fitTail', () => {
  const scores = fc
    .uniqueArray(fc.integer({ min: -8000, max: 3000 }), { minLength: 30, maxLength: 200 })
    .map((list) => list.map((score) => score / 1000))

  it('recovers an exact tail by least squares, whatever k', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: -0.5, noNaN: true }),
        fc.double({ min: -20, max: 2, noNaN: true }),
        fc.integer({ min: 3, max: 40 }),
        (a, b, top) => {
          const m = 400
          const exact = Array.from({ length: m }, (_, i) => (Math.log((i + 1) / m) - b) / a)
          const { tail } = fitTail(observationsFromScores(exact), { top })
          expect((tail as LinearTail).a / a).toBeCloseTo(1, 8)
          expect(Math.abs((tail as LinearTail).b - b)).toBeLessThan(1e-7 * (1 + Math.abs(b)))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('does not depend on the order, and moves with the scores', () => {
    fc.assert(
      fc.property(
        scores,
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (list, scale, shift) => {
          for (const method of ['ols', 'weissman'] as const) {
            const first = fitTail(observationsFromScores(list), { method }).tail!
            const reversed = fitTail(observationsFromScores(list.toReversed()), { method }).tail!
            expect(reversed).toEqual(first)
            const moved = fitTail(observationsFromScores(list.map((score) => scale * score + shift)), { method }).tail!
            const expected = scale * tailQuantile(first, 1e6) + shift
            expect(Math.abs(tailQuantile(moved, 1e6) - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is Hill and Weissman by their formulas', () => {
    const top = [3, 2.2, 1.9, 1.1, 0.7]
    const { tail } = fitTail(observationsFromScores([...top, -1, -2, -3]), { method: 'weissman', top: 4 })
    const excess = (3 + 2.2 + 1.9 + 1.1) / 4 - 0.7
    expect((tail as LinearTail).a).toBeCloseTo(-1 / excess, 14)
    // The mean excess times log(k n / m) above the threshold.
    expect(tailQuantile(tail!, 1000)).toBeCloseTo(0.7 + excess * Math.log((4 * 1000) / 8), 12)
  })

  it('keeps probabilities that no double holds', () => {
    const logP = Array.from({ length: 500 }, (_, i) => -800 * ((i + 1) / 500) ** 0.6 - 30)
    const forecast = forecastRare(observationsFromLogProbabilities(logP), {
      method: 'ols',
      to: [1000, 50_000],
      seed: 1,
      replicates: 200,
    })
    const [near] = forecast.worst
    expect(near!.logP).toBeLessThan(-20)
    expect(near!.logPInterval!.lower).toBeLessThan(near!.logP!)
    const tiny = forecastRare(observationsFromLogProbabilities(logP.map((value) => 100 * value)), {
      method: 'weissman',
      to: [600],
      seed: 1,
      replicates: 200,
    })
    expect(tiny.worst[0]).toMatchObject({ p: 0, reason: 'p underflows: use logP' })
    expect(tiny.aggregate[0]!.log10).toBeLessThan(0)
    expect(JSON.stringify(tiny)).not.toMatch(/NaN|Infinity/)
  })

  it('refuses options outside their domains', () => {
    expect(() => fitTail(observationsFromScores([1]), { top: 2 })).toThrow(
      'fitTail: top must be an integer >= 3, got 2',
    )
    expect(() => fitTail(observationsFromScores([1]), { level: 1 })).toThrow('fitTail: level must lie in (0, 1), got 1')
  })
})
