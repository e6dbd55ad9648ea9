import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveCompute, effectiveComputeGrowth } from '../src/index.js'

const estimate = (value: number, lower: number, upper: number, level = 0.9) => ({
  estimate: value,
  standardError: null,
  interval: { lower, upper, level, method: 'given' },
})

describe('effectiveCompute', () => {
  it('doubles every doubling time, and back', () => {
    expect(effectiveCompute(1e25, { years: 0, doublingMonths: 8 })).toBe(1e25)
    expect(effectiveCompute(3, { years: 2, doublingMonths: 8 })).toBe(24)
    expect(effectiveCompute(24, { years: -2, doublingMonths: 8 })).toBe(3)
    expect(effectiveCompute(1, { years: 1, doublingMonths: 8.4 })).toBeCloseTo(2.6918003852647123, 13)
    expect(effectiveCompute(0, { years: 1, doublingMonths: 8 })).toBe(0)
  })

  it.each([
    [-1, 1, 8],
    [1, NaN, 8],
    [1, 1, 0],
  ])('refuses %s FLOP, %s years, %s months', (compute, years, doublingMonths) => {
    expect(() => effectiveCompute(compute, { years, doublingMonths })).toThrow(RangeError)
  })
})

describe('effectiveComputeGrowth', () => {
  it('multiplies the two', () => {
    const { growthPerYear, doublingMonths } = effectiveComputeGrowth({
      physicalPerYear: 4.1,
      algorithmicDoublingMonths: 8.4,
    })
    expect(growthPerYear.estimate).toBeCloseTo(11.036381579585319, 12)
    expect(doublingMonths.estimate).toBeCloseTo((12 * Math.LN2) / Math.log(11.036381579585319), 12)
    expect([growthPerYear.interval, doublingMonths.interval]).toEqual([null, null])
    expect(growthPerYear.reason).toBe('no input carries an interval')
  })

  it('is the normal interval when both parts are symmetric on the log scale', () => {
    // log2: 2 +- 0.3 and 1.5 +- 0.4 give 3.5 +- 0.5.
    const grown = effectiveComputeGrowth({
      physicalPerYear: estimate(4, 2 ** 1.7, 2 ** 2.3),
      algorithmicDoublingMonths: estimate(8, 12 / 1.9, 12 / 1.1),
    })
    expect(Math.log2(grown.growthPerYear.interval!.lower)).toBeCloseTo(3, 12)
    expect(Math.log2(grown.growthPerYear.interval!.upper)).toBeCloseTo(4, 12)
    expect(grown.doublingMonths.interval).toMatchObject({ lower: 3, upper: 4, level: 0.9 })
    expect(grown.growthPerYear.reason).toBeUndefined()
  })

  it('adds no width for an exact part, and never less than either part has', () => {
    const physical = estimate(4, 3, 5)
    const exact = effectiveComputeGrowth({ physicalPerYear: physical, algorithmicDoublingMonths: 12 })
    expect(exact.growthPerYear.interval!.lower).toBeCloseTo(6, 12)
    expect(exact.growthPerYear.interval!.upper).toBeCloseTo(10, 12)
    expect(exact.assumptions.join()).toContain('exactly known')
    const positive = fc.double({ min: 1.01, max: 3, noNaN: true })
    fc.assert(
      fc.property(positive, positive, positive, positive, (a, b, c, d) => {
        const both = effectiveComputeGrowth({
          physicalPerYear: estimate(4, 4 / a, 4 * b),
          algorithmicDoublingMonths: estimate(8, 8 / c, 8 * d),
        }).growthPerYear
        const scale = both.estimate! / 4
        expect(both.interval!.lower).toBeLessThanOrEqual((4 / a) * scale)
        expect(both.interval!.upper).toBeGreaterThanOrEqual(4 * b * scale)
      }),
    )
  })

  it('knows no doubling time of shrinking or perhaps standing compute', () => {
    const shrinking = effectiveComputeGrowth({ physicalPerYear: 0.1, algorithmicDoublingMonths: 12 })
    expect(shrinking.doublingMonths).toMatchObject({ estimate: null, reason: 'effective compute does not grow' })
    const unsure = effectiveComputeGrowth({ physicalPerYear: estimate(1, 0.1, 10), algorithmicDoublingMonths: 12 })
    expect(unsure.doublingMonths).toMatchObject({
      estimate: 12,
      interval: null,
      reason: 'growth may be 0: no finite upper end',
    })
  })

  it('refuses mixed levels and missing estimates', () => {
    const missing = { estimate: null, standardError: null, interval: null }
    expect(() => effectiveComputeGrowth({ physicalPerYear: missing, algorithmicDoublingMonths: 8 })).toThrow(
      'has no estimate',
    )
    expect(() =>
      effectiveComputeGrowth({
        physicalPerYear: estimate(4, 3, 5, 0.9),
        algorithmicDoublingMonths: estimate(8, 6, 12, 0.95),
      }),
    ).toThrow('one level, got 0.9 and 0.95')
    expect(() => effectiveComputeGrowth({ physicalPerYear: 0, algorithmicDoublingMonths: 8 })).toThrow(
      'physicalPerYear must be > 0',
    )
    expect(() => effectiveComputeGrowth({ physicalPerYear: estimate(4, 0, 5), algorithmicDoublingMonths: 8 })).toThrow(
      'lower end',
    )
  })
})
