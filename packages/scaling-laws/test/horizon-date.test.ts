import { expect, it } from 'vitest'
import { dateAfter, fitHorizonTrend, horizonDate, yearsSince, type AgentHorizon } from '../src/index.js'
import { studentTQuantile } from '@safety-portfolio/stats'

const wiggle = [0.3, -0.2, 0.1, -0.4, 0.25, -0.1, 0.2, -0.15]
const horizons = wiggle.map((off, i): AgentHorizon => ({
  agent: `${i}`,
  date: dateAfter(13 + i / 3)!,
  p50: 2 ** (1.8 * (i / 3) + off),
}))
const trend = fitHorizonTrend(horizons, { agents: 'all' })

it('is where the line passes the length, and its ends where the confidence band does', () => {
  const { years, interval, date } = horizonDate(trend, 960, { level: 0.9 })
  // Two-pass sums of the same least squares.
  const t = horizons.map((one) => yearsSince(one.date))
  const y = horizons.map(({ p50 }) => Math.log2(p50))
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const sxx = t.reduce((sum, value) => sum + (value - mean(t)) ** 2, 0)
  const slope = t.reduce((sum, value, i) => sum + (value - mean(t)) * y[i]!, 0) / sxx
  const variance = t.reduce((sum, value, i) => sum + (y[i]! - mean(y) - slope * (value - mean(t))) ** 2, 0) / 6
  expect(years.estimate).toBeCloseTo(mean(t) + (Math.log2(960) - mean(y)) / slope, 8)
  expect(date).toBe(dateAfter(years.estimate!))
  const q = studentTQuantile(0.95, 6)
  for (const end of [years.interval!.lower, years.interval!.upper]) {
    const line = mean(y) + slope * (end - mean(t))
    const half = q * Math.sqrt(variance * (1 / 8 + (end - mean(t)) ** 2 / sxx))
    expect(Math.abs(Math.log2(960) - line) / half).toBeCloseTo(1, 6)
  }
  expect(interval!.lower < date! && date! < interval!.upper).toBe(true)
})

it('is wider for a single agent, and warns beyond the agents', () => {
  const width = (of: 'trend' | 'agent') => {
    const { lower, upper } = horizonDate(trend, 960, { of }).years.interval!
    return upper - lower
  }
  expect(width('agent')).toBeGreaterThan(width('trend'))
  const codes = (minutes: number) => horizonDate(trend, minutes).warnings.map(({ code }) => code)
  expect(codes(1e5)).toContain('extrapolation')
  expect(codes(8)).not.toContain('extrapolation')
})

it('has a reason where there is no date or no interval', () => {
  expect(horizonDate(fitHorizonTrend([]), 60)).toMatchObject({ date: null, interval: null, years: { estimate: null } })
  const falling = fitHorizonTrend(
    horizons.map((one, i) => ({ ...one, p50: 2 ** -i })),
    { agents: 'all' },
  )
  expect(horizonDate(falling, 60).years.reason).toContain('do not grow')
  const noisy = fitHorizonTrend(
    horizons.slice(0, 5).map((one, i) => ({ ...one, p50: [1, 90, 2, 80, 30][i]! })),
    { agents: 'all' },
  )
  expect(horizonDate(noisy, 1e4).interval).toBeNull()
  expect(horizonDate(noisy, 1e4).years.reason).toContain('cannot be told from 0')
  expect(JSON.parse(JSON.stringify(horizonDate(trend, 60)))).toEqual(horizonDate(trend, 60))
  expect(horizonDate(trend, 1e300).date).not.toBe('')
})

it.each([0, -1, NaN, Infinity])('refuses a length of %s minutes', (minutes) => {
  expect(() => horizonDate(trend, minutes)).toThrow('minutes must be > 0')
})
