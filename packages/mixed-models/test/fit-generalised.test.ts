import { describe, expect, it } from 'vitest'
import { DataError } from '@safety-portfolio/records'
import { fitGeneralised, fitLinear, predict, prepareModel } from '../src/index.js'
import { laplaceCriterion } from '../src/internal/laplace-criterion.js'
import { binomialData } from '../src/internal/binomial-data.js'
import { linearProblem } from '../src/internal/linear-problem.js'
import oracles from './oracles/lme4.json' with { type: 'json' }
import { trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)
const criterionTolerance = 1e-8
const parameterTolerance = 1e-5

interface Oracle {
  readonly minus2: number
  readonly fixef: Record<string, number>
  readonly se: Record<string, number>
  readonly theta: number | number[]
  readonly ranef: number[][]
}
const general = oracles.general as unknown as Record<string, Oracle>

const cases: readonly (readonly [name: string, formula: string, points: number])[] = [
  ['counts', 'cbind(yes, no) ~ x + arm + (1 | g)', 1],
  ['countsQuadrature', 'cbind(yes, no) ~ x + arm + (1 | g)', 9],
  ['slopes', 'cbind(yes, no) ~ x + arm + (1 + x | g)', 1],
  ['crossed', 'cbind(yes, no) ~ x + (1 | g) + (1 | site)', 1],
  ['binary', 'bit ~ x + (1 | g)', 1],
]

describe('fitGeneralised agrees with glmer', () => {
  it.each(cases)('%s: %s, %i points', (name, formula, quadraturePoints) => {
    const oracle = general[name]!
    const fit = fitGeneralised(prepareModel(formula, rows), { quadraturePoints })
    expect(fit.converged).toBe(true)
    // glmer leaves the saturated part out of the deviance when it uses quadrature.
    if (quadraturePoints === 1) expect(fit.minusTwoLogLik! - oracle.minus2).toBeLessThan(criterionTolerance)
    for (const { term, estimate, se } of fit.fixed) {
      expect(Math.abs(estimate - oracle.fixef[term]!)).toBeLessThan(parameterTolerance)
      expect(Math.abs(se - oracle.se[term]!)).toBeLessThan(parameterTolerance)
    }
    ;[oracle.theta].flat().forEach((value, k) => {
      expect(Math.abs(fit.theta[k]! - value)).toBeLessThan(parameterTolerance)
    })
    oracle.ranef.forEach((row, group) => {
      row.forEach((value, k) => {
        expect(Math.abs(fit.ranef[0]!.values[group]![k]! - value)).toBeLessThan(1e-4)
      })
    })
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it('proves the boundary of the binary outcome', () => {
    const { certificate, warnings } = fitGeneralised(prepareModel('bit ~ x + (1 | g)', rows))
    expect(certificate).toMatchObject({ rank: 0, boundary: true, kkt: true })
    expect(warnings.map(({ code }) => code)).toEqual(['boundary'])
  })
})

describe('quadrature', () => {
  it('with many points no longer changes, and Laplace is one point', () => {
    const model = prepareModel('cbind(yes, no) ~ x + (1 | g)', rows)
    const at = (quadraturePoints: number): number => fitGeneralised(model, { quadraturePoints }).minusTwoLogLik!
    expect(at(31)).toBeCloseTo(at(21), 7)
    expect(Math.abs(at(1) - at(31))).toBeGreaterThan(0.01)
  })

  it('takes a random slope alone as well', () => {
    const fit = fitGeneralised(prepareModel('cbind(yes, no) ~ x + (0 + x | g)', rows), { quadraturePoints: 7 })
    expect(fit).toMatchObject({ converged: true, method: 'adaptive quadrature' })
  })
})

it('has the gradient of its criterion', () => {
  const model = prepareModel('cbind(yes, no) ~ x + (1 + x | g) + (1 | site)', rows)
  const { design } = linearProblem(model)
  const criterion = laplaceCriterion(
    binomialData(model, design, () => 0),
    design.factors,
  )
  const point = [0.8, -0.2, 0.5, 0.4, 1.5, -2]
  const gradient = new Float64Array(6)
  criterion.evaluate(point, gradient)
  point.forEach((value, k) => {
    const moved = (step: number): number => criterion.evaluate(point.with(k, value + step), null)
    const numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5
    expect(Math.abs(gradient[k]! - numeric)).toBeLessThan(1e-6 * Math.max(1, Math.abs(numeric)))
  })
})

it('predicts probabilities', () => {
  const model = prepareModel('cbind(yes, no) ~ x + (1 | g)', rows)
  const fit = fitGeneralised(model)
  const [response] = predict(model, fit, [{ x: 1, g: 'g01' }])
  const [link] = predict(model, fit, [{ x: 1, g: 'g01' }], { scale: 'link' })
  expect(response!.estimate).toBeCloseTo(1 / (1 + Math.exp(-link!.estimate)), 14)
})

it('reads proportions with weights, cbind and 0/1 rows alike', () => {
  const counts = rows.map((row) => ({ ...row, n: row.yes + row.no, share: row.yes / (row.yes + row.no) }))
  const bits = rows.flatMap((row) => [
    ...Array.from({ length: row.yes }, () => ({ ...row, one: 1 })),
    ...Array.from({ length: row.no }, () => ({ ...row, one: 0 })),
  ])
  const a = fitGeneralised(prepareModel('cbind(yes, no) ~ x + (1 | g)', rows))
  const b = fitGeneralised(prepareModel('share ~ x + (1 | g)', counts, { weights: 'n' }))
  const c = fitGeneralised(prepareModel('one ~ x + (1 | g)', bits))
  expect(b.minusTwoLogLik).toBeCloseTo(a.minusTwoLogLik!, 8)
  expect(c.fixed[1]!.estimate).toBeCloseTo(a.fixed[1]!.estimate, 5)
  expect(c.fixed[1]!.se).toBeCloseTo(a.fixed[1]!.se, 5)
})

describe('refusals', () => {
  it('flags separation by a predictor, by a level, and when all answers agree', () => {
    const separated = rows.map((row) => ({ ...row, bit: row.x > 0 ? 1 : 0 }))
    expect(fitGeneralised(prepareModel('bit ~ x + (1 | g)', separated)).refusal?.code).toBe('separation')
    const level = rows.map((row) => ({ ...row, bit: row.arm === 'low' ? 1 : row.bit }))
    expect(fitGeneralised(prepareModel('bit ~ arm + (1 | g)', level)).refusal?.code).toBe('separation')
    const same = fitGeneralised(
      prepareModel(
        'bit ~ 1 + (1 | g)',
        rows.map((row) => ({ ...row, bit: 1 })),
      ),
    )
    expect(same).toMatchObject({ refusal: { code: 'separation' }, minusTwoLogLik: null, fixed: [], converged: false })
  })

  it('flags one group and no random effects', () => {
    const code = (formula: string): string | undefined =>
      fitGeneralised(
        prepareModel(
          formula,
          rows.map((row) => ({ ...row, all: 1 })),
        ),
      ).refusal?.code
    expect(code('bit ~ x + (1 | all)')).toBe('one-group')
    expect(code('bit ~ x')).toBe('no-random-effects')
  })

  it('lists rows that are not counts', () => {
    const bad = rows.map((row, i) => ({ ...row, yes: i === 4 ? 1.5 : i === 0 ? null : row.yes }))
    expect(() => fitGeneralised(prepareModel('cbind(yes, no) ~ x + (1 | g)', bad))).toThrow(DataError)
    expect(() => fitGeneralised(prepareModel('cbind(yes, no) ~ x + (1 | g)', bad))).toThrow('row 5')
  })

  it.each([
    [{ quadraturePoints: 0 }, 'quadraturePoints must be a whole number from 1 to 99, got 0'],
    [{ level: 1 }, 'level must be between 0 and 1, got 1'],
  ])('%j', (options, message) => {
    expect(() => fitGeneralised(prepareModel('bit ~ x + (1 | g)', rows), options)).toThrow(message)
  })

  it('a response that is no proportion, and text without two levels', () => {
    const table = rows.map((row, i) => ({ ...row, y: 3 - i }))
    expect(() => fitGeneralised(prepareModel('y ~ x + (1 | g)', table))).toThrow('got 3 of 1')
    const named = rows.map((row, i) => ({ ...row, answer: i % 3 === 0 ? 'yes' : 'no' }))
    const model = prepareModel('answer ~ x + (1 | g)', named)
    expect(model.responseLevels).toEqual(['no', 'yes'])
    expect(fitGeneralised(model).assumptions[0]).toBe('Modelled is the chance of yes against no.')
    expect(() => fitLinear(model)).toThrow('the response is text (no, yes), which has no mean')
  })

  it('weights beside cbind', () => {
    const model = prepareModel('cbind(yes, no) ~ x + (1 | g)', rows, { weights: 'w' })
    expect(() => fitGeneralised(model)).toThrow('weights cannot be given as well')
  })

  it('quadrature for several random effects', () => {
    const model = prepareModel('bit ~ x + (1 + x | g)', rows)
    expect(() => fitGeneralised(model, { quadraturePoints: 5 })).toThrow('one grouping factor with one random effect')
  })
})
