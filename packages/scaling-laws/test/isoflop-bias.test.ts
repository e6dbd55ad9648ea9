import { describe, expect, it } from 'vitest'
import { computeOptimal, isoFlopBias, publishedFits, simulateRuns } from '../src/index.js'

const law = publishedFits.besiroglu.parameters
const steep = { ...law, alpha: 0.465, beta: 0.155 }

describe('isoFlopBias', () => {
  it('depends on the design, not on its losses', () => {
    const exact = simulateRuns({ parameters: law, noise: 0, seed: 1 })
    const noisy = simulateRuns({ parameters: law, noise: 0.1, seed: 2 })
    expect(isoFlopBias(noisy, law)).toEqual(isoFlopBias(exact, law))
  })

  it('is one factor at every budget of a design centred alike: the intercept moves, the exponent stays', () => {
    const bias = isoFlopBias(simulateRuns({ parameters: steep, noise: 0, seed: 1 }), steep)
    expect(Math.abs(bias.exponentBias!)).toBeLessThan(1e-9)
    expect(bias.trueExponent).toBeCloseTo(0.25, 12)
    const [first] = bias.design
    expect(Math.abs(Math.log(first!.ratio))).toBeGreaterThan(0.1)
    for (const { ratio } of [...bias.design, ...bias.forecast]) expect(ratio / first!.ratio).toBeCloseTo(1, 6)
  })

  it('has the sign of alpha - beta, grows with the width of the grid, and vanishes with it', () => {
    const ratio = (parameters: typeof law, spread: number): number =>
      Math.log(isoFlopBias(simulateRuns({ parameters, noise: 0, spread, seed: 1 }), parameters).design[0]!.ratio)
    const mirrored = { ...steep, A: steep.B, B: steep.A, alpha: steep.beta, beta: steep.alpha }
    expect(ratio(steep, 8)).toBeGreaterThan(0.1)
    expect(ratio(mirrored, 8)).toBeCloseTo(-ratio(steep, 8), 9)
    expect(Math.abs(ratio(steep, 16))).toBeGreaterThan(Math.abs(ratio(steep, 8)))
    expect(Math.abs(ratio(steep, 1.05))).toBeLessThan(1e-3)
  })

  it('moves the exponent where the centring drifts with the budget', () => {
    const symmetric = { ...law, alpha: 0.35, beta: 0.35 }
    const drifting = [1e19, 1e20, 1e21, 1e22].flatMap((compute, index) =>
      [-1.5, -1, -0.5, 0, 0.5, 1, 1.5].map((x) => {
        const params = computeOptimal(symmetric, compute).params * Math.exp(x + 0.5 * (index - 1.5))
        return { params, tokens: compute / (6 * params), loss: 1, compute }
      }),
    )
    expect(Math.abs(isoFlopBias(drifting, symmetric).exponentBias!)).toBeGreaterThan(1e-3)
  })

  it('refuses a design without three interior minima', () => {
    const runs = simulateRuns({ parameters: law, noise: 0, budgets: [1e19, 1e20], seed: 1 })
    const bias = isoFlopBias(runs, law)
    expect(bias).toMatchObject({
      exponent: null,
      exponentBias: null,
      forecast: [],
      refusal: { code: 'too-few-budgets' },
    })
    expect(bias.design).toHaveLength(2)
  })

  it.each([
    [{ A: 0 }, /A must be > 0/],
    [{ beta: NaN }, /beta must be > 0/],
    [{ E: -1 }, /E must be >= 0/],
  ])('throws for %o', (wrong, message) => {
    expect(() => isoFlopBias([], { ...law, ...wrong })).toThrow(message)
  })
})
