import { describe, expect, it } from 'vitest'
import { DataError } from '@safety-portfolio/records'
import { createRandom } from '@safety-portfolio/stats'
import {
  clusterBootstrap,
  fitCensored,
  fitGeneralised,
  fitLinear,
  fitMixed,
  parametricBootstrap,
  prepareModel,
  profileIntervals,
  varianceComponents,
} from '../src/index.js'
import { censoredProblem, fittedCensored } from '../src/internal/censored-problem.js'
import { laplaceCriterion } from '../src/internal/laplace-criterion.js'
import { censoredSimulator } from '../src/internal/simulate-censored.js'
import oracles from './oracles/plans.json' with { type: 'json' }
import { censoredRows } from './support/simulated-rows.js'

const formula = 'censored(low, high) ~ x + (1 | g)'
const rows = censoredRows(5)
const model = prepareModel(formula, rows)
const known = rows.map((row) => ({ ...row, low: row.y, high: row.y }))

describe('fitCensored', () => {
  it('by quadrature agrees with numerical integration in R', () => {
    const fit = fitCensored(model, { quadraturePoints: 25 })
    const oracle = oracles.censored
    expect(fit.converged).toBe(true)
    expect(fit.minusTwoLogLik! - oracle.minus2).toBeLessThan(1e-7)
    // optim stops where the deviance no longer changes: its estimates are good to about 1e-6.
    fit.fixed.forEach(({ estimate, se }, k) => {
      expect(Math.abs(estimate - oracle.fixed[k]!)).toBeLessThan(1e-5)
      expect(Math.abs(se - oracle.se[k]!)).toBeLessThan(1e-4)
    })
    expect(Math.abs(fit.sigma! - oracle.sigma)).toBeLessThan(1e-5)
    expect(Math.abs(fit.random[0]!.standardDeviations[0]! - oracle.sd)).toBeLessThan(1e-5)
  })

  it('by Laplace is close to it', () => {
    const fit = fitCensored(model)
    expect(fit.method).toBe('Laplace')
    expect(Math.abs(fit.minusTwoLogLik! - oracles.censored.minus2)).toBeLessThan(0.1)
    expect(Math.abs(fit.fixed[1]!.estimate - oracles.censored.fixed[1]!)).toBeLessThan(1e-3)
  })

  it.each(['x + (1 | g)', 'x + (1 + x | g)', 'x + (1 | g) + (1 | kind)'])(
    'without censored rows is the linear model by ML: %s',
    (right) => {
      const censored = fitCensored(prepareModel(`censored(low, high) ~ ${right}`, known))
      const linear = fitLinear(prepareModel(`y ~ ${right}`, known), { method: 'ML' })
      expect(censored.converged).toBe(true)
      expect(censored.minusTwoLogLik).toBeCloseTo(linear.minusTwoLogLik!, 7)
      expect(censored.sigma).toBeCloseTo(linear.sigma!, 5)
      expect(censored.certificate!.rank).toBe(linear.certificate!.rank)
      censored.fixed.forEach(({ estimate }, k) => {
        expect(estimate).toBeCloseTo(linear.fixed[k]!.estimate, 5)
      })
      censored.ranef.forEach(({ values, standardDeviations }, f) => {
        values.forEach((row, level) => {
          row.forEach((value, k) => {
            expect(value).toBeCloseTo(linear.ranef[f]!.values[level]![k]!, 4)
            expect(standardDeviations[level]![k]).toBeCloseTo(linear.ranef[f]!.standardDeviations[level]![k]!, 4)
          })
        })
      })
    },
  )

  it('weights and offsets are those of the linear model', () => {
    const table = known.map((row, i) => ({ ...row, w: 1 + (i % 3), o: (i % 7) / 3 }))
    const right = 'x + offset(o) + (1 | g)'
    const censored = fitCensored(prepareModel(`censored(low, high) ~ ${right}`, table, { weights: 'w' }))
    const linear = fitLinear(prepareModel(`y ~ ${right}`, table, { weights: 'w' }), { method: 'ML' })
    expect(censored.minusTwoLogLik).toBeCloseTo(linear.minusTwoLogLik!, 7)
    expect(censored.sigma).toBeCloseTo(linear.sigma!, 5)
    expect(censored.fixed[1]!.estimate).toBeCloseTo(linear.fixed[1]!.estimate, 6)
  })

  it('very narrow intervals are values', () => {
    const narrow = known.map((row) => ({ ...row, low: row.y - 1e-7, high: row.y + 1e-7 }))
    const a = fitCensored(prepareModel(formula, narrow))
    const b = fitCensored(prepareModel(formula, known))
    expect(a.fixed[1]!.estimate).toBeCloseTo(b.fixed[1]!.estimate, 6)
    // A probability instead of a density: the width of the interval for each row.
    expect(a.minusTwoLogLik! + 2 * rows.length * Math.log(2e-7)).toBeCloseTo(b.minusTwoLogLik!, 5)
  })

  it('takes units of any size', () => {
    const scaled = rows.map((row) => ({
      ...row,
      low: row.low === null ? null : 1e6 * row.low,
      high: row.high === null ? '' : 1e6 * row.high,
    }))
    const a = fitCensored(model)
    const b = fitCensored(prepareModel(formula, scaled))
    expect(b.fixed[1]!.estimate / 1e6).toBeCloseTo(a.fixed[1]!.estimate, 5)
    expect(b.sigma! / 1e6).toBeCloseTo(a.sigma!, 5)
    expect(b.minusTwoLogLik).toBeCloseTo(a.minusTwoLogLik! + 2 * a.rows.known * Math.log(1e6), 4)
  })

  it('is less biased than taking the bounds for values', () => {
    const crude = fitLinear(
      prepareModel(
        'm ~ x + (1 | g)',
        rows.map((row) => ({ ...row, m: row.low ?? row.high ?? 0 })),
      ),
    )
    const truth = 0.8
    const error = (estimate: number): number => Math.abs(estimate - truth)
    expect(error(fitCensored(model).fixed[1]!.estimate)).toBeLessThan(error(crude.fixed[1]!.estimate))
  })

  it('counts what is known, and comes with fitMixed', () => {
    const fit = fitMixed(formula, rows)
    expect(fit).toMatchObject({ inference: 'wald', rows: { known: 60, below: 31, above: 17, within: 12 } })
    expect(fit.varianceComponents).toEqual(varianceComponents(model, fitCensored(model)))
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })
})

it('has the gradient of its criterion, in the scale too', () => {
  const table = rows.map((row, i) => ({ ...row, h: i % 4, w: 1 + (i % 3) }))
  const { data, linear } = censoredProblem(
    prepareModel('censored(low, high) ~ x + (1 + x | g) + (1 | h)', table, { weights: 'w' }),
  )
  const criterion = laplaceCriterion(data, linear.design.factors)
  const point = [0.8, -0.2, 0.5, 0.4, 1.5, -2, -0.3]
  const gradient = new Float64Array(point.length)
  criterion.evaluate(point, gradient)
  point.forEach((value, k) => {
    const moved = (step: number): number => criterion.evaluate(point.with(k, value + step), null)
    const numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5
    expect(Math.abs(gradient[k]! - numeric)).toBeLessThan(1e-6 * Math.max(1, Math.abs(numeric)))
  })
})

describe('bounds', () => {
  it.each(['-Inf', '-inf', '', null, -Infinity])('an open lower end: %j', (low) => {
    const { bounds } = prepareModel(formula, [{ ...rows[0]!, low, high: 2 }, ...known])
    expect(bounds!.lower[0]).toBe(-Infinity)
  })

  it('both ends open is a missing cell', () => {
    expect(prepareModel(formula, [{ ...rows[0]!, low: null, high: 'Inf' }, ...known]).omittedRows).toEqual([1])
  })

  it('lists bounds that are none', () => {
    const bad = [{ ...rows[0]!, low: 'x', high: 2 }, { ...rows[0]!, low: 3, high: 2 }, ...known]
    expect(() => prepareModel(formula, bad)).toThrow(DataError)
    expect(() => prepareModel(formula, bad)).toThrow(/got x/)
    expect(() => prepareModel('censored(low) ~ x + (1 | g)', rows)).toThrow('takes two columns')
    expect(() => prepareModel('censored(low, none) ~ x + (1 | g)', rows)).toThrow('no column "none"')
  })
})

describe('refusals', () => {
  const code = (table: readonly Record<string, unknown>[], text = formula): string | undefined =>
    fitCensored(prepareModel(text, table)).refusal?.code

  it('all rows censored on one side', () => {
    expect(code(known.map((row) => ({ ...row, high: null })))).toBe('too-few-known')
  })

  it('a level whose rows are all censored on one side', () => {
    const table = known.map((row, i) => (i % 4 === 0 ? { ...row, f: 'a', high: null } : { ...row, f: 'b' }))
    const fit = fitCensored(prepareModel('censored(low, high) ~ f + (1 | g)', table))
    expect(fit).toMatchObject({ refusal: { code: 'separation' }, fixed: [], minusTwoLogLik: null, converged: false })
  })

  it('one group, no random effects, an exact fit', () => {
    expect(code(rows.map((row) => ({ ...row, g: 1 })))).toBe('one-group')
    expect(code(rows, 'censored(low, high) ~ x')).toBe('no-random-effects')
    expect(code(known.map((row) => ({ ...row, low: row.x, high: row.x })))).toBe('degenerate')
  })

  it('other fits refer to this one, and this one to them', () => {
    expect(() => fitLinear(model)).toThrow('needs fitCensored')
    expect(() => fitGeneralised(model)).toThrow('needs fitCensored')
    expect(() => fitCensored(prepareModel('y ~ x + (1 | g)', rows))).toThrow('use fitLinear')
    expect(() => fitCensored(model, { level: 2 })).toThrow('level must be between 0 and 1, got 2')
    expect(() => fitMixed(formula, rows, { inference: 'kr' })).toThrow('censored response have the inferences wald')
    expect(() => fitMixed(formula, rows, { family: 'binomial' })).toThrow('belongs to the gaussian family')
  })
})

describe('inference without a normal approximation', () => {
  const table = known.slice(0, 60)
  const linear = prepareModel('y ~ x + (1 | g)', table)
  const censored = prepareModel(formula, table)

  it('profiles without censored rows are those of the linear model', () => {
    const want = profileIntervals(linear)
    profileIntervals(censored).forEach(({ kind, term, estimate, interval, p }, k) => {
      expect([kind, term]).toEqual([want[k]!.kind, want[k]!.term])
      expect(estimate).toBeCloseTo(want[k]!.estimate!, 5)
      expect(interval!.lower).toBeCloseTo(want[k]!.interval!.lower, 4)
      expect(interval!.upper).toBeCloseTo(want[k]!.interval!.upper, 4)
      if (kind === 'fixed') expect(p).toBeCloseTo(want[k]!.p!, 5)
    })
  })

  it('a cluster bootstrap without censored rows draws what the linear one by ML draws', () => {
    const options = { seed: 3, replicates: 20, keepDraws: true }
    const want = clusterBootstrap(linear, fitLinear(linear, { method: 'ML' }), options)
    const found = clusterBootstrap(censored, fitCensored(censored), options)
    expect(found.parameters.map(({ kind, term }) => [kind, term])).toEqual(
      want.parameters.map(({ kind, term }) => [kind, term]),
    )
    found.draws!.forEach((draw, k) => {
      draw.forEach((value, j) => {
        expect(value).toBeCloseTo(want.draws![k]![j]!, 3)
      })
    })
  })

  it('a parametric bootstrap censors again, and is centred on the fit', () => {
    const fit = fitCensored(model)
    const { parameters, failed, assumptions } = parametricBootstrap(model, fit, { seed: 11, replicates: 120 })
    expect(failed).toBe(0)
    expect(assumptions.join(' ')).toContain('Limits of censoring')
    parameters.slice(0, 2).forEach(({ bias, se }, k) => {
      // 4 Monte Carlo standard errors.
      expect(Math.abs(bias!)).toBeLessThan((4 * se!) / Math.sqrt(120))
      expect(Math.abs(se! / fit.fixed[k]!.se - 1)).toBeLessThan(0.3)
    })
    expect(parameters.at(-1)).toMatchObject({ kind: 'sigma', term: 'sigma' })
    const { problem, parameters: at } = fittedCensored('test', model, fit)
    const simulate = censoredSimulator(problem, at)
    const shares = [0, 1, 2, 3, 4].map((k) => {
      const draw = simulate(createRandom(5, k)).bounds
      return draw.lower.filter((low, i) => low !== draw.upper[i]).length / model.n
    })
    const seen = (model.n - fit.rows.known) / model.n
    const share = shares.reduce((sum, one) => sum + one / shares.length, 0)
    expect(Math.abs(share - seen)).toBeLessThan(0.1)
  })

  it('rows known up to an interval stay so', () => {
    const rounded = known.map((row) => ({ ...row, low: Math.floor(row.y), high: Math.floor(row.y) + 1 }))
    const grouped = prepareModel(formula, rounded)
    const fit = fitCensored(grouped)
    const { problem, parameters } = fittedCensored('test', grouped, fit)
    const { lower, upper } = censoredSimulator(problem, parameters)(createRandom(1)).bounds
    lower.forEach((low, i) => {
      expect((upper[i]! - low) * problem.unit).toBeCloseTo(1, 9)
    })
    expect(parametricBootstrap(grouped, fit, { seed: 2, replicates: 10 }).failed).toBe(0)
  })

  it('comes with fitMixed', () => {
    for (const inference of ['profile', 'bootstrap', 'cluster-bootstrap'] as const) {
      const fit = fitMixed(formula, rows, { inference, replicates: 30 })
      expect(fit.inference).toBe(inference)
      expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
      for (const { interval } of fit.fixed) expect(interval!.lower).toBeLessThan(interval!.upper)
      expect(fit.varianceComponents.at(-1)!.interval).not.toBeNull()
    }
    expect(() => fitMixed(formula, rows, { inference: 'kr' })).toThrow(
      'censored response have the inferences wald, profile',
    )
  })
})
