import { describe, expect, it } from 'vitest'
import { heteroscedasticCovariance, ordinaryLeastSquares } from '../src/internal/ordinary-least-squares.js'

const ones = (n: number) => new Float64Array(n).fill(1)

describe('ordinaryLeastSquares', () => {
  it('meets NIST Wampler 1 (a polynomial of degree 5 on 0 to 20) to nine digits', () => {
    const x = Float64Array.from({ length: 21 }, (_, i) => i)
    const columns = [0, 1, 2, 3, 4, 5].map((power) => x.map((value) => value ** power))
    const y = x.map((value) => columns.reduce((total, _, power) => total + value ** power, 0))
    const fit = ordinaryLeastSquares(columns, y)!
    // Certified values: all coefficients 1, residual 0.
    for (const coefficient of fit.coefficients) expect(Math.abs(coefficient - 1)).toBeLessThan(1e-9)
    expect(fit.rss).toBeLessThan(1e-12)
  })

  it('treats counts as repeated rows', () => {
    const x = Float64Array.of(0, 1, 2, 5)
    const y = Float64Array.of(1, 3, 2, 7)
    const repeated = ordinaryLeastSquares(
      [ones(6), Float64Array.of(0, 1, 1, 1, 5, 5)],
      Float64Array.of(1, 3, 3, 3, 7, 7),
    )!
    const weighted = ordinaryLeastSquares([ones(4), x], y, Float64Array.of(1, 3, 0, 2))!
    for (const j of [0, 1]) expect(weighted.coefficients[j]).toBeCloseTo(repeated.coefficients[j]!, 12)
    expect(weighted.rss).toBeCloseTo(repeated.rss, 12)
    for (const j of [0, 1, 2, 3]) expect(weighted.inverse[j]).toBeCloseTo(repeated.inverse[j]!, 12)
  })

  it('has leverages that sum to the number of columns, and no HC3 where one point decides', () => {
    const columns = [ones(4), Float64Array.of(0, 0, 0, 1)]
    const fit = ordinaryLeastSquares(columns, Float64Array.of(1, 2, 3, 9))!
    expect(fit.leverages.reduce((a, b) => a + b)).toBeCloseTo(2, 12)
    expect(fit.leverages[3]).toBeCloseTo(1, 12)
    expect(heteroscedasticCovariance(columns, fit)).toBeNull()
  })

  it.each([
    ['fewer rows than columns', [ones(1), ones(1)], Float64Array.of(1)],
    ['a constant predictor', [ones(3), Float64Array.of(7, 7, 7)], Float64Array.of(1, 2, 3)],
    ['a predictor of zeros', [Float64Array.of(0, 0, 0)], Float64Array.of(1, 2, 3)],
  ])('has no answer for %s', (_, columns, y) => {
    expect(ordinaryLeastSquares(columns, y)).toBeNull()
  })
})
