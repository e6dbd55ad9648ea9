import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateAfter, describeComputeTrend, fitComputeTrend, type ComputeModel } from '../src/index.js'
import oracle from './oracles/compute-trend.json' with { type: 'json' }

// The oracle's own arithmetic (R's QR, dates as doubles) agrees with ours to a few ulps times the condition number.
const relative = 1e-10
const close = (actual: number | null, expected: number) => {
  expect(actual).not.toBeNull()
  expect(Math.abs(actual! / expected - 1), `${actual} against ${expected}`).toBeLessThan(relative)
}
const models = oracle.dates.map((date, i): ComputeModel => ({ name: `M${i}`, date, compute: oracle.flop[i]! }))

describe('fitComputeTrend', () => {
  it('agrees with R', () => {
    const trend = fitComputeTrend(models, { interval: 'classic' })
    close(trend.slopeOomPerYear, oracle.slope)
    close(trend.interceptOom, oracle.intercept)
    close(trend.se! ** 2, oracle.classic[2]!)
    close(trend.seIntercept! ** 2, oracle.classic[0]!)
    close(trend.covariance!.classic.both, oracle.classic[1]!)
    close(trend.covariance!.hc3!.intercept, oracle.hc3[0]!)
    close(trend.covariance!.hc3!.both, oracle.hc3[1]!)
    close(trend.seHc3! ** 2, oracle.hc3[2]!)
    close(trend.rss, oracle.rss)
    close(trend.rSquared, oracle.rSquared)
    close(trend.logLikelihood, oracle.logLikelihood)
    close(trend.bic, oracle.bic.exponential)
    close(trend.intervals.classic!.slopeOomPerYear.lower, oracle.slopeInterval90[0]!)
    close(trend.intervals.classic!.slopeOomPerYear.upper, oracle.slopeInterval90[1]!)
    close(trend.growthPerYear.interval!.upper, 10 ** oracle.slopeInterval90[1]!)
    close(trend.doublingMonths.interval!.lower, (12 * Math.log10(2)) / oracle.slopeInterval90[1]!)
    close(trend.doublingMonths.estimate, (12 * Math.log10(2)) / oracle.slope)
  })

  it('says what it rests on', () => {
    const table = [
      ...models,
      { name: 'no compute', date: '2020-01-01' },
      { name: 'no date', compute: 1e20 },
      { name: 'early', date: '1958-01-01', compute: 1e6 },
    ]
    const options = { from: '2010-01-01', to: '2023-12-31', frontier: 1, filter: 'language', snapshot: '2024-01-01' }
    const trend = fitComputeTrend(table, options)
    expect(trend.excluded).toEqual({ withoutDate: 1, withoutCompute: 1, outsideWindow: 1, belowFrontier: 3 })
    expect(trend).toMatchObject({ n: 9, filter: 'language; running top 1', snapshot: '2024-01-01' })
    expect(trend.window).toEqual({ from: '2010-01-01', to: '2023-12-31', first: '2012-03-01', last: '2023-03-14' })
    expect(trend.warnings.map(({ code }) => code)).toEqual(['few-models'])
    expect(fitComputeTrend(models).warnings.map(({ code }) => code)).toEqual(['unknown-snapshot'])
    expect(describeComputeTrend(trend)).toMatch(
      /^x\d\.\d\d per year \(90 % interval .+\), doubling every .+ months; n = 9, 2010-01-01 to 2023-12-31, filter: language; running top 1, snapshot 2024-01-01$/,
    )
    expect(JSON.parse(JSON.stringify(trend))).toEqual(trend)
  })

  it('bootstraps by seed, near the HC3 interval, whatever the engine', () => {
    const options = { bootstrap: { seed: 7, replicates: 2000 }, interval: 'bootstrap' } as const
    const trend = fitComputeTrend(models, options)
    expect(trend.growthPerYear.interval).toEqual(trend.intervals.bootstrap!.growthPerYear)
    expect(fitComputeTrend(models, options).intervals.bootstrap).toEqual(trend.intervals.bootstrap)
    expect(trend.bootstrap).toMatchObject({ replicates: 2000, seed: 7, unusable: 0 })
    const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower
    const ratio = width(trend.intervals.bootstrap!.slopeOomPerYear) / width(trend.intervals.hc3!.slopeOomPerYear)
    expect(ratio).toBeGreaterThan(0.7)
    expect(ratio).toBeLessThan(1.1)
  })

  it('recovers an exact trend, does not depend on the order of the table, and scales with compute', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 4, maxLength: 30 }),
        (slope, days) => {
          const exact = days.map((day) => {
            const t = day / 365.25
            return { name: 'M', date: dateAfter(t)!, compute: 10 ** (20 + slope * t) }
          })
          const trend = fitComputeTrend(exact)
          expect(Math.abs(trend.slopeOomPerYear! - slope)).toBeLessThan(1e-8)
          const reversed = fitComputeTrend(exact.toReversed())
          expect(Math.abs(reversed.slopeOomPerYear! - slope)).toBeLessThan(1e-8)
          const scaled = fitComputeTrend(exact.map((model) => ({ ...model, compute: 1000 * model.compute })))
          expect(Math.abs(scaled.interceptOom! - trend.interceptOom! - 3)).toBeLessThan(1e-7)
        },
      ),
    )
  })

  it('does not call shrinking compute a doubling time', () => {
    const shrinking = models.map((model) => ({ ...model, compute: 1e40 / model.compute! }))
    const trend = fitComputeTrend(shrinking)
    expect(trend.doublingMonths).toMatchObject({
      estimate: null,
      interval: null,
      reason: 'compute does not grow along the line',
    })
    expect(describeComputeTrend(trend)).toContain('not growing')
  })

  it('has no upper end of the doubling time when the slope may be 0', () => {
    const noisy = [1e20, 1e24, 1e19, 1e23, 1e21].map((compute, i) => ({ name: 'M', date: `201${i}-01-01`, compute }))
    const { doublingMonths } = fitComputeTrend(noisy)
    expect(doublingMonths.estimate).toBeGreaterThan(0)
    expect(doublingMonths.interval).toBeNull()
    expect(doublingMonths.reason).toContain('reaches 0')
  })

  it.each([
    ['no model', [], 'too-few-models'],
    ['two models', models.slice(0, 2), 'too-few-models'],
    ['one date', models.map((model) => ({ ...model, date: '2020-01-01' })), 'one-date'],
    ['no compute anywhere', models.map(({ name, date }) => ({ name, date: date! })), 'too-few-models'],
  ])('refuses %s', (_, table, code) => {
    const trend = fitComputeTrend(table)
    expect(trend.refusal?.code).toBe(code)
    expect(trend.slopeOomPerYear).toBeNull()
    expect(trend.growthPerYear.reason).toBe(trend.refusal?.message)
    expect(describeComputeTrend(trend)).toMatch(/^no trend: .+; n = \d+/)
  })

  it('keeps a missing HC3 interval missing', () => {
    const two = ['2020-01-01', '2020-01-01', '2021-01-01'].map((date, i) => ({
      name: 'M',
      date,
      compute: 10 ** (20 + i),
    }))
    const trend = fitComputeTrend(two, { bootstrap: { seed: 1, replicates: 50 } })
    expect(trend.seHc3).toBeNull()
    expect(trend.growthPerYear.interval).toBeNull()
    expect(trend.growthPerYear.reason).toContain('hc3 interval cannot be computed')
    expect(trend.bootstrap!.unusable).toBeGreaterThan(0)
  })

  it.each([
    [{ level: 1 }, 'level must be in (0, 1), got 1'],
    [{ interval: 'bootstrap' as const }, "interval 'bootstrap' needs the option bootstrap"],
    [{ from: '2021-01-01', to: '2020-01-01' }, 'from must not be after to'],
    [{ from: 'soon' }, 'a date must be written YYYY-MM-DD, got soon'],
    [{ snapshot: '2021' }, 'a date must be written YYYY-MM-DD, got 2021'],
    [{ frontier: 0 }, 'top must be an integer >= 1, got 0'],
    [{ bootstrap: { seed: 1, replicates: 1 } }, 'bootstrap.replicates must be an integer >= 2'],
  ])('throws for %o', (options, message) => {
    expect(() => fitComputeTrend(models, options)).toThrow(message)
  })

  it.each([0, -1, NaN, Infinity])('throws for compute of %s', (compute) => {
    expect(() => fitComputeTrend([{ name: 'bad', date: '2020-01-01', compute }])).toThrow('compute of bad must be > 0')
  })
})
