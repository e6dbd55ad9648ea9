import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chinchillaLoss, computeOptimal, inferenceAwareOptimum, publishedFits } from '../src/index.js'
import oracle from './oracles/inference-aware.json' with { type: 'json' }

const law = publishedFits.hoffmannRounded.parameters

const constants = fc.record({
  A: fc.double({ min: 1, max: 5000, noNaN: true }),
  B: fc.double({ min: 1, max: 5000, noNaN: true }),
  E: fc.double({ min: 0, max: 3, noNaN: true }),
  alpha: fc.double({ min: 0.1, max: 1, noNaN: true }),
  beta: fc.double({ min: 0.1, max: 1, noNaN: true }),
})
const demand = fc.record({
  reducible: fc.double({ min: 0.05, max: 2, noNaN: true }),
  inferenceTokens: fc.double({ min: 1e-3, max: 1e18, noNaN: true }),
})

describe('inferenceAwareOptimum', () => {
  it.each(oracle)('agrees with 50 digits: $law, loss $loss, $inferenceTokens inference tokens', (row) => {
    const { parameters } = publishedFits[row.law as 'besiroglu' | 'hoffmannRounded']
    const best = inferenceAwareOptimum(parameters, row)
    // A few roundings, divided by alpha and beta.
    for (const name of ['params', 'tokens', 'totalCompute'] as const)
      expect(Math.abs(best[name] / row[name] - 1)).toBeLessThan(1e-12)
  })

  it('without inference is the compute-optimal allocation', () => {
    const { loss, params, tokens } = computeOptimal(law, 5.76e23)
    const best = inferenceAwareOptimum(law, { loss, inferenceTokens: 0 })
    expect(best.params / params).toBeCloseTo(1, 12)
    expect(best.tokens / tokens).toBeCloseTo(1, 12)
    expect(best.saving).toBe(1)
  })

  it('reaches the loss, and no neighbour that reaches it is cheaper', () => {
    fc.assert(
      fc.property(constants, demand, (parameters, { reducible, inferenceTokens }) => {
        const loss = parameters.E + reducible
        const best = inferenceAwareOptimum(parameters, { loss, inferenceTokens })
        const { A, B, E, alpha, beta } = parameters
        expect(Math.abs(chinchillaLoss(parameters, best.params, best.tokens) / loss - 1)).toBeLessThan(1e-12)
        for (const factor of [0.97, 0.999, 1.001, 1.03]) {
          const params = best.params * factor
          const rest = loss - E - A * params ** -alpha
          if (rest <= 0) continue
          const cost = 6 * params * (B / rest) ** (1 / beta) + 2 * params * inferenceTokens
          expect(cost).toBeGreaterThan(best.totalCompute * (1 - 1e-12))
        }
        expect(best.saving).toBeGreaterThan(1 - 1e-12)
      }),
      { numRuns: 200 },
    )
  })

  it('gives smaller models trained longer the more they are used', () => {
    fc.assert(
      fc.property(constants, demand, (parameters, { reducible, inferenceTokens }) => {
        const loss = parameters.E + reducible
        const less = inferenceAwareOptimum(parameters, { loss, inferenceTokens })
        const more = inferenceAwareOptimum(parameters, { loss, inferenceTokens: 2 * inferenceTokens })
        expect(more.params).toBeLessThanOrEqual(less.params * (1 + 1e-12))
        expect(more.tokens).toBeGreaterThanOrEqual(less.tokens * (1 - 1e-12))
      }),
      { numRuns: 100 },
    )
  })

  it('does not depend on the unit of loss', () => {
    const { loss } = computeOptimal(law, 1e22)
    const other = { ...law, A: law.A / Math.LN2, B: law.B / Math.LN2, E: law.E / Math.LN2 }
    const nats = inferenceAwareOptimum(law, { loss, inferenceTokens: 1e12 })
    const bits = inferenceAwareOptimum(other, { loss: loss / Math.LN2, inferenceTokens: 1e12 })
    expect(bits.params / nats.params).toBeCloseTo(1, 10)
    expect(bits.totalCompute / nats.totalCompute).toBeCloseTo(1, 10)
  })

  it.each([1e-300, 1, 1e30, 1e100])('answers for %s inference tokens', (inferenceTokens) => {
    const best = inferenceAwareOptimum(law, { loss: 2, inferenceTokens })
    expect(chinchillaLoss(law, best.params, best.tokens)).toBeCloseTo(2, 10)
    expect(best.totalCompute).toBeLessThan(Infinity)
  })

  it.each([
    [{ loss: 1.69, inferenceTokens: 1 }, /loss must be above E = 1.69, got 1.69/],
    [{ loss: 1, inferenceTokens: 1 }, /loss must be above/],
    [{ loss: NaN, inferenceTokens: 1 }, /loss must be > 0/],
    [{ loss: Infinity, inferenceTokens: 1 }, /loss must be > 0/],
    [{ loss: 2, inferenceTokens: -1 }, /inferenceTokens must be >= 0/],
    [{ loss: 2, inferenceTokens: Infinity }, /inferenceTokens must be >= 0/],
  ])('refuses %o', (wrong, message) => {
    expect(() => inferenceAwareOptimum(law, wrong)).toThrow(message)
  })

  it('refuses constants outside their domain, and a loss that no finite model reaches', () => {
    expect(() => inferenceAwareOptimum({ ...law, alpha: 0 }, { loss: 2, inferenceTokens: 1 })).toThrow(
      /alpha must be > 0/,
    )
    expect(() => inferenceAwareOptimum({ ...law, alpha: 0.001 }, { loss: 1.7, inferenceTokens: 1 })).toThrow(
      /too close to E/,
    )
  })
})
