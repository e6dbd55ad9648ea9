import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateAfter, daysPerYear, yearsSince } from '../src/index.js'

describe('yearsSince and dateAfter', () => {
  it('counts days over 365.25', () => {
    expect(yearsSince('2010-01-01')).toBe(0)
    expect(yearsSince('2010-01-02')).toBe(1 / 365.25)
    expect(yearsSince('1950-07-02')).toBe(-21733 / 365.25)
    expect(yearsSince('2024-01-01', '2023-01-01')).toBe(365 / 365.25)
    expect(yearsSince('0001-01-01', '0001-01-02')).toBe(-1 / 365.25)
  })

  it('are inverse to each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 100_000 }), (day) => {
        const date = dateAfter(day / daysPerYear)!
        expect(Math.round(yearsSince(date) * daysPerYear)).toBe(day)
      }),
    )
  })

  it.each(['2024-02-30', '2023-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '01/02/2024', '', '2024-01-01T00:00'])(
    'refuses %s',
    (date) => {
      expect(() => yearsSince(date)).toThrow(`yearsSince: a date must be written YYYY-MM-DD, got ${date}`)
    },
  )

  it('has no date beyond four digits', () => {
    expect(dateAfter(1e7)).toBeNull()
    expect(dateAfter(9000)).toBeNull()
    expect(() => dateAfter(NaN)).toThrow(RangeError)
  })
})
