import { describe, expect, it } from 'vitest'
import { fitGeneralised, fitMixed, prepareModel, profileIntervals } from '../src/index.js'
import oracles from './oracles/lme4.json' with { type: 'json' }
import { trialRows } from './support/simulated-rows.js'

// lme4 interpolates its profiles by splines: its ends are good to about 1e-4.
const tolerance = 1e-3
// For the correlation it falls back to linear interpolation here (its own warning).
const correlationTolerance = 5e-3

const rows = trialRows(20260101)

describe('profile intervals of lme4', () => {
  const intervals = profileIntervals(prepareModel('y ~ x + arm + (1 + x | g)', rows))
  const names: Record<string, string> = { 'g:(Intercept)': 'sd_(Intercept)|g', 'g:x': 'sd_x|g' }

  it.each(intervals.map((row) => [row.kind, row.term, row] as const))('%s %s', (kind, term, row) => {
    const name =
      kind === 'correlation' ? 'cor_x.(Intercept)|g' : row.group === null ? term : names[`${row.group}:${term}`]!
    const k = oracles.profile.names.indexOf(name)
    expect(k).toBeGreaterThanOrEqual(0)
    const limit = kind === 'correlation' ? correlationTolerance : tolerance
    expect(Math.abs(row.interval!.lower - oracles.profile.lower[k]!)).toBeLessThan(limit)
    expect(Math.abs(row.interval!.upper - oracles.profile.upper[k]!)).toBeLessThan(limit)
    expect(row.interval).toMatchObject({ level: 0.95, method: 'profile' })
  })

  it('works for crossed factors and contains the estimate', () => {
    const crossed = profileIntervals(prepareModel('y ~ x + (1 | g) + (1 | site)', rows), { level: 0.8 })
    expect(crossed.map(({ kind }) => kind)).toEqual([
      'fixed',
      'fixed',
      'standard-deviation',
      'standard-deviation',
      'sigma',
    ])
    for (const { estimate, interval } of crossed) {
      expect(interval!.lower).toBeLessThan(estimate!)
      expect(interval!.upper).toBeGreaterThan(estimate!)
    }
  })
})

it('gives a variance that is estimated as zero an interval from zero', () => {
  const data = Array.from({ length: 30 }, (_, i) => ({
    y: [1.2, -0.7, 0.4, -1.1, 0.2][(i * 3 + (i % 6)) % 5]!,
    g: i % 6,
  }))
  const between = profileIntervals(prepareModel('y ~ 1 + (1 | g)', data)).find(
    ({ kind }) => kind === 'standard-deviation',
  )!
  expect(between.estimate).toBe(0)
  expect(between.interval!.lower).toBe(0)
  expect(between.interval!.upper).toBeGreaterThan(0.05)
})

it('can be limited to the fixed effects', () => {
  const model = prepareModel('y ~ x + (1 | g)', rows)
  expect(profileIntervals(model, { parameters: 'fixed' }).map(({ term }) => term)).toEqual(['(Intercept)', 'x'])
  expect(() => profileIntervals(model, { level: 0 })).toThrow(RangeError)
})

describe('correlations at the edge', () => {
  it('has no interval for an effect without variance', () => {
    const data = Array.from({ length: 60 }, (_, i) => ({
      y: (i % 6) + [0.3, -0.2, 0.1, -0.4][(i * 7) % 4]!,
      x: Math.floor(i / 6) - 5,
      g: i % 6,
    }))
    const correlation = profileIntervals(prepareModel('y ~ x + (x | g)', data)).find(
      ({ kind }) => kind === 'correlation',
    )!
    expect(correlation.interval).toBeNull()
    expect(correlation.reason).toContain('singular')
  })

  it('ends at -1 or 1 where the profile stays below the limit', () => {
    const few = rows.filter(({ g }) => g < 'g07')
    const correlation = profileIntervals(prepareModel('y ~ x + (x | g)', few), { level: 0.99 }).find(
      ({ kind }) => kind === 'correlation',
    )!
    expect(correlation.interval === null || correlation.interval.upper <= 1).toBe(true)
    expect(correlation.interval === null || correlation.interval.lower >= -1).toBe(true)
  })
})

describe('profile intervals of glmer', () => {
  it.each([
    ['counts', 'cbind(yes, no) ~ x + arm + (1 | g)', { 'g:(Intercept)': '.sig01' }],
    ['slopes', 'cbind(yes, no) ~ x + (1 + x | g)', { 'g:(Intercept)': '.sig01', 'g:x': '.sig03' }],
  ] as const)('%s', (key, formula, names) => {
    const known = oracles.generalProfile[key]
    const intervals = profileIntervals(prepareModel(formula, rows))
    expect(intervals).toHaveLength(known.names.length)
    for (const { kind, group, term, interval } of intervals) {
      const own: Readonly<Record<string, string>> = names
      const name = kind === 'correlation' ? '.sig02' : group === null ? term : own[`${group}:${term}`]!
      const k = known.names.indexOf(name)
      expect(k).toBeGreaterThanOrEqual(0)
      const limit = kind === 'correlation' ? correlationTolerance : tolerance
      expect(Math.abs(interval!.lower - known.lower[k]!)).toBeLessThan(limit)
      expect(Math.abs(interval!.upper - known.upper[k]!)).toBeLessThan(limit)
    }
  })

  it('of a fit by quadrature, with tests that agree with the intervals', () => {
    const model = prepareModel('cbind(yes, no) ~ x + arm + (1 | g)', rows)
    const fit = fitGeneralised(model, { quadraturePoints: 9 })
    for (const { estimate, interval, p, statistic } of profileIntervals(model, { fit, parameters: 'fixed' })) {
      expect(interval!.lower < estimate! && estimate! < interval!.upper).toBe(true)
      expect(interval!.lower > 0 || interval!.upper < 0).toBe(p! < 0.05)
      expect(Math.sign(statistic!)).toBe(Math.sign(estimate!))
    }
    const own = fitMixed('cbind(yes, no) ~ x + arm + (1 | g)', rows, {
      family: 'binomial',
      inference: 'profile',
      level: 0.9,
    })
    expect(own.fixed[0]!.interval).toMatchObject({ level: 0.9, method: 'profile' })
    expect(own.varianceComponents[0]!.interval!.method).toBe('profile')
  })
})
