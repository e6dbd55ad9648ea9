import { describe, expect, it } from 'vitest'
import { contrast, fitLinear, marginalMeans, prepareModel, satterthwaite, waldInference } from '../src/index.js'
import oracles from './oracles/lme4.json' with { type: 'json' }
import { trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)
const model = prepareModel('y ~ x + arm + (1 + x | g)', rows)
const fit = fitLinear(model)
// emmeans works from lme4's optimum and lmerTest's numerical derivatives.
const tolerance = 2e-3

describe('marginal means of emmeans', () => {
  const { means, differences } = marginalMeans(model, satterthwaite(model, fit), 'arm')

  it('means', () => {
    expect(means.map(({ term }) => term)).toEqual(oracles.means.arm)
    means.forEach(({ estimate, se, df }, k) => {
      expect(estimate).toBeCloseTo(oracles.means.mean[k]!, 4)
      expect(se).toBeCloseTo(oracles.means.se[k]!, 4)
      expect(Math.abs(df! / oracles.means.df[k]! - 1)).toBeLessThan(tolerance)
    })
  })

  it('pairwise differences', () => {
    expect(differences.map(({ term }) => term)).toEqual(oracles.pairs.contrast)
    differences.forEach(({ estimate, se, df, p }, k) => {
      expect(estimate).toBeCloseTo(oracles.pairs.estimate[k]!, 4)
      expect(se).toBeCloseTo(oracles.pairs.se[k]!, 4)
      expect(Math.abs(df! / oracles.pairs.df[k]! - 1)).toBeLessThan(tolerance)
      expect(Math.abs(p! / oracles.pairs.p[k]! - 1)).toBeLessThan(tolerance)
    })
  })

  it('average over other factors with equal weight, at chosen values', () => {
    const crossed = prepareModel('y ~ x + arm * site + (1 | g)', rows)
    const wald = waldInference(fitLinear(crossed))
    const {
      means: [control],
    } = marginalMeans(crossed, wald, 'arm', { at: { x: 0 }, level: 0.9 })
    const sites = ['s2', 's3', 's4', 's5'].map((site) => `site${site}`)
    const weights = { '(Intercept)': 1, ...Object.fromEntries(sites.map((term) => [term, 1 / 5])) }
    expect(control!.estimate).toBeCloseTo(contrast(wald, weights).estimate, 12)
    expect(control!.interval!.level).toBe(0.9)
  })

  it('refuses what is not a factor, and computed variables', () => {
    expect(() => marginalMeans(model, waldInference(fit), 'x')).toThrow('"x" is not a factor among the fixed effects')
    const logged = prepareModel('y ~ exp(x) + arm + (1 | g)', rows)
    expect(() => marginalMeans(logged, waldInference(fitLinear(logged)), 'arm')).toThrow('exp(x)')
  })
})

describe('contrast', () => {
  it('is the difference of two coefficients', () => {
    const wald = waldInference(fit)
    const result = contrast(wald, { armhigh: 1, armlow: -1 })
    expect(result.term).toBe('1 armhigh + -1 armlow')
    expect(result.estimate).toBeCloseTo(fit.fixed[2]!.estimate - fit.fixed[3]!.estimate, 12)
    const joint = wald.jointTest([[0, 0, 1, -1]])
    expect(joint.p).toBeCloseTo(result.p!, 10)
    expect(joint.denominatorDf).toBeNull()
  })

  it('names what it does not know', () => {
    expect(() => contrast(waldInference(fit), { armmedium: 1 })).toThrow('contrast: no fixed effect "armmedium"')
  })
})
