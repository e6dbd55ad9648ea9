import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import { fitLinear, prepareModel } from '../src/index.js'
import { oracleJson, oracleRows } from './support/shared-data.js'

interface Lme4Fit {
  readonly fixef: Record<string, number>
  readonly se: Record<string, number>
  readonly sigma: number
  readonly theta: number[] | number
  readonly REMLcrit_or_deviance: number
  readonly ranef: Record<string, { all_blup: number[][] | null; condSD: (number | number[])[] }>
}

// lme4 was run with tight tolerances; its optimum is good to about 1e-8 in the parameters.
const criterionTolerance = 1e-8
const parameterTolerance = 1e-6

const classics: readonly (readonly [data: string, formula: string])[] = [
  ['sleepstudy', 'Reaction ~ Days + (Days | Subject)'],
  ['sleepstudy_uncorr', 'Reaction ~ Days + (Days || Subject)'],
  ['dyestuff', 'Yield ~ 1 + (1 | Batch)'],
  ['dyestuff2', 'Yield ~ 1 + (1 | Batch)'],
]

describeWithShared('classic data sets, against lme4', ['oracles/mixed/sleepstudy.csv'], () => {
  it.each(classics.flatMap((row) => (['REML', 'ML'] as const).map((method) => [...row, method] as const)))(
    '%s: %s by %s',
    (name, formula, method) => {
      const oracle = oracleJson(`${name}.${method.toLowerCase()}.lme4.json`) as Lme4Fit
      const fit = fitLinear(prepareModel(formula, oracleRows(`${name.replace('_uncorr', '')}.csv`)), { method })
      expect(fit.converged).toBe(true)
      expect(fit.minusTwoLogLik! / oracle.REMLcrit_or_deviance).toBeCloseTo(1, 10)
      for (const effect of fit.fixed) {
        expect(Math.abs(effect.estimate / oracle.fixef[effect.term]! - 1)).toBeLessThan(parameterTolerance)
        expect(Math.abs(effect.se / oracle.se[effect.term]! - 1)).toBeLessThan(parameterTolerance)
      }
      expect(Math.abs(fit.sigma! / oracle.sigma - 1)).toBeLessThan(parameterTolerance)
      ;[oracle.theta].flat().forEach((value, k) => {
        expect(Math.abs(fit.theta[k]! - value)).toBeLessThan(1e-4)
      })
      const modes = Object.values(oracle.ranef)[0]!
      modes.all_blup!.flat().forEach((value, k) => {
        expect(Math.abs(fit.ranef[0]!.values.flat()[k]! - value)).toBeLessThan(1e-4 * (1 + Math.abs(value)))
      })
    },
  )

  it('proves that no variance between batches is the REML optimum of Dyestuff2', () => {
    const fit = fitLinear(prepareModel('Yield ~ 1 + (1 | Batch)', oracleRows('dyestuff2.csv')))
    expect(fit.minusTwoLogLik! / 161.828277812288).toBeCloseTo(1, 8)
    expect(fit.certificate).toMatchObject({ rank: 0, dimensions: 1, boundary: true, kkt: true })
    expect(fit.warnings.map(({ code }) => code)).toEqual(['boundary'])
  })
})

describeWithShared('decision data with eight correlated random effects', ['oracles/mixed/best_known.json'], () => {
  const best = oracleJson('best_known.json') as Record<
    string,
    { best_known_minus2ll: number; rank_of_covariance_eig_gt_1e_6: number }
  >
  const formula = 'logit ~ age_z + gender + race + (1 + age_z + gender + race | decision_question_id)'

  it.each(Object.entries(best))('%s is at least as low as the best known value', (key, known) => {
    const [set = '', method = ''] = key.split('.')
    const model = prepareModel(formula, oracleRows(`${set}.csv`))
    const fit = fitLinear(model, { method: method === 'ml' ? 'ML' : 'REML' })
    expect(fit.converged).toBe(true)
    expect(fit.minusTwoLogLik! - known.best_known_minus2ll).toBeLessThan(criterionTolerance)
    expect(fit.certificate!.rank).toBe(known.rank_of_covariance_eig_gt_1e_6)
    expect(fit.certificate!.kkt).toBe(known.rank_of_covariance_eig_gt_1e_6 < 8 ? true : null)
  })
})

describeWithShared(
  'crossed factors, against lme4',
  ['oracles/mixed/penicillin.csv', 'oracles/mixed/insteval.csv.gz'],
  () => {
    it.each(['REML', 'ML'] as const)('penicillin by %s', (method) => {
      const oracle = oracleJson(`penicillin.${method.toLowerCase()}.lme4.json`) as Lme4Fit
      const model = prepareModel('diameter ~ 1 + (1 | plate) + (1 | sample)', oracleRows('penicillin.csv'))
      const fit = fitLinear(model, { method })
      expect(fit.converged).toBe(true)
      expect(fit.minusTwoLogLik! / oracle.REMLcrit_or_deviance).toBeCloseTo(1, 10)
      expect(fit.fixed[0]!.se / oracle.se['(Intercept)']!).toBeCloseTo(1, 6)
      expect(fit.ranef.map(({ group }) => group)).toEqual(['plate', 'sample'])
      for (const modes of fit.ranef) {
        oracle.ranef[modes.group]!.all_blup!.flat().forEach((value, k) => {
          expect(modes.values[k]![0]! - value).toBeCloseTo(0, 6)
        })
        expect(modes.standardDeviations[0]![0]! / [oracle.ranef[modes.group]!.condSD].flat(2)[0]!).toBeCloseTo(1, 5)
      }
    })

    it('InstEval: 73,421 ratings by 2,972 students of 1,128 lecturers', { timeout: 300_000 }, () => {
      const oracle = oracleJson('insteval.reml.lme4.json') as Lme4Fit
      const model = prepareModel('y ~ service + (1 | s) + (1 | d) + (1 | dept)', oracleRows('insteval.csv.gz'))
      const fit = fitLinear(model)
      expect(fit.converged).toBe(true)
      expect(fit.minusTwoLogLik! - oracle.REMLcrit_or_deviance).toBeLessThan(1e-7)
      ;[oracle.theta].flat().forEach((value, k) => {
        expect(Math.abs(fit.theta[k]! - value)).toBeLessThan(1e-5)
      })
      expect(fit.fixed[1]!.estimate / oracle.fixef['service1']!).toBeCloseTo(1, 6)
    })
  },
)
