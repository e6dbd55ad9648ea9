import { describe, expect, it } from 'vitest'
import { fitComputeTrend, thresholdDate, type ComputeModel } from '../src/index.js'
import oracle from './oracles/compute-trend.json' with { type: 'json' }

// uniroot stops at 1e-13 on the time axis, but the root of a squared difference is known to its square root only.
const years = 1e-6
const models = oracle.dates.map((date, i): ComputeModel => ({ name: `M${i}`, date, compute: oracle.flop[i]! }))
const trend = fitComputeTrend(models, { snapshot: '2024-01-01' })

describe('thresholdDate', () => {
  it.each([
    ['classic', { covariance: 'classic' }, oracle.fieller1e26.classic],
    ['hc3', {}, oracle.fieller1e26.hc3],
    ['model', { covariance: 'classic', of: 'model' }, oracle.fieller1e26.model],
  ] as const)('agrees with the roots R finds: %s', (_, options, [lower, upper]) => {
    const crossing = thresholdDate(trend, 1e26, options)
    expect(Math.abs(crossing.years.interval!.lower - lower!)).toBeLessThan(years)
    expect(Math.abs(crossing.years.interval!.upper - upper!)).toBeLessThan(years)
    expect(crossing.years.estimate).toBeCloseTo((26 - oracle.intercept) / oracle.slope, 8)
    expect(crossing.interval!.lower < crossing.date! && crossing.date! < crossing.interval!.upper).toBe(true)
  })

  it('warns beyond the data on either side, not inside', () => {
    const codes = (threshold: number) => thresholdDate(trend, threshold).warnings.map(({ code }) => code)
    expect(codes(1e28)).toEqual(['extrapolation'])
    expect(codes(1e10)).toEqual(['extrapolation'])
    expect(codes(1e21)).toEqual([])
  })

  it('has no interval when the slope may be 0', () => {
    const noisy = [1e20, 1e24, 1e19, 1e23, 1e21].map((compute, i) => ({ name: 'M', date: `201${i}-01-01`, compute }))
    const crossing = thresholdDate(fitComputeTrend(noisy), 1e25)
    expect(crossing.date).not.toBeNull()
    expect(crossing.interval).toBeNull()
    expect(crossing.years.reason).toContain('cannot be told from 0')
  })

  it('has no date for a level line, for none, and beyond the calendar', () => {
    const level = models.map((model) => ({ ...model, compute: 1e20 }))
    expect(thresholdDate(fitComputeTrend(level), 1e21)).toMatchObject({ date: null, interval: null })
    expect(thresholdDate(fitComputeTrend([]), 1e21).years.reason).toContain('needs 3 models')
    const far = thresholdDate(trend, 1e300, { level: 0.5 })
    expect(far.date).toBe('2453-10-17')
    expect(JSON.parse(JSON.stringify(far))).toEqual(far)
  })

  it.each([0, -1, NaN, Infinity])('refuses a threshold of %s', (threshold) => {
    expect(() => thresholdDate(trend, threshold)).toThrow('threshold must be > 0')
  })
})
