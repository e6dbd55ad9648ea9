import { describe, expect, it } from 'vitest'
import {
  gammaCdf,
  gammaSurvival,
  regularizedGammaP,
  regularizedGammaPInverse,
  regularizedGammaQ,
  regularizedGammaQInverse,
} from '../src/index.js'
import { RELATIVE, relativeError } from './oracle-grid.js'
import grid from './oracles/gamma-distribution-1.json' with { type: 'json' }

describe('regularized incomplete gamma functions', () => {
  it('agree with mpmath', () => {
    for (const [x, a, , , p, q] of Object.values(grid).flat()) {
      if (p != null) expect(relativeError(regularizedGammaP(a!, x!), p)).toBeLessThan(RELATIVE)
      if (q != null) expect(relativeError(regularizedGammaQ(a!, x!), q)).toBeLessThan(RELATIVE)
    }
  })

  it('are the tails of the gamma distribution', () => {
    expect(regularizedGammaP(2.5, 3)).toBe(gammaCdf(3, 2.5))
    expect(regularizedGammaQ(2.5, 3)).toBe(gammaSurvival(3, 2.5))
  })

  it.each([0.4, 3, 77, 1e4])('the inverses undo them at shape %d', (a) => {
    for (const p of [1e-200, 1e-9, 0.2, 0.5, 0.9]) {
      const x = regularizedGammaPInverse(a, p)
      if (x > 0) expect(relativeError(regularizedGammaP(a, x), p)).toBeLessThan(1e-11)
      expect(relativeError(regularizedGammaQ(a, regularizedGammaQInverse(a, p)), p)).toBeLessThan(1e-11)
    }
    expect([0, 1].map((p) => regularizedGammaPInverse(a, p))).toEqual([0, Infinity])
    expect([0, 1].map((p) => regularizedGammaQInverse(a, p))).toEqual([Infinity, 0])
  })

  it.each([
    [() => regularizedGammaP(0, 1), 'regularizedGammaP: a must be positive and finite, got 0'],
    [() => regularizedGammaQ(1, NaN), 'regularizedGammaQ: x must be a number, got NaN'],
    [() => regularizedGammaPInverse(1, -1), 'regularizedGammaPInverse: p must be in [0, 1], got -1'],
    [() => regularizedGammaQInverse(1, 2), 'regularizedGammaQInverse: q must be in [0, 1], got 2'],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
