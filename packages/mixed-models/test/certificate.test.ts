import { describe, expect, it } from 'vitest'
import { createRandom } from '@safety-portfolio/stats'
import { fitLinear, prepareModel } from '../src/index.js'
import { certify } from '../src/certificate.js'
import { laplaceCriterion } from '../src/internal/laplace-criterion.js'
import { binomialData } from '../src/internal/binomial-data.js'
import { linearCriterion, linearProblem, whitenedTheta } from '../src/internal/linear-problem.js'
import { optimiseCriterion } from '../src/internal/optimise-criterion.js'
import { minimiseSquareRoots } from '../src/internal/square-roots.js'
import { decisionRows, lowRankRows, trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)
const formulas = ['y ~ x + (1 + x | g)', 'y ~ x + (1 + x | g) + (1 | site)', 'y ~ x + (1 | g) + (1 | site)']

describe('a saddle is not an optimum', () => {
  it.each(formulas)(
    '%s: zero variance everywhere has no gradient, but the certificate refuses it and points the way out',
    (formula) => {
      const model = prepareModel(formula, rows)
      const criterion = linearCriterion(linearProblem(model), 'REML')
      const zero = new Float64Array(criterion.templates.reduce((sum, { positions }) => sum + positions.length, 0))
      const { certificate, escape } = certify(criterion, zero, criterion.diagnostics(zero))
      expect(certificate.gradientNorm).toBe(0)
      expect(certificate.kkt).toBe(false)
      expect(certificate.smallestMultiplier!).toBeLessThan(0)
      expect(escape).not.toBeNull()
      const optimum = optimiseCriterion(criterion, zero)
      expect(optimum.converged).toBe(true)
      expect(optimum.value).toBeCloseTo(fitLinear(model).minusTwoLogLik!, 6)
    },
  )

  it('also for binomial models', () => {
    const model = prepareModel('cbind(yes, no) ~ x + (1 | g) + (1 | site)', rows)
    const { design } = linearProblem(model)
    const criterion = laplaceCriterion(
      binomialData(model, design, () => 0),
      design.factors,
    )
    const zero = new Float64Array(4)
    const { certificate } = certify(criterion, zero, criterion.diagnostics(zero))
    expect(certificate).toMatchObject({ rank: 0, dimensions: 2, kkt: false })
    expect(optimiseCriterion(criterion, zero, 1e-5).certificate.kkt).not.toBe(false)
  })
})

describe('planted rank', () => {
  /** Slopes are a multiple of intercepts: the covariance has rank 1. */
  const planted = (seed: number): { y: number; x: number; g: number }[] => {
    const random = createRandom(seed)
    return Array.from({ length: 20 }, (_, g) => ({ g, effect: 2 * random.normal() })).flatMap(({ g, effect }) =>
      Array.from({ length: 15 }, (_, i) => {
        const x = (i - 7) / 4
        return { g, x, y: effect * (1 + 0.4 * x) + 0.5 * random.normal() }
      }),
    )
  }

  it('is found, with the condition that proves it, in every draw where the optimum is singular', () => {
    const certificates = Array.from(
      { length: 12 },
      (_, seed) => fitLinear(prepareModel('y ~ x + (x | g)', planted(seed + 1))).certificate!,
    )
    const singular = certificates.filter(({ boundary }) => boundary)
    expect(singular.length).toBeGreaterThan(2)
    for (const certificate of singular) {
      expect(certificate).toMatchObject({ rank: 1, dimensions: 2, kkt: true })
      expect(certificate.gradientNorm).toBeLessThan(1e-3)
    }
  })

  it('no small step in the covariance improves on it', () => {
    const model = prepareModel('y ~ x + (x | g)', planted(3))
    const problem = linearProblem(model)
    const fit = fitLinear(model)
    const criterion = linearCriterion(problem, 'REML')
    const theta = whitenedTheta(problem, fit.theta)
    const random = createRandom(8)
    for (let k = 0; k < 200; k += 1) {
      const moved = theta.map((value) => value + 10 ** -(1 + 3 * random.uniform()) * random.normal())
      expect(criterion.evaluate(moved, null)).toBeGreaterThan(fit.minusTwoLogLik! - 1e-9)
    }
  })
})

it('is free of the units of the response and of the predictors', () => {
  const one = fitLinear(prepareModel('y ~ x + (x | g)', rows)).certificate!
  const other = fitLinear(
    prepareModel(
      'y ~ x + (x | g)',
      rows.map((row) => ({ ...row, y: 1e4 * row.y, x: row.x / 1e3 })),
    ),
  ).certificate!
  expect(other.rank).toBe(one.rank)
  expect(Math.max(one.gradientNorm, other.gradientNorm)).toBeLessThan(1e-5)
})

describe('searches that creep beside a singular covariance', () => {
  const two = [0, 0, 0, 0.4, 0, 0, 0.35]
  const none = [0, 0, 0, 0, 0, 0, 0]
  const formula = 'logit ~ age + gender + race + (1 + age + gender + race | question)'

  // The lowest criterion of five starts over triangular factors, of which most stop higher and without a proof.
  it.each([
    [1157, 'REML', two, 10628.357411769683],
    [1268, 'REML', two, 10528.983372911844],
    [1286, 'REML', two, 10378.72574534],
    [1394, 'ML', two, 10362.5855242],
    [1087, 'REML', none, 10049.324017863484],
    [1087, 'ML', none, 9995.58257568],
  ] as const)('table %i by %s is finished and proven', (seed, method, slopes, lowest) => {
    const model = prepareModel(formula, decisionRows(seed, slopes), { baselines: { gender: 'male', race: 'white' } })
    const fit = fitLinear(model, { method })
    expect(fit.minusTwoLogLik! - lowest).toBeLessThan(1e-7)
    expect(fit.certificate).toMatchObject({ boundary: true, kkt: true })
    expect(fit.converged).toBe(true)
  })

  it.each([
    ...[1, 2, 3, 4, 5, 6].map((seed) => [seed, 0.01, 4] as const),
    ...[1, 2].map((seed) => [seed, 0.003, 5] as const),
  ])('table %i, with a noise of %d beside effects in %i of eight directions, is proven too', (seed, sigma, rank) => {
    const model = prepareModel(formula, lowRankRows(seed, sigma, rank), {
      baselines: { gender: 'male', race: 'white' },
    })
    for (const method of ['REML', 'ML'] as const) {
      const fit = fitLinear(model, { method })
      expect(fit.certificate).toMatchObject({ boundary: true, kkt: true })
      expect(fit.certificate!.gradientNorm).toBeLessThan(1e-3)
      expect(fit.converged).toBe(true)
    }
  })

  it('square roots of several blocks and factors lead to the same optimum', () => {
    const model = prepareModel('logit ~ age + (1 + age || question) + (1 | race)', decisionRows(3, two).slice(0, 2700))
    const criterion = linearCriterion(linearProblem(model), 'REML')
    const theta = criterion.templates.flatMap(({ positions }) => positions.map(() => 0.7))
    const fit = fitLinear(model)
    const run = minimiseSquareRoots(criterion, theta, { gradientTolerance: 1e-7, maxIterations: 500 })
    expect(run.value).toBeCloseTo(fit.minusTwoLogLik!, 7)
  })
})
