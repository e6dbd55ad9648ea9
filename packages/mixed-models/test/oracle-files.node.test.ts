import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { fitLinear, prepareModel } from '../src/index.js'
import { oracleJson, oracleRows } from './support/shared-data.js'

interface Stored {
  readonly fixef: Readonly<Record<string, number>>
  readonly se: Readonly<Record<string, number>>
  readonly sigma: number
  readonly REMLcrit_or_deviance: number
}

const decisions = (random: string): string => `logit ~ age_z + gender + race + ${random}`
const question = 'decision_question_id'
/** Formula of a data set and model as the files name them. */
const formulas: Readonly<Record<string, string>> = {
  fullcov: decisions(`(1 + age_z + gender + race | ${question})`),
  intercept: decisions(`(1 | ${question})`),
  nested: decisions(
    `(1 | ${question}) + (0 + age_z | ${question}) + (1 | ${question}:gender) + (1 | ${question}:race)`,
  ),
  sleepstudy: 'Reaction ~ Days + (Days | Subject)',
  sleepstudy_uncorr: 'Reaction ~ Days + (Days || Subject)',
  penicillin: 'diameter ~ 1 + (1 | plate) + (1 | sample)',
  pastes: 'strength ~ 1 + (1 | batch) + (1 | sample)',
  dyestuff: 'Yield ~ 1 + (1 | Batch)',
  dyestuff2: 'Yield ~ 1 + (1 | Batch)',
}

const folder = 'oracles/mixed'
const files = ['oracles/mixed/best_known.json']
/** lme4 by default stops within about 1e-3 of the optimum; where its criterion is within 1e-6, its estimates are good to this. */
const tolerance = { estimate: 1e-4, error: 1e-4, sigma: 1e-5 }

describeWithShared('every stored fit of lme4, by the name of its file', files, () => {
  const stored = readdirSync(sharedPath(folder))
    .filter((name) => name.endsWith('.lme4.json') && !name.startsWith('insteval'))
    .map((name) => {
      const parts = name.split('.')
      const method = parts.includes('ml') ? 'ML' : 'REML'
      const [data = '', model = ''] = parts
      return [name, data, model in formulas ? model : data, method] as const
    })
  const rowsOf = new Map<string, Record<string, string>[]>()

  it('there are some', () => {
    expect(stored.length).toBeGreaterThan(20)
  })

  it.each(stored)('%s', (name, data, model, method) => {
    const formula = formulas[model]
    expect(formula).toBeDefined()
    const file = `${data.replace('_uncorr', '')}.csv`
    const rows = rowsOf.get(file) ?? oracleRows(file)
    rowsOf.set(file, rows)
    const baselines = data.startsWith('discrim') ? { gender: 'male', race: 'white' } : {}
    const fit = fitLinear(prepareModel(formula!, rows, { baselines }), { method })
    const oracle = oracleJson(name) as Stored
    expect(fit.converged).toBe(true)
    const above = fit.minusTwoLogLik! - oracle.REMLcrit_or_deviance
    expect(above).toBeLessThan(1e-6)
    if (above < -1e-6) return
    for (const { term, estimate, se } of fit.fixed) {
      expect(Math.abs(estimate - oracle.fixef[term]!) / se).toBeLessThan(tolerance.estimate)
      expect(Math.abs(se / oracle.se[term]! - 1)).toBeLessThan(tolerance.error)
    }
    expect(Math.abs(fit.sigma! / oracle.sigma - 1)).toBeLessThan(tolerance.sigma)
  })
})
