import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passAtK } from '../src/index.js'
import oracle from './oracles/pass-at-k.json' with { type: 'json' }

// Exact rationals against sums of at most 5,000 logarithms.
const relative = 1e-12

describe('passAtK', () => {
  it.each(oracle.unbiased)('of $c in $n at $k', ({ n, c, k, pass }) => {
    expect(Math.abs(passAtK(n, c, k) - pass)).toBeLessThanOrEqual(relative * pass)
  })

  it('averages to 1 - (1 - p)^k over binomial counts: it is unbiased', () => {
    const [n, k, p] = [7, 3, 0.3]
    let [expected, binomial] = [0, (1 - p) ** n]
    for (let c = 0; c <= n; c += 1) {
      expected += binomial * passAtK(n, c, k)
      binomial *= ((n - c) / (c + 1)) * (p / (1 - p))
    }
    expect(expected).toBeCloseTo(1 - (1 - p) ** k, 13)
  })

  it('lies in [0, 1], rises with successes and attempts drawn, and is c/n at k = 1', () => {
    const counts = fc
      .integer({ min: 1, max: 500 })
      .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n }), fc.integer({ min: 1, max: n })))
    fc.assert(
      fc.property(counts, ([n, c, k]) => {
        const value = passAtK(n, c, k)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
        if (c < n) expect(passAtK(n, c + 1, k)).toBeGreaterThanOrEqual(value - 1e-14)
        if (k < n) expect(passAtK(n, c, k + 1)).toBeGreaterThanOrEqual(value - 1e-14)
        expect(passAtK(n, c, 1)).toBeCloseTo(c / n, 13)
        expect(passAtK(n, c, n)).toBe(c > 0 ? 1 : 0)
      }),
    )
  })

  it.each([
    [0, 0, 1, 'attempts must be an integer >= 1, got 0'],
    [5, 6, 1, 'successes must be <= attempts (5), got 6'],
    [5, -1, 1, 'successes must be an integer >= 0, got -1'],
    [5, 1, 6, 'k must be <= attempts (5), got 6'],
    [5, 1, 0, 'k must be an integer >= 1, got 0'],
    [5, 1.5, 1, 'successes must be an integer >= 0, got 1.5'],
    [NaN, 1, 1, 'attempts must be an integer >= 1, got NaN'],
  ])('refuses %s, %s, %s', (n, c, k, message) => {
    expect(() => passAtK(n, c, k)).toThrow(`passAtK: ${message}`)
  })
})
