import { describe, expect, it } from 'vitest'
import { logBeta } from '../src/index.js'
import { RELATIVE, relativeError } from './oracle-grid.js'
import oracle from './oracles/special-functions.json' with { type: 'json' }

describe('logBeta', () => {
  it('agrees with mpmath in both orders', () => {
    expect(oracle.logBeta.length).toBeGreaterThan(50)
    const wrong = oracle.logBeta.filter(
      ([a, b, truth]) =>
        !(relativeError(logBeta(a!, b!), truth!) <= RELATIVE && relativeError(logBeta(b!, a!), truth!) <= RELATIVE),
    )
    expect(wrong).toEqual([])
  })

  it.each([
    [0, 1, 'logBeta: a must be positive and finite, got 0'],
    [1, NaN, 'logBeta: b must be positive and finite, got NaN'],
    [Infinity, 1, 'logBeta: a must be positive and finite, got Infinity'],
  ])('refuses (%d, %d)', (a, b, message) => {
    expect(() => logBeta(a, b)).toThrow(new RangeError(message))
  })
})
