import { describe, expect, it } from 'vitest'
import { fitLinear, prepareModel, shrinkage, twoStage } from '../src/index.js'
import { trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)

describe('shrinkage', () => {
  it('of a random intercept is the factor n / (n + sigma^2 / tau^2) of the mean of residuals', () => {
    const model = prepareModel('y ~ x + (1 | g)', rows)
    const fit = fitLinear(model)
    const { groups, population } = shrinkage(model, fit)
    const ratio = fit.sigma! ** 2 / fit.random[0]!.covariance[0]![0]!
    expect(population).toBe(fit.fixed[0]!.estimate)
    for (const { rows: n, own, shrunken } of groups) {
      expect(shrunken - population).toBeCloseTo(((own! - population) * n) / (n + ratio), 8)
    }
  })

  it('of every term with weights: own effects are those of the two-stage analysis where all columns are random', () => {
    const balanced = Array.from({ length: 60 }, (_, i) => ({
      g: i % 6,
      x: Math.floor(i / 6),
      w: 1 + (i % 2),
      y: ((i * 31) % 17) + (i % 6) * Math.floor(i / 6),
    }))
    const model = prepareModel('y ~ x + (1 + x | g)', balanced, { weights: 'w' })
    const fit = fitLinear(model)
    const own = shrinkage(model, fit, { term: 'x' }).groups.map((group) => group.own!)
    const mean = own.reduce((sum, value) => sum + value / own.length, 0)
    expect(mean).toBeCloseTo(twoStage(model).fixed[1]!.estimate, 8)
  })

  it('does not make up what a group of few rows cannot say', () => {
    const short = rows.filter((row, i) => row.g !== 'g01' || rows.findIndex(({ g }) => g === 'g01') === i)
    const model = prepareModel('y ~ x + (1 + x | g)', short)
    const [first, second] = shrinkage(model, fitLinear(model), { term: 'x' }).groups
    expect(first).toMatchObject({ level: 'g01', rows: 1, own: null })
    expect(first!.shrunken).not.toBeNull()
    expect(second!.own).not.toBeNull()
  })

  it('takes the other factor at its estimates', () => {
    const model = prepareModel('y ~ x + (1 | g) + (1 | site)', rows)
    const fit = fitLinear(model)
    const { groups, group, term } = shrinkage(model, fit, { group: 'site' })
    expect([group, term, groups.length]).toEqual(['site', '(Intercept)', 5])
    const ratio = fit.sigma! ** 2 / fit.random[1]!.covariance[0]![0]!
    for (const { rows: n, own, shrunken } of groups) {
      expect(shrunken - fit.fixed[0]!.estimate).toBeCloseTo(((own! - fit.fixed[0]!.estimate) * n) / (n + ratio), 6)
    }
  })

  it('refuses what is not there', () => {
    const model = prepareModel('y ~ x + (1 | g)', rows)
    const fit = fitLinear(model)
    expect(() => shrinkage(model, fit, { group: 'site' })).toThrow('no grouping factor "site"')
    expect(() => shrinkage(model, fit, { term: 'x' })).toThrow('no random effect "x"')
    const flat = prepareModel(
      'y ~ x + (1 | g)',
      rows.map((row) => ({ ...row, y: 1 })),
    )
    expect(() => shrinkage(flat, fitLinear(flat))).toThrow('has no estimates')
  })
})
