import { describe, expect, it } from 'vitest'
import { logGamma } from '../src/index.js'
import { RELATIVE, relativeError } from './oracle-grid.js'
import oracle from './oracles/special-functions.json' with { type: 'json' }

describe('logGamma', () => {
  it('agrees with mpmath, also beside its zeros at 1 and 2', () => {
    expect(oracle.logGamma.length).toBeGreaterThan(300)
    const wrong = oracle.logGamma.filter(([z, truth]) => !(relativeError(logGamma(z!), truth!) <= RELATIVE))
    expect(wrong).toEqual([])
  })

  it.each([
    [0, Infinity],
    [1, 0],
    [2, 0],
    [Infinity, Infinity],
  ])('at %d', (z, value) => {
    expect(logGamma(z) + 0).toBe(value)
  })

  it('satisfies the recurrence log Gamma(z + 1) = log Gamma(z) + log z', () => {
    for (let z = 0.25; z < 60; z += 0.25) expect(logGamma(z + 1)).toBeCloseTo(logGamma(z) + Math.log(z), 12)
  })

  it.each([
    [NaN, 'logGamma: z must be a number, got NaN'],
    [-1, 'logGamma: z must be >= 0, got -1'],
  ])('refuses %d', (z, message) => {
    expect(() => logGamma(z)).toThrow(new RangeError(message))
  })
})
