import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateAfter, daysPerYear, yearsSince } from '../src/index.js'
import { parseIsoDate } from '../src/iso-date.js'

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

it('counts the days that the calendar of the engine counts, over all of its years', () => {
  for (const day of [-719_528, -719_163, -1, 0, 59, 60, 10_957, 11_016, 47_541, 2_932_896])
    expect(parseIsoDate(new Date(day * 86_400_000).toISOString().slice(0, 10)), `day ${day}`).toBe(day)
  fc.assert(
    fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (day) => {
      expect(parseIsoDate(new Date(day * 86_400_000).toISOString().slice(0, 10))).toBe(day)
    }),
  )
  expect(['1900-02-29', '2000-02-30', '2001-04-31', '2001-06-00'].map(parseIsoDate)).toEqual([null, null, null, null])
})
