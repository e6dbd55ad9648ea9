import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growthRate, type GrowthUnit } from '../src/index.js'

describe('growthRate', () => {
  it.each<[number, GrowthUnit, number, number]>([
    [4, 'x-per-year', 4, 6],
    [10, 'x-per-year', 10, 3.6123599479677737],
    [4.1, 'x-per-year', 4.1, 5.8949985518628525],
    [0.6, 'oom-per-year', 3.9810717055349722, 6.020599913279624],
    [2, 'doublings-per-year', 4, 6],
    [3.4, 'doubling-months', 11.54672461623965, 3.4],
    [365.25, 'doubling-days', 2, 12],
  ])('%s %s is x%s a year, doubling every %s months', (value, unit, perYear, months) => {
    const rate = growthRate(value, unit)
    expect(rate.perYear).toBeCloseTo(perYear, 12)
    expect(rate.doublingMonths).toBeCloseTo(months, 12)
    expect(rate.halvingMonths).toBeNull()
  })

  it('names shrinking as shrinking and standstill as neither', () => {
    expect(growthRate(0.25, 'x-per-year')).toMatchObject({ doublingMonths: null, doublingDays: null, halvingMonths: 6 })
    expect(growthRate(1, 'x-per-year')).toMatchObject({ doublingMonths: null, halvingMonths: null, oomPerYear: 0 })
  })

  it('agrees with itself through every unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 3, noNaN: true }), (oom) => {
        const rate = growthRate(oom, 'oom-per-year')
        for (const same of [
          growthRate(rate.perYear, 'x-per-year'),
          growthRate(rate.doublingMonths!, 'doubling-months'),
          growthRate(rate.doublingDays!, 'doubling-days'),
          growthRate(rate.doublingsPerYear, 'doublings-per-year'),
        ])
          expect(Math.abs(same.oomPerYear / oom - 1)).toBeLessThan(1e-12)
      }),
    )
  })

  it.each<[number, GrowthUnit]>([
    [0, 'x-per-year'],
    [-1, 'doubling-months'],
    [0, 'doubling-days'],
    [NaN, 'oom-per-year'],
    [Infinity, 'x-per-year'],
  ])('refuses %s %s', (value, unit) => {
    expect(() => growthRate(value, unit)).toThrow(RangeError)
  })
})
