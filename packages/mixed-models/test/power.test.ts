import { describe, expect, it } from 'vitest'
import { fitLinear, fitMixed, powerAnalysis, prepareModel, repeatGroups } from '../src/index.js'
import { trialRows } from './support/simulated-rows.js'

const design = Array.from({ length: 240 }, (_, i) => ({ g: i % 20, x: Math.floor(i / 20) % 2 }))
const assumed = {
  random: [
    {
      group: 'g',
      terms: ['(Intercept)', 'x'],
      covariance: [
        [1, 0.2],
        [0.2, 0.25],
      ],
    },
  ],
  sigma: 1,
}
const formula = 'y ~ x + (1 + x | g)'

describe('powerAnalysis', () => {
  const [, x] = powerAnalysis(formula, design, assumed, { effects: { x: 0.5 }, margin: 0.5 }).effects

  it('is the t test of the groups on a balanced design, in closed form', () => {
    // Difference of two means of 6 rows in each of 20 groups, slopes of variance 0.25.
    expect(x!.se).toBeCloseTo(Math.sqrt((0.25 + 2 / 6) / 20), 12)
    expect(x!.df).toBeCloseTo(19, 8)
    // R: 1 - pt(tc, 19, ncp = 0.5 / se) + pt(-tc, 19, ncp = 0.5 / se)
    expect(x!.power).toBeCloseTo(0.793073268343, 10)
  })

  it('inverts its power', () => {
    const again = powerAnalysis(formula, design, assumed, {
      effects: { x: x!.smallestDetectable },
      margin: x!.smallestMargin,
    }).effects[1]!
    expect(again.power).toBeCloseTo(0.8, 8)
    expect(again.equivalencePower).toBeCloseTo(0.8, 8)
  })

  it('is the share of simulated studies that find the effect', () => {
    // Standard errors of planned studies agree with those of a fit to the same design with the same variances.
    const rows = trialRows(20260101)
    const fit = fitLinear(prepareModel('y ~ x + arm + (1 + x | g)', rows))
    const plan = powerAnalysis('y ~ x + arm + (1 + x | g)', rows, fit)
    const kr = fitMixed('y ~ x + arm + (1 + x | g)', rows, { inference: 'kr' })
    plan.effects.forEach(({ se, df }, k) => {
      expect(se / kr.fixed[k]!.se).toBeCloseTo(1, 6)
      expect(df! / kr.fixed[k]!.df!).toBeCloseTo(1, 6)
    })
  })

  it('plans contrasts and more groups', () => {
    const twice = powerAnalysis(formula, repeatGroups(design, 'g', 80), assumed, {
      contrasts: { mean: { '(Intercept)': 1, x: 0.5 } },
    })
    expect(twice.groups).toEqual({ g: 80 })
    expect(twice.effects[1]!.se).toBeCloseTo(x!.se / 2, 10)
    expect(twice.effects[2]!.term).toBe('mean')
    expect(twice.effects[1]!.smallestDetectable).toBeLessThan(x!.smallestDetectable)
  })

  it('does without small-sample degrees of freedom where they cannot be had, and says so', () => {
    const crossed = Array.from({ length: 3200 }, (_, i) => ({ a: i % 1600, b: Math.floor(i / 1600), x: (i * 7) % 5 }))
    const plan = powerAnalysis('y ~ x + (1 | a) + (1 | b)', crossed, {
      random: [
        { group: 'a', terms: ['(Intercept)'], covariance: [[1]] },
        { group: 'b', terms: ['(Intercept)'], covariance: [[1]] },
      ],
      sigma: 1,
    })
    expect(plan.method).toBe('wald')
    expect(plan.warnings.map(({ code }) => code)).toContain('normal-theory')
    // (1.96 + 0.8416) standard errors, the textbook figure of the normal distribution.
    expect(plan.effects[1]!.smallestDetectable / plan.effects[1]!.se).toBeCloseTo(2.8016, 3)
  })

  it.each([
    [{ alpha: 0 }, 'alpha is out of range, got 0'],
    [{ power: 0.01 }, 'power is out of range, got 0.01'],
    [{ margin: -1 }, 'margin is out of range, got -1'],
    [{ effects: { z: 1 } }, 'no fixed effect "z"'],
  ])('%j', (options, message) => {
    expect(() => powerAnalysis(formula, design, assumed, options)).toThrow(message)
  })

  it('needs every variance', () => {
    expect(() => powerAnalysis(formula, design, { ...assumed, random: [] })).toThrow('no assumed covariance')
    expect(() => powerAnalysis(formula, design, { ...assumed, sigma: 0 })).toThrow('sigma must be positive')
    const wrong = [{ group: 'g', terms: ['(Intercept)', 'x'], covariance: [[1]] }]
    expect(() => powerAnalysis(formula, design, { ...assumed, random: wrong })).toThrow('must be 2 x 2')
  })
})

describe('repeatGroups', () => {
  it('takes groups in turn', () => {
    const rows = repeatGroups(
      [
        { q: 'a', x: 0 },
        { q: 'a', x: 1 },
        { q: 'b', x: 2 },
      ],
      'q',
      3,
    )
    expect(rows.map(({ q, x }) => [q, x])).toEqual([
      ['1', 0],
      ['1', 1],
      ['2', 2],
      ['3', 0],
      ['3', 1],
    ])
  })

  it('refuses what is no plan', () => {
    expect(() => repeatGroups([{ q: 1 }], 'q', 1)).toThrow('count must be a whole number of at least 2, got 1')
    expect(() => repeatGroups([{ q: 1 }], 'z', 2)).toThrow('no column "z"')
  })
})
