import { describe, expect, it } from 'vitest'
import {
  betaCdf,
  betaSurvival,
  regularizedBeta,
  regularizedBetaInverse,
  regularizedBetaUpper,
  regularizedBetaUpperInverse,
} from '../src/index.js'
import { RELATIVE, relativeError } from './oracle-grid.js'
import grid from './oracles/beta-distribution-1.json' with { type: 'json' }

describe('regularized incomplete beta function', () => {
  it('agrees with mpmath', () => {
    for (const [x, a, b, , , p, q] of Object.values(grid).flat()) {
      if (p != null) expect(relativeError(regularizedBeta(x!, a!, b!), p)).toBeLessThan(RELATIVE)
      if (q != null) expect(relativeError(regularizedBetaUpper(x!, a!, b!), q)).toBeLessThan(RELATIVE)
    }
  })

  it.each([
    // By mpmath.quad at 40 digits over 14 standard deviations below the point.
    [regularizedBeta(0.49999, 1e9, 1e9), 0.18554668476708924],
    [regularizedBetaUpper(0.5001, 1e8, 1e8), 0.002338867309689789],
  ])('keeps its digits for shapes of 1e8 and 1e9 (%d)', (value, truth) => {
    expect(relativeError(value, truth)).toBeLessThan(RELATIVE)
  })

  it('is the distribution function of the beta distribution', () => {
    expect(regularizedBeta(0.3, 2.5, 4)).toBe(betaCdf(0.3, 2.5, 4))
    expect(regularizedBetaUpper(0.3, 2.5, 4)).toBe(betaSurvival(0.3, 2.5, 4))
  })

  it('satisfies I_x(a, b) = 1 - I_(1 - x)(b, a) at dyadic x', () => {
    for (const x of [0.125, 0.5, 0.75, 0.984375]) {
      expect(regularizedBeta(x, 3.3, 40)).toBe(regularizedBetaUpper(1 - x, 40, 3.3))
    }
  })

  it.each([
    [0.4, 0.7],
    [3, 900],
    [1e4, 2e4],
  ])('the inverses undo it for shapes (%d, %d)', (a, b) => {
    for (const p of [1e-30, 1e-9, 0.2, 0.5, 0.9]) {
      expect(relativeError(regularizedBeta(regularizedBetaInverse(p, a, b), a, b), p)).toBeLessThan(1e-10)
    }
    for (const p of [0.1, 0.5, 0.9]) {
      expect(relativeError(regularizedBetaUpper(regularizedBetaUpperInverse(p, a, b), a, b), p)).toBeLessThan(1e-10)
    }
    expect([0, 1].map((p) => regularizedBetaInverse(p, a, b))).toEqual([0, 1])
    expect([0, 1].map((p) => regularizedBetaUpperInverse(p, a, b))).toEqual([1, 0])
  })

  it.each([
    [() => regularizedBeta(0.5, 0, 1), 'regularizedBeta: a must be positive and finite, got 0'],
    [() => regularizedBetaUpper(NaN, 1, 1), 'regularizedBetaUpper: x must be a number, got NaN'],
    [() => regularizedBetaInverse(-1, 1, 1), 'regularizedBetaInverse: p must be in [0, 1], got -1'],
    [
      () => regularizedBetaUpperInverse(0.5, 1, NaN),
      'regularizedBetaUpperInverse: b must be positive and finite, got NaN',
    ],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
