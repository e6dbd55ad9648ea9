import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  betaBinomialJointMiss,
  copulaJointMiss,
  effectiveLayers,
  frechetBounds,
  jointMiss,
  phiBounds,
  tetrachoricCorrelation,
} from '../src/index.js'
import oracle from './oracles/joint-miss.json' with { type: 'json' }

// Integrands of 1e-15 relative accuracy, summed over hundreds of points.
const relative = 1e-12

const rate = fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true })

describe('copulaJointMiss', () => {
  it.each(oracle.copula)('of $rates at $r', ({ rates, r, joint }) => {
    expect(Math.abs(copulaJointMiss(rates, r) / joint - 1)).toBeLessThan(relative)
  })

  it('lies between independence and the smallest rate, and rises with the correlation', () => {
    fc.assert(
      fc.property(
        fc.array(rate, { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0, max: 0.98, noNaN: true }),
        (rates, r) => {
          const joint = copulaJointMiss(rates, r)
          expect(joint).toBeGreaterThanOrEqual(copulaJointMiss(rates, 0) * (1 - 1e-9))
          expect(joint).toBeLessThanOrEqual(copulaJointMiss(rates, 1) * (1 + 1e-9))
          expect(copulaJointMiss(rates, r + 0.01)).toBeGreaterThanOrEqual(joint * (1 - 1e-9))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('agrees with the bivariate normal for two layers', () => {
    fc.assert(
      fc.property(rate, rate, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (p, q, r) => {
        expect(copulaJointMiss([p, q], r) / jointMiss({ p, q, tetrachoric: r })).toBeCloseTo(1, 9)
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    [[], 0.5, 'rates.length must be an integer >= 1, got 0'],
    [[0.1, 1], 0.5, 'rates must lie in (0, 1), got 1'],
    [[0.1], -0.1, 'correlation must lie in [0, 1], got -0.1'],
  ])('refuses %o at %s', (rates, r, message) => {
    expect(() => copulaJointMiss(rates, r)).toThrow(`copulaJointMiss: ${message}`)
  })
})

describe('jointMiss and tetrachoricCorrelation', () => {
  it.each(oracle.tetrachoric)('$p, $q at $r', ({ p, q, r, joint }) => {
    expect(Math.abs(jointMiss({ p, q, tetrachoric: r }) / joint - 1)).toBeLessThan(relative)
    // Rounding of the joint miss times how little it says about r.
    expect(Math.abs(tetrachoricCorrelation(p, q, joint) - r)).toBeLessThan(1e-10)
  })

  it('undo each other, and phi gives back its joint', () => {
    fc.assert(
      fc.property(rate, rate, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (p, q, share) => {
        const { lower, upper } = phiBounds(p, q)
        const phi = lower + share * (upper - lower)
        const joint = jointMiss({ p, q, phi })
        const bounds = frechetBounds([p, q])
        expect(joint).toBeGreaterThanOrEqual(bounds.lower)
        expect(joint).toBeLessThanOrEqual(bounds.upper)
        const r = tetrachoricCorrelation(p, q, joint)
        expect(Math.abs(jointMiss({ p, q, tetrachoric: r }) - joint)).toBeLessThan(1e-12)
      }),
      { numRuns: 60 },
    )
  })

  it('is at the end of its range at a Fréchet bound', () => {
    expect(tetrachoricCorrelation(0.1, 0.02, 0.02)).toBe(1)
    expect(tetrachoricCorrelation(0.1, 0.02, 0)).toBe(-1)
    expect(jointMiss({ p: 0.1, q: 0.1, phi: 1 })).toBe(0.1)
  })

  it.each([
    [() => jointMiss({ p: 0.1, q: 0.02, phi: 0.5 }), /phi must lie in/],
    [() => jointMiss({ p: 0, q: 0.02, phi: 0 }), 'p must lie in (0, 1), got 0'],
    [() => jointMiss({ p: 0.1, q: 0.1, tetrachoric: 1.1 }), 'tetrachoric must lie in [-1, 1], got 1.1'],
    [() => tetrachoricCorrelation(0.1, 0.1, 0.2), 'joint must lie in [0, 0.1], got 0.2'],
    [() => frechetBounds([]), 'rates.length must be an integer >= 1'],
    [() => frechetBounds([1.2]), 'rates must lie in [0, 1], got 1.2'],
  ])('refuses case %#', (call, message) => {
    expect(call).toThrow(message)
  })
})

describe('betaBinomialJointMiss', () => {
  it('is the rate to the k at correlation 0 and the rate at 1', () => {
    expect(betaBinomialJointMiss(0.1, 5, 0)).toBeCloseTo(1e-5, 18)
    expect(betaBinomialJointMiss(0.1, 5, 1)).toBe(0.1)
  })

  it('is the k-th moment of the beta law', () => {
    // scipy.stats.beta(a=0.1 * 3, b=0.9 * 3).moment(4), rho = 1 / (1 + a + b) = 0.25.
    const [a, b] = [0.3, 2.7]
    const moment = [0, 1, 2, 3].reduce((product, i) => (product * (a + i)) / (a + b + i), 1)
    expect(betaBinomialJointMiss(0.1, 4, 0.25)).toBeCloseTo(moment, 14)
  })
})

describe('effectiveLayers', () => {
  it('is k at independence and 1 at full overlap', () => {
    expect(effectiveLayers(0.1 * 0.02 * 0.3, [0.1, 0.02, 0.3])).toBeCloseTo(3, 12)
    expect(effectiveLayers(0.1, [0.1, 0.1])).toBeCloseTo(1, 14)
    expect(() => effectiveLayers(0, [0.1])).toThrow('joint must lie in (0, 1), got 0')
  })
})
