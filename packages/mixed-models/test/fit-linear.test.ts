import { describe, expect, it } from 'vitest'
import { fitLinear, prepareModel } from '../src/index.js'
import type { LikelihoodMethod, LinearFit } from '../src/index.js'
import oracles from './oracles/lme4.json' with { type: 'json' }
import { trialRows } from './support/simulated-rows.js'

// lme4's BOBYQA stops within about 1e-6 of the optimum in the parameters, 1e-10 in the criterion.
const parameterTolerance = 2e-5

interface Oracle {
  readonly minus2: number
  readonly fixef: Record<string, number>
  readonly se: Record<string, number>
  readonly theta: number | number[]
  readonly sigma: number
}

const rows = trialRows(20260101)
const formulas: Record<string, string> = {
  slopes: 'y ~ x + arm + (1 + x | g)',
  uncorrelated: 'y ~ x + arm + (1 + x || g)',
  crossed: 'y ~ x * arm + (1 | g) + (1 | site)',
  crossedSlopes: 'y ~ x + arm + (1 + x | g) + (1 | site)',
  nested: 'y ~ x + (1 | site / g)',
  cellMeans: 'y ~ 0 + arm + x:arm + (1 | g)',
  offset: 'y ~ x + offset(2 * o) + (1 | g)',
}

function expectFit(fit: LinearFit, oracle: Oracle): void {
  expect(fit.converged).toBe(true)
  expect(fit.minusTwoLogLik! - oracle.minus2).toBeLessThan(1e-8)
  expect(fit.minusTwoLogLik!).toBeCloseTo(oracle.minus2, 6)
  expect(fit.fixed.map(({ term }) => term).toSorted()).toEqual(Object.keys(oracle.fixef).toSorted())
  for (const { term, estimate, se } of fit.fixed) {
    expect(Math.abs(estimate - oracle.fixef[term]!)).toBeLessThan(parameterTolerance)
    expect(Math.abs(se - oracle.se[term]!)).toBeLessThan(parameterTolerance)
  }
  expect(Math.abs(fit.sigma! - oracle.sigma)).toBeLessThan(parameterTolerance)
}

describe('fitLinear agrees with lme4', () => {
  const cases = Object.entries(formulas).flatMap(([name, formula]) =>
    (['REML', 'ML'] as const).map((method): [string, string, LikelihoodMethod] => [name, formula, method]),
  )
  it.each(cases)('%s: %s by %s', (name, formula, method) => {
    const fit = fitLinear(prepareModel(formula, rows), { method })
    expectFit(fit, (oracles.linear as unknown as Record<string, Record<string, Oracle>>)[name]![method]!)
  })

  it.each(['REML', 'ML'] as const)('prior weights by %s', (method) => {
    const fit = fitLinear(prepareModel('y ~ x + arm + (1 | g)', rows, { weights: 'w' }), { method })
    expectFit(fit, oracles.weighted[method])
  })

  it('has the conditional modes and their standard deviations of lme4', () => {
    const [modes] = fitLinear(prepareModel(formulas['slopes']!, rows)).ranef
    oracles.ranef.g.forEach((row, group) => {
      row.forEach((value, k) => {
        expect(Math.abs(modes!.values[group]![k]! - value)).toBeLessThan(parameterTolerance)
      })
    })
    oracles.condSd.forEach((row, k) => {
      row.forEach((value, group) => {
        expect(Math.abs(modes!.standardDeviations[group]![k]! - value)).toBeLessThan(parameterTolerance)
      })
    })
  })
})

describe('fitLinear refuses what has no answer', () => {
  const table = (y: (row: number) => number, group: (row: number) => number): Record<string, number>[] =>
    Array.from({ length: 12 }, (_, i) => ({ y: y(i), x: i % 3, g: group(i) }))
  const uneven = (i: number): number => ((i * 7) % 5) + i / 10

  it.each([
    [
      'an all-equal response',
      table(
        () => 3,
        (i) => i % 4,
      ),
      'degenerate',
    ],
    [
      'a response that is constant within groups',
      table(
        (i) => i % 4,
        (i) => i % 4,
      ),
      'degenerate',
    ],
    ['one row for each group', table(uneven, (i) => i), 'not-identifiable'],
    ['a single group', table(uneven, () => 1), 'one-group'],
    ['fewer rows than fixed effects', table(uneven, (i) => i % 2).slice(0, 2), 'too-few-rows'],
  ])('%s', (_, data, code) => {
    const fit = fitLinear(prepareModel('y ~ x + (1 | g)', data))
    expect(fit.refusal?.code).toBe(code)
    expect(fit).toMatchObject({ minusTwoLogLik: null, sigma: null, converged: false, certificate: null, fixed: [] })
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it('says so for crossed factors too', () => {
    const data = table(uneven, (i) => i).map((row) => ({ ...row, h: row['x']! }))
    expect(fitLinear(prepareModel('y ~ 1 + (1 | g) + (1 | h)', data)).refusal?.code).toBe('not-identifiable')
  })

  it('throws on a level outside (0, 1)', () => {
    const model = prepareModel(
      'y ~ x + (1 | g)',
      table(uneven, (i) => i % 4),
    )
    expect(() => fitLinear(model, { level: 95 })).toThrow('fitLinear: level must be between 0 and 1, got 95')
    expect(() => fitLinear(prepareModel('cbind(yes, no) ~ x + (1 | g)', rows))).toThrow('use fitGeneralised')
    expect(() => prepareModel('y ~ x + (1 | g)', [])).toThrow('prepareModel: the table has no rows')
  })
})

it('fits a model without fixed effects', () => {
  const fit = fitLinear(prepareModel('y ~ 0 + (1 | g)', rows))
  expect(fit).toMatchObject({ converged: true, fixed: [], fixedCovariance: [] })
  expect(fit.minusTwoLogLik!).toBeGreaterThan(
    fitLinear(prepareModel('y ~ 1 + (1 | g)', rows), { method: 'ML' }).minusTwoLogLik!,
  )
})

describe('variances that stand against fixed effects', () => {
  const codes = (formula: string, method: LikelihoodMethod = 'REML', options = {}): string[] =>
    fitLinear(prepareModel(formula, rows, options), { method }).warnings.map(({ code }) => code)

  it.each([
    ['y ~ site + (1 | site)', true],
    ['y ~ 0 + site + (1 | site)', true],
    ['y ~ site * x + (x | site)', true],
    ['y ~ site + x + (0 + x | site)', false],
    ['y ~ arm * site + (1 | arm:site)', true],
    ['y ~ arm + site + (1 | arm:site)', false],
    ['y ~ site + (1 | site / g)', true],
    ['y ~ x + (1 | site)', false],
    ['y ~ arm + (1 | site)', false],
  ])('%s is told: %s', (formula, told) => {
    expect(codes(formula).includes('confounded')).toBe(told)
  })

  it('names them, counts weights, and leaves ML alone, where the variance is 0', () => {
    const fit = fitLinear(prepareModel('y ~ site * x + (x | site)', rows, { weights: 'w' }))
    expect(fit.warnings.find(({ code }) => code === 'confounded')!.message).toContain(
      '(Intercept) by site and x by site',
    )
    expect(codes('y ~ site + (1 | site)', 'ML')).not.toContain('confounded')
  })
})
