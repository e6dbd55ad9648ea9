import { describe, expect, it } from 'vitest'
import { createRandom, resampleCounts } from '@safety-portfolio/stats'
import {
  clusterBootstrap,
  fitGeneralised,
  fitLinear,
  fitMixed,
  parametricBootstrap,
  prepareModel,
} from '../src/index.js'
import { trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)
const formula = 'y ~ x + (1 | g)'

describe('parametricBootstrap', () => {
  const model = prepareModel(formula, rows)
  const fit = fitLinear(model)
  const result = parametricBootstrap(model, fit, { seed: 7, replicates: 400 })

  it('has no bias beyond its own error, and the standard errors of the model', () => {
    expect(result.failed).toBe(0)
    result.parameters.forEach(({ kind, term, estimate, se, bias, interval }, k) => {
      expect(interval!.lower).toBeLessThan(interval!.upper)
      if (kind !== 'fixed') return
      expect(term).toBe(fit.fixed[k]!.term)
      expect(estimate).toBe(fit.fixed[k]!.estimate)
      // 4 Monte Carlo standard errors.
      expect(Math.abs(bias!)).toBeLessThan((4 * se!) / 20)
      expect(Math.abs(se! / fit.fixed[k]!.se - 1)).toBeLessThan(0.15)
    })
    const [between, sigma] = result.parameters.slice(-2)
    expect(sigma!.interval!.lower).toBeLessThan(fit.sigma!)
    expect(between!.se!).toBeGreaterThan(0.05)
  })

  it('repeats for the same seed, replicate by replicate', () => {
    const again = parametricBootstrap(model, fit, { seed: 7, replicates: 10, keepDraws: true })
    const longer = parametricBootstrap(model, fit, { seed: 7, replicates: 12, keepDraws: true })
    expect(longer.draws!.slice(0, 10)).toEqual(again.draws)
    expect(parametricBootstrap(model, fit, { seed: 8, replicates: 10, keepDraws: true }).draws).not.toEqual(again.draws)
  })

  it('draws for crossed factors have the same spread as the model says', () => {
    const crossed = prepareModel('y ~ x + (1 | g) + (1 | site)', rows)
    const own = fitLinear(crossed)
    const { parameters, failed } = parametricBootstrap(crossed, own, { seed: 3, replicates: 100 })
    expect(failed).toBeLessThan(5)
    expect(Math.abs(parameters[1]!.se! / own.fixed[1]!.se - 1)).toBeLessThan(0.35)
    expect(Math.abs(parameters[1]!.bias!)).toBeLessThan(0.4 * own.fixed[1]!.se)
  })

  it('rejects bad options and refused fits', () => {
    expect(() => parametricBootstrap(model, fit, { seed: 1, replicates: 1 })).toThrow('at least 2, got 1')
    expect(() => parametricBootstrap(model, fit, { seed: 1, level: 1 })).toThrow('level must be between 0 and 1')
    const flat = prepareModel(
      formula,
      rows.map((row) => ({ ...row, y: 2 })),
    )
    expect(() => parametricBootstrap(flat, fitLinear(flat), { seed: 1 })).toThrow('the fit was refused (degenerate)')
    expect(() => parametricBootstrap(flat, fitLinear(prepareModel('y ~ 1 + (1 | g)', rows)), { seed: 1 })).toThrow(
      'the model is',
    )
  })
})

describe('clusterBootstrap', () => {
  const model = prepareModel(formula, rows)
  const fit = fitLinear(model)

  it('draws groups: a fit of the drawn rows gives the same estimates', () => {
    const { draws } = clusterBootstrap(model, fit, { seed: 5, replicates: 3, keepDraws: true })
    const counts = new Float64Array(24)
    draws!.forEach((draw, k) => {
      resampleCounts(createRandom(5, k), 24, counts)
      const drawn = rows.flatMap((row) =>
        Array.from({ length: counts[Number(row.g.slice(1)) - 1]! }, (_, copy) => ({ ...row, g: `${row.g}.${copy}` })),
      )
      const direct = fitLinear(prepareModel(formula, drawn))
      const expected = [
        ...direct.fixed.map(({ estimate }) => estimate),
        ...direct.random[0]!.standardDeviations,
        direct.sigma!,
      ]
      draw.forEach((value, j) => {
        // A refit stops at a gradient of 1e-4.
        expect(Math.abs(value! - expected[j]!)).toBeLessThan(1e-4)
      })
    })
  })

  it.each(['percentile', 'bca'] as const)('%s intervals contain the estimates', (method) => {
    const { parameters, kind, warnings } = clusterBootstrap(model, fit, { seed: 5, replicates: 800, method })
    expect(kind).toBe('cluster')
    expect(warnings.every(({ code }) => code.startsWith('bca') || code === 'few-replicates')).toBe(true)
    for (const { estimate, interval } of parameters) {
      expect(interval!.lower).toBeLessThan(estimate)
      expect(interval!.upper).toBeGreaterThan(estimate)
    }
  })

  it('needs one grouping factor', () => {
    const crossed = prepareModel('y ~ x + (1 | g) + (1 | site)', rows)
    expect(() => clusterBootstrap(crossed, fitLinear(crossed), { seed: 1 })).toThrow(
      'exactly one grouping factor, got 2',
    )
  })
})

describe('binomial models', () => {
  const model = prepareModel('cbind(yes, no) ~ x + (1 | g)', rows)
  const fit = fitGeneralised(model)

  it('parametric: standard errors near those of the curvature, no sigma', () => {
    const result = parametricBootstrap(model, fit, { seed: 2, replicates: 200 })
    expect(result.failed).toBe(0)
    expect(result.parameters.map(({ kind }) => kind)).toEqual(['fixed', 'fixed', 'standard-deviation'])
    result.parameters.slice(0, 2).forEach(({ estimate, se, interval }, k) => {
      expect(estimate).toBe(fit.fixed[k]!.estimate)
      // The Monte Carlo error of a standard deviation from 200 draws is 5 %.
      expect(Math.abs(se! / fit.fixed[k]!.se - 1)).toBeLessThan(0.2)
      expect(interval!.lower).toBeLessThan(estimate)
      expect(interval!.upper).toBeGreaterThan(estimate)
    })
    const again = parametricBootstrap(model, fit, { seed: 2, replicates: 5, keepDraws: true })
    const longer = parametricBootstrap(model, fit, { seed: 2, replicates: 8, keepDraws: true })
    expect(longer.draws!.slice(0, 5)).toEqual(again.draws)
  })

  it('parametric, by quadrature, with crossed factors, and from a boundary', () => {
    const quadrature = fitGeneralised(model, { quadraturePoints: 5 })
    expect(parametricBootstrap(model, quadrature, { seed: 2, replicates: 10 }).failed).toBe(0)
    const crossed = prepareModel('cbind(yes, no) ~ x + (1 | g) + (1 | site)', rows)
    expect(parametricBootstrap(crossed, fitGeneralised(crossed), { seed: 2, replicates: 10 }).failed).toBeLessThan(3)
    const bits = prepareModel('bit ~ x + (1 | g)', rows)
    const none = parametricBootstrap(bits, fitGeneralised(bits), { seed: 2, replicates: 60 }).parameters[2]!
    expect(none.estimate).toBe(0)
    expect(none.interval!.lower).toBe(0)
    expect(none.interval!.upper).toBeGreaterThan(0)
  })

  it('cluster: a fit of the drawn rows gives the same estimates', () => {
    const { draws } = clusterBootstrap(model, fit, { seed: 5, replicates: 2, keepDraws: true })
    const counts = new Float64Array(24)
    draws!.forEach((draw, k) => {
      resampleCounts(createRandom(5, k), 24, counts)
      const drawn = rows.flatMap((row) =>
        Array.from({ length: counts[Number(row.g.slice(1)) - 1]! }, (_, copy) => ({ ...row, g: `${row.g}.${copy}` })),
      )
      const direct = fitGeneralised(prepareModel('cbind(yes, no) ~ x + (1 | g)', drawn))
      const expected = [...direct.fixed.map(({ estimate }) => estimate), ...direct.random[0]!.standardDeviations]
      // A refit stops at a gradient of 1e-4.
      draw.forEach((value, j) => {
        expect(Math.abs(value! - expected[j]!)).toBeLessThan(1e-3)
      })
    })
  })

  it('counts replicates that are separated as failed', () => {
    const few = [0, 0, 1, 2, 0, 0, 1, 0, 3, 1].map((yes, i) => ({ yes, no: 3 - yes, x: i % 2, g: i % 5 }))
    const small = prepareModel('cbind(yes, no) ~ x + (1 | g)', few)
    const result = parametricBootstrap(small, fitGeneralised(small), { seed: 1, replicates: 60, keepDraws: true })
    expect(result.failed).toBeGreaterThan(0)
    expect(result.draws!.filter((draw) => draw[0] === null)).toHaveLength(result.failed)
    expect(result.warnings[0]!.code).toBe('bootstrap-failures')
  })

  it('comes with fitMixed, with p-values and intervals of the variance', () => {
    const result = fitMixed('cbind(yes, no) ~ x + (1 | g)', rows, {
      family: 'binomial',
      inference: 'bootstrap',
      replicates: 99,
      seed: 3,
    })
    expect(result.inference).toBe('bootstrap')
    expect(result.fixed[1]!.p).toBe(0.02)
    expect(result.varianceComponents[0]!.interval!.method).toMatch('bootstrap')
  })

  it('needs a fit of the model', () => {
    expect(() => parametricBootstrap(prepareModel('cbind(yes, no) ~ 1 + (1 | g)', rows), fit, { seed: 1 })).toThrow(
      'the model is',
    )
    const same = prepareModel(
      'bit ~ 1 + (1 | g)',
      rows.map((row) => ({ ...row, bit: 1 })),
    )
    expect(() => parametricBootstrap(same, fitGeneralised(same), { seed: 1 })).toThrow('was refused (separation)')
  })
})
