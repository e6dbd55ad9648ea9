import { expect, it } from 'vitest'
import { chiSquaredSurvival } from '@safety-portfolio/stats'
import { fitLinear, likelihoodRatioTest, prepareModel } from '../src/index.js'
import type { LikelihoodMethod, LinearFit } from '../src/index.js'
import oracles from './oracles/lme4.json' with { type: 'json' }
import { trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)
const fitted = (formula: string, method: LikelihoodMethod = 'ML'): LinearFit =>
  fitLinear(prepareModel(formula, rows), { method })

it('agrees with anova of lme4', () => {
  const test = likelihoodRatioTest(fitted('y ~ x + (1 + x | g)'), fitted('y ~ x + arm + (1 + x | g)'))
  expect(test.statistic).toBeCloseTo(oracles.lrt.chisq, 6)
  expect(test.df).toBe(oracles.lrt.df)
  expect(test.p).toBeCloseTo(oracles.lrt.p, 7)
  expect(test).toMatchObject({ mixtureP: null, warnings: [] })
})

it('uses the mixture when one random effect is added, also for REML', () => {
  const test = likelihoodRatioTest(fitted('y ~ x + (1 | g)', 'REML'), fitted('y ~ x + (1 + x | g)', 'REML'))
  expect(test.df).toBe(2)
  const expected = (chiSquaredSurvival(test.statistic, 1) + chiSquaredSurvival(test.statistic, 2)) / 2
  expect(test.mixtureP).toBeCloseTo(expected, 14)
  expect(test.mixtureP!).toBeLessThan(test.p)
})

it('tests the only variance against a model without random effects', () => {
  const test = likelihoodRatioTest(fitted('y ~ x'), fitted('y ~ x + (1 | g)'))
  expect(test.df).toBe(1)
  expect(test.mixtureP).toBeCloseTo(test.p / 2, 14)
})

it('warns when several variances are tested at once', () => {
  const test = likelihoodRatioTest(fitted('y ~ 1 + (1 | g)'), fitted('y ~ x + (1 + x | g)'))
  expect(test.warnings.map(({ code }) => code)).toEqual(['boundary-test'])
})

it('warns when the models are not nested', () => {
  const test = likelihoodRatioTest(fitted('y ~ x + (1 | g)'), fitted('y ~ o + arm + (1 | g)'))
  expect(test.statistic).toBe(0)
  expect(test.warnings[0]!.code).toBe('not-nested')
})

it.each([
  [
    'REML fits with different fixed effects',
    ['y ~ 1 + (1 | g)', 'REML'],
    ['y ~ x + (1 | g)', 'REML'],
    'fit both by ML',
  ],
  ['different methods', ['y ~ 1 + (1 | g)', 'REML'], ['y ~ x + (1 | g)', 'ML'], 'different methods'],
  ['the wrong order', ['y ~ x + (1 | g)', 'ML'], ['y ~ 1 + (1 | g)', 'ML'], 'must have more parameters'],
] as const)('refuses %s', (_, [small, first], [large, second], message) => {
  expect(() => likelihoodRatioTest(fitted(small, first), fitted(large, second))).toThrow(message)
})

it('refuses refused fits and different rows', () => {
  const other = fitLinear(prepareModel('y ~ x + (1 | g)', rows.slice(0, 60)), { method: 'ML' })
  expect(() => likelihoodRatioTest(fitted('y ~ 1 + (1 | g)'), other)).toThrow('different rows')
  const refused = fitLinear(
    prepareModel(
      'y ~ 1 + (1 | g)',
      rows.map((row) => ({ ...row, y: 1 })),
    ),
  )
  expect(() => likelihoodRatioTest(refused, other)).toThrow('refused')
})
