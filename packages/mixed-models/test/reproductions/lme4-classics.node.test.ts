import { expect, it } from 'vitest'
import { describeWithShared } from '../../../../testing/shared.js'
import {
  fitGeneralised,
  fitLinear,
  fixedEffectTable,
  kenwardRoger,
  prepareModel,
  profileIntervals,
  satterthwaite,
} from '../../src/index.js'
import type { LinearFit } from '../../src/index.js'
import { oracleRows } from '../support/shared-data.js'

// The figures of docs/reproductions/mixed-models.md.
const formulas = {
  sleepstudy: ['sleepstudy.csv', 'Reaction ~ Days + (Days | Subject)', 1743.62827195849, 1751.9393444632],
  uncorrelated: ['sleepstudy.csv', 'Reaction ~ Days + (Days || Subject)', 1743.66929358131, 1752.00325513988],
  dyestuff: ['dyestuff.csv', 'Yield ~ 1 + (1 | Batch)', 319.654276842257, 327.327059881135],
  dyestuff2: ['dyestuff2.csv', 'Yield ~ 1 + (1 | Batch)', 161.828277812288, 162.873036653826],
  penicillin: ['penicillin.csv', 'diameter ~ 1 + (1 | plate) + (1 | sample)', 330.860588991086, 332.188348668501],
} as const
const files = Object.values(formulas).map(([file]) => `oracles/mixed/${file}`)

describeWithShared('lme4 on its own data', files, () => {
  const fit = (key: keyof typeof formulas, method: 'ML' | 'REML' = 'REML'): LinearFit => {
    const [file, formula] = formulas[key]
    return fitLinear(prepareModel(formula, oracleRows(file)), { method })
  }

  it.each(Object.keys(formulas) as (keyof typeof formulas)[])('%s: the criterion', (key) => {
    const [, , reml, ml] = formulas[key]
    expect(Math.abs(fit(key).minusTwoLogLik! - reml)).toBeLessThan(1e-10)
    expect(Math.abs(fit(key, 'ML').minusTwoLogLik! - ml)).toBeLessThan(1e-10)
  })

  it('estimates as they are printed', () => {
    const printed = (one: LinearFit): string[] => [
      ...one.fixed.map(({ estimate, se }) => `${estimate.toFixed(5)} (${se.toFixed(5)})`),
      ...one.random.flatMap(({ standardDeviations }) => standardDeviations.map((sd) => sd.toFixed(5))),
      one.sigma!.toFixed(5),
    ]
    expect(printed(fit('sleepstudy'))).toEqual([
      '251.40510 (6.82456)',
      '10.46729 (1.54579)',
      '24.74045',
      '5.92213',
      '25.59182',
    ])
    expect(printed(fit('dyestuff')).slice(1)).toEqual(['42.00060', '49.51010'])
    expect(printed(fit('penicillin')).slice(1)).toEqual(['0.84670', '1.93156', '0.54992'])
    expect(fit('dyestuff2').random[0]!.standardDeviations).toEqual([0])
    expect(fit('dyestuff2').certificate!.kkt).toBe(true)
  })

  it('profile intervals', () => {
    const [file, formula] = formulas.sleepstudy
    const intervals = profileIntervals(prepareModel(formula, oracleRows(file)))
    expect(intervals.map(({ interval }) => `${interval!.lower.toFixed(4)} to ${interval!.upper.toFixed(4)}`)).toEqual([
      '237.6807 to 265.1295',
      '7.3587 to 13.5759',
      '14.3814 to 37.7161',
      '3.8012 to 8.7534',
      '-0.4815 to 0.6850',
      '22.8983 to 28.8580',
    ])
  })

  it('degrees of freedom', () => {
    const [file, formula] = formulas.penicillin
    const model = prepareModel(formula, oracleRows(file))
    const own = fitLinear(model)
    for (const inference of [satterthwaite(model, own), kenwardRoger(model, own)]) {
      expect(fixedEffectTable(inference)[0]!.df!.toFixed(4)).toBe('5.4871')
    }
    const sleep = prepareModel(formulas.sleepstudy[1], oracleRows(formulas.sleepstudy[0]))
    const sleepFit = fitLinear(sleep)
    for (const inference of [satterthwaite(sleep, sleepFit), kenwardRoger(sleep, sleepFit)]) {
      expect(fixedEffectTable(inference)[1]!.df!.toFixed(4)).toBe('17.0000')
    }
  })
})

describeWithShared('glmer on cbpp', ['oracles/mixed/cbpp.csv'], () => {
  const model = prepareModel('cbind(incidence, size - incidence) ~ period + (1 | herd)', oracleRows('cbpp.csv'), {
    factors: ['period'],
  })

  it('Laplace and 25 points as they are printed', () => {
    const laplace = fitGeneralised(model)
    expect(laplace.minusTwoLogLik!.toFixed(5)).toBe('184.05256')
    expect(laplace.random[0]!.standardDeviations[0]!.toFixed(5)).toBe('0.64226')
    const quadrature = fitGeneralised(model, { quadraturePoints: 25 })
    expect(quadrature.deviance!.toFixed(5)).toBe('100.01003')
    expect(quadrature.random[0]!.standardDeviations[0]!.toFixed(5)).toBe('0.64752')
    expect(quadrature.fixed[1]!.estimate.toFixed(4)).toBe('-0.9914')
  })
})
