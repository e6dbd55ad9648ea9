import { describe, expect, it } from 'vitest'
import {
  fitCensored,
  fitGeneralised,
  fitLinear,
  prepareModel,
  profileIntervals,
  varianceComponents,
} from '../src/index.js'
import oracles from './oracles/plans.json' with { type: 'json' }
import { censoredRows, trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)

describe('varianceComponents', () => {
  const model = prepareModel('y ~ x + arm + (1 + x | g)', rows)
  const fit = fitLinear(model)

  it("agrees with the delta method on lmerTest's covariance of the covariance parameters", () => {
    // lmerTest's Hessian is by finite differences of the deviance.
    varianceComponents(model, fit).forEach(({ interval }, k) => {
      expect(Math.abs(interval!.lower - oracles.components.lower[k]!)).toBeLessThan(2e-4)
      expect(Math.abs(interval!.upper - oracles.components.upper[k]!)).toBeLessThan(2e-4)
    })
  })

  it('carries the estimates of the fit', () => {
    const parts = varianceComponents(model, fit)
    expect(parts.map(({ kind, term }) => `${kind} ${term}`)).toEqual([
      'standard-deviation (Intercept)',
      'standard-deviation x',
      'correlation (Intercept), x',
      'sigma sigma',
    ])
    expect(parts[1]!.estimate).toBeCloseTo(fit.random[0]!.standardDeviations[1]!, 8)
    expect(parts[2]!.estimate).toBeCloseTo(fit.random[0]!.correlations[1]![0]!, 8)
    expect(parts[3]!.estimate).toBeCloseTo(fit.sigma!, 10)
  })

  it('has no interval on the boundary, and says why', () => {
    const flat = prepareModel(
      'y ~ 1 + (1 | g)',
      Array.from({ length: 40 }, (_, i) => ({ g: i % 4, y: Math.floor(i / 4) % 5 })),
    )
    const [sd, sigma] = varianceComponents(flat, fitLinear(flat))
    expect(sd).toMatchObject({ estimate: 0, interval: null })
    expect(sd!.reason).toMatch('singular')
    expect(sigma!.interval).not.toBeNull()
  })

  it('is close to profile intervals where groups are many', () => {
    const many = prepareModel('y ~ x + (1 | g)', trialRows(4, 300))
    const own = varianceComponents(many, fitLinear(many, { method: 'ML' }))[0]!
    const profile = profileIntervals(many).find(({ kind }) => kind === 'standard-deviation')!
    expect(own.interval!.lower / profile.interval!.lower).toBeCloseTo(1, 1)
    expect(own.interval!.upper / profile.interval!.upper).toBeCloseTo(1, 1)
  })

  it('exists for binomial and censored models', () => {
    const counts = prepareModel('cbind(yes, no) ~ x + (1 + x | g)', rows)
    const binomial = varianceComponents(counts, fitGeneralised(counts))
    expect(binomial.map(({ kind }) => kind)).toEqual(['standard-deviation', 'standard-deviation', 'correlation'])
    for (const { estimate, interval } of binomial) {
      expect(interval!.lower).toBeLessThan(estimate!)
      expect(interval!.upper).toBeGreaterThan(estimate!)
    }
    const table = censoredRows(5).map((row) => ({ ...row, low: row.y, high: row.y }))
    const known = prepareModel('censored(low, high) ~ x + (1 | g)', table)
    const plain = prepareModel('y ~ x + (1 | g)', table)
    const censored = varianceComponents(known, fitCensored(known))
    const linear = varianceComponents(plain, fitLinear(plain, { method: 'ML' }))
    // Without censoring the model is the linear one by ML; the Hessians are differences of different gradients.
    censored.forEach(({ interval }, k) => {
      expect(interval!.lower / linear[k]!.interval!.lower).toBeCloseTo(1, 3)
      expect(interval!.upper / linear[k]!.interval!.upper).toBeCloseTo(1, 3)
    })
  })

  it('refuses a level outside (0, 1)', () => {
    expect(() => varianceComponents(model, fit, { level: 1 })).toThrow('level must be between 0 and 1, got 1')
  })
})
