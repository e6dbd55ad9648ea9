import { describe, expect, it } from 'vitest'
import { createRandom } from '@safety-portfolio/stats'
import { equivalenceTest, fitLinear, fitMixed, prepareModel, twoStage } from '../src/index.js'
import type { InferenceName } from '../src/index.js'
import { trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)
const formula = 'y ~ x + arm + (1 | g)'

describe('fitMixed', () => {
  it.each(['wald', 'satterthwaite', 'kr', 'profile', 'bootstrap', 'cluster-bootstrap'] as InferenceName[])(
    '%s: a JSON-safe result with an interval for every effect',
    (inference) => {
      const fit = fitMixed(formula, rows, { inference, replicates: 200, level: 0.9 })
      expect(fit.inference).toBe(inference)
      for (const { estimate, se, interval } of fit.fixed) {
        expect(se).toBeGreaterThan(0)
        expect(interval!.level).toBe(0.9)
        expect(interval!.lower).toBeLessThan(estimate)
        expect(interval!.upper).toBeGreaterThan(estimate)
      }
      expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
    },
  )

  it('defaults to Satterthwaite, and to Wald for binomial models', () => {
    expect(fitMixed(formula, rows).inference).toBe('satterthwaite')
    expect(fitMixed('cbind(yes, no) ~ x + (1 | g)', rows, { family: 'binomial' })).toMatchObject({
      inference: 'wald',
      family: 'binomial',
      sigma: null,
    })
  })

  it('falls back to Satterthwaite with a warning where Kenward-Roger cannot be computed', () => {
    const fit = fitMixed(formula, rows, { inference: 'kr', method: 'ML' })
    expect(fit.inference).toBe('satterthwaite')
    expect(fit.warnings.map(({ code }) => code)).toContain('kenward-roger-unavailable')
  })

  it('passes refusals through and rejects inference that does not exist', () => {
    expect(
      fitMixed(
        'y ~ x + (1 | g)',
        rows.map((row) => ({ ...row, y: 1 })),
      ).refusal?.code,
    ).toBe('degenerate')
    expect(() => fitMixed('bit ~ x + (1 | g)', rows, { family: 'binomial', inference: 'kr' })).toThrow(
      'binomial models have the inferences wald, profile, bootstrap, cluster-bootstrap, got kr',
    )
  })
})

describe('twoStage', () => {
  const random = createRandom(9)
  const slopes = Array.from({ length: 12 }, () => [2 * random.normal(), random.normal()] as const)
  const balanced = Array.from({ length: 60 }, (_, i) => {
    const [g, x] = [i % 12, Math.floor(i / 12)]
    return { g, x, y: 3 + slopes[g]![0] + slopes[g]![1] * x + 0.5 * random.normal() }
  })

  it('equals the mixed model with random slopes on balanced data', () => {
    const model = prepareModel('y ~ x + (x | g)', balanced)
    const fit = fitLinear(model)
    expect(fit.certificate!.boundary).toBe(false)
    twoStage(model).fixed.forEach(({ estimate, se, df }, k) => {
      expect(estimate).toBeCloseTo(fit.fixed[k]!.estimate, 10)
      expect(se).toBeCloseTo(fit.fixed[k]!.se, 7)
      expect(df).toBe(11)
    })
  })

  it('names groups that do not determine every coefficient', () => {
    const { skipped, groups, warnings } = twoStage(prepareModel('y ~ x + arm + (1 | g)', rows))
    expect(skipped.length + groups).toBe(24)
    expect(skipped.length).toBeGreaterThan(0)
    expect(warnings.map(({ code }) => code)).toEqual(['groups-skipped'])
  })

  it('needs groups', () => {
    expect(() => twoStage(prepareModel('y ~ x', rows))).toThrow('no grouping factor')
    expect(() =>
      twoStage(
        prepareModel(
          'y ~ x + (1 | g)',
          balanced.map((row) => ({ ...row, x: row.g })),
        ),
      ),
    ).toThrow('got 0')
  })
})

describe('equivalenceTest', () => {
  it('agrees with its interval', () => {
    for (const estimate of [-0.3, -0.1, 0, 0.05, 0.2]) {
      for (const df of [null, 5, 69]) {
        const { interval, equivalent, p } = equivalenceTest({ estimate, se: 0.08, df }, 0.2)
        expect(equivalent).toBe(interval.lower > -0.2 && interval.upper < 0.2)
        expect(p).toBeGreaterThan(0)
      }
    }
  })

  it.each([
    [{ estimate: 0, se: 0.1, df: null }, 0, {}, 'margin must be > 0, got 0'],
    [{ estimate: 0, se: 0, df: null }, 1, {}, 'needs a standard error > 0, got 0'],
    [{ estimate: 0, se: 1, df: null }, 1, { alpha: 0.5 }, 'alpha must be between 0 and 0.5, got 0.5'],
  ])('%j %d %j', (effect, margin, options, message) => {
    expect(() => equivalenceTest(effect, margin, options)).toThrow(message)
  })
})
