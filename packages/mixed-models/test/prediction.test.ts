import { describe, expect, it } from 'vitest'
import { fitLinear, predict, prepareModel } from '../src/index.js'
import oracles from './oracles/lme4.json' with { type: 'json' }
import { trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)
const model = prepareModel('y ~ x + arm + (1 + x | g)', rows)
const fit = fitLinear(model)
const fresh = [
  { x: 0, arm: 'low', g: 'g03' },
  { x: 1.5, arm: 'high', g: 'g07' },
]

describe('predict agrees with lme4', () => {
  it('with random effects', () => {
    predict(model, fit, fresh).forEach(({ estimate, interval }, k) => {
      expect(estimate).toBeCloseTo(oracles.predict.conditional[k]!, 4)
      expect(interval).toBeNull()
    })
  })

  it('for the population, with an interval', () => {
    predict(model, fit, fresh, { effects: 'population' }).forEach(({ estimate, interval }, k) => {
      expect(estimate).toBeCloseTo(oracles.predict.population[k]!, 4)
      expect(interval!.lower).toBeLessThan(estimate)
      expect(interval!.upper).toBeGreaterThan(estimate)
    })
  })
})

it('takes unseen groups at the population value and names them', () => {
  const [known] = predict(model, fit, [{ x: 1, arm: 'low', g: 'new' }])
  const [population] = predict(model, fit, [{ x: 1, arm: 'low' }], { effects: 'population' })
  expect(known).toEqual({ estimate: population!.estimate, interval: null, unknownGroups: ['g'] })
  expect(predict(model, fit, [])).toEqual([])
})

it('remembers scaling, offsets and nested groups', () => {
  const scaled = prepareModel('y ~ scale(x) + offset(o) + (1 | site/g)', rows)
  const own = fitLinear(scaled)
  const [first] = predict(scaled, own, rows.slice(0, 1))
  const whole = predict(scaled, own, rows)
  expect(first!.estimate).toBeCloseTo(whole[0]!.estimate, 12)
  expect(whole.every(({ unknownGroups }) => unknownGroups.length === 0)).toBe(true)
})

it.each([
  [
    'an unknown level',
    [{ x: 1, arm: 'medium', g: 'g01' }],
    'row 1 of arm is "medium", which is not one of control, high, low',
  ],
  ['a missing level', [{ x: 1, arm: '', g: 'g01' }], 'row 1 of arm is a missing cell'],
  ['a missing column', [{ arm: 'low', g: 'g01' }], 'no column "x"'],
])('refuses %s', (_, bad, message) => {
  expect(() => predict(model, fit, bad)).toThrow(message)
})

it('refuses the fit of another model', () => {
  expect(() => predict(prepareModel('y ~ x + (1 | g)', rows), fit, fresh)).toThrow('belongs to another model')
})

describe('grouping columns of any name', () => {
  const named = [1, 2, 3, 4, 5, 6].flatMap((g) =>
    [0, 1, 2, 3].map((x) => ({ 'my group': `s${g}`, k: g % 3, x, y: g + x * (g % 3) + ((g * 7 + x * 5) % 4) / 4 })),
  )
  it.each([
    ['(x | `my group`)', 'my group'],
    ['(1 | k) + (1 | `my group`)', 'my group'],
    ['(1 | factor(k))', 'factor(k)'],
    ['(1 | k:`my group`)', 'k:`my group`'],
  ])('are found again in new rows: %s', (random, name) => {
    const model = prepareModel(`y ~ x + ${random}`, named)
    const fit = fitLinear(model)
    expect(model.factors.map((factor) => factor.name)).toContain(name)
    const [own] = predict(model, fit, named.slice(0, 1))
    const [population] = predict(model, fit, named.slice(0, 1), { effects: 'population' })
    expect(own!.unknownGroups).toEqual([])
    expect(own!.estimate).not.toBe(population!.estimate)
  })
})
