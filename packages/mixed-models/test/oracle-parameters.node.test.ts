import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import { fitLinear, fixedEffectTable, kenwardRoger, prepareModel, satterthwaite } from '../src/index.js'
import type { LinearFit } from '../src/index.js'
import { oracleJson, oracleRows } from './support/shared-data.js'

/** Tolerances of the references: an independent optimiser with an analytic gradient (numpy), or lme4 with tight tolerances. */
const tolerance = { fixed: 1e-8, errors: 1e-6, covariance: 1e-5, modes: 1e-6, degrees: 1e-3 }

const relative = (a: number, b: number): number => Math.abs(a / b - 1)

interface NumpyFit {
  readonly beta: Readonly<Record<string, number>>
  readonly se: Readonly<Record<string, number>>
  readonly vcov: readonly (readonly number[])[]
  readonly sigma: number
  readonly Sigma_u: readonly (readonly number[])[]
  readonly blup: Readonly<Record<string, readonly number[]>>
}

const full = 'logit ~ age_z + gender + race + (1 + age_z + gender + race | decision_question_id)'
const options = { baselines: { gender: 'male', race: 'white' } }
const sets = ['discrim_full', 'discrim_small', 'discrim_intercept_only'] as const

describeWithShared(
  'decision data: every parameter, against an independent optimiser',
  sets.map((set) => `oracles/mixed/${set}.csv`),
  () => {
    it.each(sets.flatMap((set) => (['REML', 'ML'] as const).map((method) => [set, method] as const)))(
      '%s by %s',
      (set, method) => {
        const oracle = oracleJson(`${set}.fullcov.${method.toLowerCase()}.numpy.json`) as NumpyFit
        const names = Object.keys(oracle.beta)
        const fit = fitLinear(prepareModel(full, oracleRows(`${set}.csv`), options), { method })
        for (const { term, estimate, se } of fit.fixed) {
          expect(Math.abs(estimate - oracle.beta[term]!)).toBeLessThan(tolerance.fixed)
          expect(relative(se, oracle.se[term]!)).toBeLessThan(tolerance.errors)
        }
        expect(relative(fit.sigma!, oracle.sigma)).toBeLessThan(tolerance.errors)
        const random = fit.random[0]!
        const place = (name: string): number => random.terms.indexOf(name)
        // On a singular optimum the criterion is flat to second order along the boundary, and the reference stops at a gradient of 1e-5:
        // entries are compared with the largest variance.
        const largest = Math.max(...oracle.Sigma_u.map((row, i) => row[i]!))
        names.forEach((a, i) => {
          names.forEach((b, j) => {
            const own = random.covariance[place(a)]![place(b)]!
            expect(Math.abs(own - oracle.Sigma_u[i]![j]!)).toBeLessThan(tolerance.covariance * largest)
          })
        })
        const ranef = fit.ranef[0]!
        Object.entries(oracle.blup).forEach(([level, values]) => {
          const row = ranef.values[ranef.levels.indexOf(level)]!
          names.forEach((name, k) => {
            const scale = Math.max(1, Math.sqrt(largest))
            const limit = tolerance.modes * scale
            expect(Math.abs(row[ranef.terms.indexOf(name)]! - values[k]!)).toBeLessThan(limit)
          })
        })
      },
    )
  },
)

interface Degrees {
  readonly satterthwaite: { readonly df: Readonly<Record<string, number>> | readonly number[] }
  readonly kenward_roger?: {
    readonly df: Readonly<Record<string, number>> | readonly number[]
    readonly se: Readonly<Record<string, number>> | readonly number[]
  }
}

describeWithShared('degrees of freedom, against lmerTest and pbkrtest', ['oracles/mixed/inference.json'], () => {
  const oracle = oracleJson('inference.json') as Record<string, Degrees>
  const at = (values: Readonly<Record<string, number>> | readonly number[], term: string, k: number): number =>
    Array.isArray(values) ? (values as readonly number[])[k]! : (values as Readonly<Record<string, number>>)[term]!
  const right = 'age_z + gender + race + (1 | decision_question_id)'

  it.each([
    ['sleepstudy', 'sleepstudy.csv', 'Reaction ~ Days + (Days | Subject)'],
    ['penicillin', 'penicillin.csv', 'diameter ~ 1 + (1 | plate) + (1 | sample)'],
    ['discrim_small_intercept', 'discrim_small.csv', `logit ~ ${right}`],
    ['discrim_full_intercept', 'discrim_full.csv', `logit ~ ${right}`],
  ])('%s', (key, file, formula) => {
    const known = oracle[key]!
    const model = prepareModel(formula, oracleRows(file), key.startsWith('discrim') ? options : {})
    const fit = fitLinear(model)
    fixedEffectTable(satterthwaite(model, fit)).forEach(({ term, df }, k) => {
      // lmerTest takes differences of the deviance: its own df are good to about 1e-8 relative.
      expect(relative(df!, at(known.satterthwaite.df, term, k))).toBeLessThan(tolerance.degrees)
    })
    if (known.kenward_roger === undefined) return
    const { df: degrees, se: errors } = known.kenward_roger
    fixedEffectTable(kenwardRoger(model, fit)).forEach(({ term, df, se }, k) => {
      expect(relative(df!, at(degrees, term, k))).toBeLessThan(tolerance.degrees)
      expect(relative(se, at(errors, term, k))).toBeLessThan(tolerance.errors)
    })
  })
})

interface Lme4Fit {
  readonly fixef: Readonly<Record<string, number>>
  readonly se: Readonly<Record<string, number>>
  readonly sigma: number
  readonly varcorr: Readonly<Record<string, { readonly cov: readonly (readonly number[])[] | readonly number[] }>>
  readonly AIC: number
  readonly BIC: number
  readonly logLik: number
  readonly df_npar: number
  readonly fitted_first10: readonly number[]
}

const classics = [
  ['sleepstudy', 'sleepstudy', 'Reaction ~ Days + (Days | Subject)'],
  ['sleepstudy_uncorr', 'sleepstudy', 'Reaction ~ Days + (Days || Subject)'],
  ['dyestuff', 'dyestuff', 'Yield ~ 1 + (1 | Batch)'],
  ['dyestuff2', 'dyestuff2', 'Yield ~ 1 + (1 | Batch)'],
  ['penicillin', 'penicillin', 'diameter ~ 1 + (1 | plate) + (1 | sample)'],
] as const

describeWithShared(
  'classics: covariances and information criteria, against lme4',
  classics.map(([, file]) => `oracles/mixed/${file}.csv`),
  () => {
    it.each(classics.flatMap((row) => (['REML', 'ML'] as const).map((method) => [...row, method] as const)))(
      '%s (%s), %s by %s',
      (key, file, formula, method) => {
        const oracle = oracleJson(`${key}.${method.toLowerCase()}.lme4.json`) as Lme4Fit
        const fit: LinearFit = fitLinear(prepareModel(formula, oracleRows(`${file}.csv`)), { method })
        for (const { term, estimate, se } of fit.fixed) {
          // lme4 stops where the deviance no longer changes in its last digits: estimates that depend on theta are good to about 1e-7.
          expect(relative(estimate, oracle.fixef[term]!)).toBeLessThan(tolerance.fixed)
          expect(relative(se, oracle.se[term]!)).toBeLessThan(tolerance.errors)
        }
        expect(relative(fit.sigma!, oracle.sigma)).toBeLessThan(tolerance.errors)
        const scale = fit.sigma! ** 2
        const own = fit.random.map(({ covariance }) => covariance.flat()).flat()
        const theirs = Object.values(oracle.varcorr)
          .map(({ cov }) => cov.flat())
          .flat()
        own.forEach((value, k) => {
          expect(Math.abs(value - theirs[k]!)).toBeLessThan(
            tolerance.covariance * Math.max(scale, Math.abs(theirs[k]!)),
          )
        })
        expect(fit.parameters).toBe(oracle.df_npar)
        expect(relative(fit.aic!, oracle.AIC)).toBeLessThan(1e-9)
        expect(relative(fit.bic!, oracle.BIC)).toBeLessThan(1e-9)
      },
    )
  },
)
