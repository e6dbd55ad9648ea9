import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import {
  backtestForecasts,
  observationsFromHits,
  observationsFromLogProbabilities,
  observationsFromProbabilities,
} from '../src/index.js'

const simulated = (m: number, draw: (random: ReturnType<typeof createRandom>) => number) => {
  const random = createRandom(31)
  return observationsFromLogProbabilities(Array.from({ length: m }, () => draw(random)))
}

describe('backtestForecasts', () => {
  it('picks the method of the world', () => {
    const exponential = simulated(20_000, (random) => -Math.exp(3.6 + Math.log(1 - random.uniform()) / 6))
    const normal = simulated(20_000, (random) => Math.min(-1e-9, Math.LN10 * (-9 + 1.2 * random.normal())))
    const options = { repeats: 60, seed: 1 }
    expect(backtestForecasts(exponential, options).picked).toBe('weissman')
    expect(backtestForecasts(normal, options).picked).toBe('lognormal')
  })

  it('is median unbiased where the tail is exact and the forecast is', () => {
    const { methods } = backtestForecasts(
      simulated(20_000, (random) => -Math.exp(2.8 + Math.log(1 - random.uniform()) / 3)),
      { repeats: 200, fitSize: 500, target: 5000, methods: ['weissman'], seed: 2 },
    )
    // The truth itself is the fourth largest of one sample, so the share is not 1/2; it is far from 0 and 1.
    expect(methods[0]!.score!.underestimates.estimate).toBeGreaterThan(0.2)
    expect(methods[0]!.score!.underestimates.estimate).toBeLessThan(0.85)
  })

  it('does not depend on the order of the queries', () => {
    const p = Array.from({ length: 500 }, (_, i) => 0.3 / (i + 1))
    const options = { repeats: 20, seed: 3 }
    const first = backtestForecasts(observationsFromProbabilities(p), options)
    expect(backtestForecasts(observationsFromProbabilities(p.toReversed()), options)).toEqual(first)
  })

  it('counts refusals, and picks nothing where none can forecast', () => {
    const hits = observationsFromHits(Array.from({ length: 400 }, (_, i) => ({ hits: i < 6 ? i + 1 : 0, samples: 50 })))
    const result = backtestForecasts(hits, { repeats: 20, seed: 1, top: 5 })
    expect(result.picked).toBeNull()
    expect(result.methods.every(({ refusals }) => refusals > 0)).toBe(true)
    expect(result.methods[0]!.reason).toContain('are needed')
  })

  it.each([
    [[0.1, 0.2], {}, 'too-few-queries'],
    [Array.from({ length: 200 }, (_, i) => i / 300), {}, 'no-reach'],
    [[1, ...Array.from({ length: 1000 }, (_, i) => i / 2000)], {}, 'certain'],
    [Array.from({ length: 100 }, (_, i) => i / 300), { fitSize: 50, target: 60 }, 'too-few-queries'],
  ])('refuses case %# as %s', (p, options, code) => {
    const result = backtestForecasts(observationsFromProbabilities(p), { seed: 1, ...options })
    expect(result).toMatchObject({ picked: null, methods: [], refused: { code } })
  })

  it.each([
    [{ repeats: 0 }, 'repeats must be an integer >= 1, got 0'],
    [{ fitSize: 2 }, 'fitSize must be an integer >= 3, got 2'],
    [{ top: 1 }, 'top must be an integer >= 3, got 1'],
    [{ target: 0 }, 'target must be an integer >= 1, got 0'],
  ])('throws for %o', (options, message) => {
    expect(() => backtestForecasts(observationsFromProbabilities([0.1]), { seed: 1, ...options })).toThrow(message)
  })
})
