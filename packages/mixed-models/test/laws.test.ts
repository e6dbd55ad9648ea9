import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { createRandom } from '@safety-portfolio/stats'
import { fitLinear, prepareModel } from '../src/index.js'
import type { LinearFit } from '../src/index.js'
import { linearCriterion, linearProblem } from '../src/internal/linear-problem.js'
import { trialRows } from './support/simulated-rows.js'
import type { TrialRow } from './support/simulated-rows.js'

const formulas = [
  'y ~ x + arm + (1 + x | g)',
  'y ~ x + (1 | g) + (1 | site)',
  'y ~ x + (1 + x || g)',
  'y ~ x + (x | g) + (1 | site)',
]
const fitted = (formula: string, rows: readonly TrialRow[], options = {}): LinearFit =>
  fitLinear(prepareModel(formula, rows), options)
const seed = fc.integer({ min: 1, max: 1e6 })
const formula = fc.constantFrom(...formulas)
const runs = { numRuns: 12 }
// Estimates move with the square root of what the criterion leaves undecided.
const close = (a: number, b: number, tolerance = 1e-5): void => {
  expect(Math.abs(a - b)).toBeLessThan(tolerance * Math.max(1, Math.abs(a), Math.abs(b)))
}

describe('laws of the linear fit', () => {
  it('scale and shift of the response', () => {
    fc.assert(
      fc.property(
        seed,
        formula,
        fc.constantFrom(1e-6, 0.01, 3, 1e5),
        fc.constantFrom(0, -20, 1e6),
        (s, text, scale, shift) => {
          const rows = trialRows(s, 12, 3)
          const a = fitted(text, rows)
          const b = fitted(
            text,
            rows.map((row) => ({ ...row, y: scale * (row.y + shift) })),
          )
          const df = a.n - a.fixed.length
          close(b.minusTwoLogLik!, a.minusTwoLogLik! + 2 * df * Math.log(scale), 1e-8)
          close(b.sigma! / scale, a.sigma!)
          b.fixed.forEach(({ estimate, se }, k) => {
            close(estimate / scale, a.fixed[k]!.estimate + (k === 0 ? shift : 0))
            close(se / scale, a.fixed[k]!.se)
          })
          expect(b.converged).toBe(true)
          expect(b.certificate!.rank).toBe(a.certificate!.rank)
        },
      ),
      runs,
    )
  })

  it('scale and shift of a predictor with an intercept in every term', () => {
    fc.assert(
      fc.property(seed, fc.constantFrom(1e-4, 50), fc.constantFrom(-3, 400), (s, scale, shift) => {
        const rows = trialRows(s, 12, 3)
        const a = fitted('y ~ x + (1 + x | g)', rows, { method: 'ML' })
        const b = fitted(
          'y ~ x + (1 + x | g)',
          rows.map((row) => ({ ...row, x: scale * row.x + shift })),
          { method: 'ML' },
        )
        close(b.minusTwoLogLik!, a.minusTwoLogLik!, 1e-8)
        close(b.fixed[1]!.estimate * scale, a.fixed[1]!.estimate)
        close(b.random[0]!.standardDeviations[1]! * scale, a.random[0]!.standardDeviations[1]!, 1e-4)
      }),
      runs,
    )
  })

  it('order of rows and names of groups', () => {
    fc.assert(
      fc.property(seed, formula, (s, text) => {
        const rows = trialRows(s, 12, 3)
        const random = createRandom(s)
        const shuffled = rows
          .map((row) => ({ row: { ...row, g: `z${row.g.split('').toReversed().join('')}` }, key: random.uniform() }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ row }) => row)
        const a = fitted(text, rows)
        const b = fitted(text, shuffled)
        close(b.minusTwoLogLik!, a.minusTwoLogLik!, 1e-9)
        a.fixed.forEach(({ estimate, se }, k) => {
          close(b.fixed[k]!.estimate, estimate)
          close(b.fixed[k]!.se, se)
        })
      }),
      runs,
    )
  })

  it('|| is the same as separate terms, and never better than |', () => {
    fc.assert(
      fc.property(seed, (s) => {
        const rows = trialRows(s, 12, 3)
        const bars = fitted('y ~ x + (1 + x || g)', rows)
        const apart = fitted('y ~ x + (1 | g) + (0 + x | g)', rows)
        expect(apart.minusTwoLogLik).toBe(bars.minusTwoLogLik)
        expect(apart.random).toEqual(bars.random)
        expect(fitted('y ~ x + (1 + x | g)', rows).minusTwoLogLik!).toBeLessThan(bars.minusTwoLogLik! + 1e-7)
      }),
      runs,
    )
  })

  it('a second grouping factor of which the first does not need the block solver gives the same likelihood by both engines', () => {
    fc.assert(
      fc.property(seed, (s) => {
        // Crossing with a copy of the same factor only adds a variance that is not identifiable beside the first: the optimum is the same.
        const rows = trialRows(s, 10, 3).map((row) => ({ ...row, copy: row.g }))
        const one = fitted('y ~ x + (1 | g)', rows)
        const two = fitted('y ~ x + (1 | g) + (1 | copy)', rows)
        close(two.minusTwoLogLik!, one.minusTwoLogLik!, 1e-7)
        close(two.fixed[1]!.se, one.fixed[1]!.se, 1e-5)
      }),
      runs,
    )
  })

  it('every fit is proven, and adding a variance never raises the deviance', () => {
    fc.assert(
      fc.property(seed, (s) => {
        const rows = trialRows(s, 8, 3)
        const plain = fitted('y ~ x', rows)
        let last = plain.minusTwoLogLik!
        for (const text of ['y ~ x + (1 | g)', 'y ~ x + (1 + x | g)', 'y ~ x + (1 + x | g) + (1 | site)']) {
          const fit = fitted(text, rows)
          expect(fit.converged).toBe(true)
          expect(fit.minusTwoLogLik!).toBeLessThan(last + 1e-7)
          last = fit.minusTwoLogLik!
        }
      }),
      { numRuns: 25 },
    )
  })

  it('ML and REML share fixed effects on balanced data, and variances in the ratio of their degrees of freedom', () => {
    const rows = Array.from({ length: 80 }, (_, i) => ({
      g: i % 8,
      x: Math.floor(i / 8),
      y: (i % 8) * 1.5 + ((i * 31) % 17) / 5,
    }))
    const model = prepareModel('y ~ 1 + (1 | g)', rows)
    const ml = fitLinear(model, { method: 'ML' })
    const reml = fitLinear(model)
    close(ml.fixed[0]!.estimate, reml.fixed[0]!.estimate, 1e-10)
    close(ml.sigma!, reml.sigma!, 1e-6)
    // Balanced one-way layout: the mean square between groups has 7 degrees of freedom for REML, 8 for ML.
    const between = ({ random, sigma }: LinearFit): number => random[0]!.covariance[0]![0]! + sigma! ** 2 / 10
    close(between(ml) / between(reml), 7 / 8, 1e-6)
  })

  it('no random effects: least squares', () => {
    const fit = fitted('y ~ x', trialRows(3, 6, 2))
    expect(fit).toMatchObject({ converged: true, random: [], ranef: [], theta: [], groups: {} })
    expect(fit.certificate).toMatchObject({ rank: 0, dimensions: 0, boundary: false, kkt: null })
  })
})

describe('gradients against finite differences', () => {
  it.each(formulas)('%s', (text) => {
    const problem = linearProblem(prepareModel(text, trialRows(11, 12, 3)))
    for (const method of ['ML', 'REML'] as const) {
      const criterion = linearCriterion(problem, method)
      const count = criterion.templates.reduce((sum, { positions }) => sum + positions.length, 0)
      const random = createRandom(5)
      for (const variance of [undefined, 0.7]) {
        const theta = Array.from({ length: count }, () => random.normal())
        const gradient = new Float64Array(count)
        criterion.evaluate(theta, gradient, variance)
        theta.forEach((value, k) => {
          const at = (step: number): number => criterion.evaluate(theta.with(k, value + step), null, variance)
          const numeric = (at(1e-5) - at(-1e-5)) / 2e-5
          expect(Math.abs(gradient[k]! - numeric)).toBeLessThan(1e-6 * Math.max(1, Math.abs(numeric)))
        })
      }
    }
  })
})

it('recovers planted truth', () => {
  const fit = fitted('y ~ x + arm + (1 + x | g) + (1 | site)', trialRows(42, 400, 40))
  const truth = [1, 0.5, 0.4, -0.3]
  fit.fixed.forEach(({ estimate, se }, k) => {
    expect(Math.abs(estimate - truth[k]!)).toBeLessThan(4 * se)
  })
  const [g, site] = fit.random
  expect(g!.standardDeviations[0]).toBeCloseTo(0.8, 0)
  expect(Math.abs(g!.standardDeviations[1]! - 0.4)).toBeLessThan(0.08)
  expect(Math.abs(site!.standardDeviations[0]! - 0.5)).toBeLessThan(0.2)
})
