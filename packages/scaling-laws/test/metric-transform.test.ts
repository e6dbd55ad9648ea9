import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricValues, tokenSuccess, tokenSuccessFromExactMatch } from '../src/index.js'

describe('metrics of one ability', () => {
  it('keeps its meaning through exact match and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.integer({ min: 1, max: 50 }), (p, length) => {
        const { exactMatch, tokenEditDistance, brier } = metricValues(p, length)
        expect(tokenSuccessFromExactMatch(exactMatch, length)).toBeCloseTo(p, 10)
        expect(tokenEditDistance / length).toBeCloseTo(1 - p, 12)
        expect(Math.sqrt(brier)).toBeCloseTo(1 - p, 12)
        expect(exactMatch).toBeLessThanOrEqual(p)
      }),
    )
  })

  it('has its ends', () => {
    expect(metricValues(0, 3)).toEqual({ tokenSuccess: 0, exactMatch: 0, tokenEditDistance: 3, brier: 1 })
    expect(metricValues(1, 3)).toEqual({ tokenSuccess: 1, exactMatch: 1, tokenEditDistance: 0, brier: 0 })
    expect(tokenSuccess(1e8, { scale: 1e8, exponent: -0.4 })).toBeCloseTo(Math.exp(-1), 15)
  })

  it.each([
    [() => metricValues(1.1, 3), 'success must be in [0, 1], got 1.1'],
    [() => metricValues(NaN, 3), 'success must be in [0, 1], got NaN'],
    [() => metricValues(0.5, 0), 'answerTokens must be an integer >= 1, got 0'],
    [() => tokenSuccessFromExactMatch(-0.1, 3), 'accuracy must be in [0, 1]'],
    [() => tokenSuccess(0, { scale: 1, exponent: -1 }), 'params must be > 0'],
    [() => tokenSuccess(1, { scale: 0, exponent: -1 }), 'scale must be > 0'],
    [() => tokenSuccess(1, { scale: 1, exponent: NaN }), 'exponent must be finite'],
  ])('refuses what is out of its domain: %s', (call, message) => {
    expect(call).toThrow(message)
  })
})
