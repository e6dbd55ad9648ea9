import { DataError } from '@safety-portfolio/records'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import {
  chinchillaLoss,
  computeOptimal,
  fitFrontierPowerLaw,
  fitLossEnvelope,
  parseLossCurves,
  publishedFits,
  type LossCurvePoint,
} from '../src/index.js'

const law = publishedFits.besiroglu.parameters

function curves(sizes: number, ratio: number, noise = 0): readonly LossCurvePoint[] {
  const random = createRandom(1)
  return Array.from({ length: sizes }, (_, run) => {
    const params = 1e8 * ratio ** run
    const luck = Math.exp(noise * random.normal())
    return Array.from({ length: 41 }, (__, i): LossCurvePoint => {
      const tokens = params * 10 ** (i / 20)
      return { run: `run ${run}`, params, tokens, loss: luck * chinchillaLoss(law, params, tokens) }
    })
  }).flat()
}
const dense = curves(41, 1.12)

describe('fitLossEnvelope', () => {
  it('comes to the frontier of the law as the sizes get denser', () => {
    const truth = law.beta / (law.alpha + law.beta)
    const error = (points: readonly LossCurvePoint[]): number =>
      Math.abs(fitLossEnvelope(points).frontier.exponents.params.estimate! - truth)
    expect(error(dense)).toBeLessThan(0.01)
    expect(error(curves(81, 1.06))).toBeLessThan(0.003)
    const { params, tokens } = fitLossEnvelope(dense, { budgets: [1e21] }).frontier.allocation[0]!
    expect(Math.abs(Math.log(params.estimate! / computeOptimal(law, 1e21).params))).toBeLessThan(0.05)
    expect(params.estimate! * tokens.estimate! * 6).toBeCloseTo(1e21, -9)
  })

  it('has no interval without a bootstrap, and says why', () => {
    const { params } = fitLossEnvelope(dense).frontier.exponents
    expect(params).toMatchObject({
      standardError: null,
      interval: null,
      reason: expect.stringMatching(/depend on each other/) as string,
    })
  })

  it('bootstraps over runs, reproducibly', () => {
    const points = curves(20, 1.25, 0.003)
    const options = { bootstrap: { seed: 2, replicates: 100 }, gridSize: 300 }
    const fit = fitLossEnvelope(points, options)
    expect(fitLossEnvelope(points, options)).toEqual(fit)
    const { estimate, interval } = fit.frontier.exponents.params
    expect(interval!.lower).toBeLessThan(estimate!)
    expect(interval!.upper).toBeGreaterThan(estimate!)
    expect(interval!.lower).toBeLessThan(0.5126)
    expect(interval!.upper).toBeGreaterThan(0.5126)
    expect(interval!.method).toBe('percentile bootstrap over runs')
    expect(fit.bootstrap).toMatchObject({ replicates: 100, seed: 2 })
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it('does not depend on the order of points or runs, nor on the unit of loss', () => {
    const fit = fitLossEnvelope(dense)
    expect(fitLossEnvelope(dense.toReversed()).frontier).toEqual(fit.frontier)
    const bits = dense.map((point) => ({ ...point, loss: point.loss / Math.LN2 }))
    expect(fitLossEnvelope(bits).envelope).toEqual(fit.envelope)
  })

  it('counts no FLOP value where the best run is the smallest or the largest compared', () => {
    const { used, grid, sizes, runs } = fitLossEnvelope(dense).envelope
    expect(grid).toBe(1500)
    expect(used).toBeLessThan(grid)
    expect(runs).toBe(sizes)
    expect(sizes).toBeLessThanOrEqual(39)
  })

  it('warns of a coarse envelope', () => {
    const fit = fitLossEnvelope(curves(7, 2))
    expect(fit.warnings).toMatchObject([{ code: 'coarse-envelope' }])
  })

  it.each([
    ['no points', []],
    ['one point', dense.slice(0, 1)],
    ['one run', dense.slice(0, 41)],
    ['two sizes', dense.slice(0, 82)],
    ['equal points', Array.from({ length: 5 }, () => dense[0]!)],
  ])('refuses %s', (_, points) => {
    const fit = fitLossEnvelope(points, { bootstrap: { seed: 1, replicates: 5 } })
    expect(fit.refusal).toMatchObject({
      code: 'too-few-budgets',
      message: expect.stringMatching(/Train more sizes/) as string,
    })
    expect(fit.frontier.exponents.params.estimate).toBeNull()
    expect(fit.bootstrap).toMatchObject({ unusable: 5 })
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it.each([
    [{ loss: NaN }, /loss/],
    [{ params: -1 }, /params/],
    [{ tokens: Infinity }, /compute/],
  ])('throws for a point with %o', (wrong, message) => {
    expect(() => fitLossEnvelope([{ ...dense[0]!, ...wrong }])).toThrow(message)
  })

  it('throws for a run of two sizes and for options outside their domain', () => {
    expect(() => fitLossEnvelope([dense[0]!, { ...dense[1]!, params: 1 }])).toThrow(
      /the same at all points of run run 0/,
    )
    expect(() => fitLossEnvelope(dense, { gridSize: 2 })).toThrow(/gridSize/)
    expect(() => fitLossEnvelope(dense, { level: 0 })).toThrow(/level/)
    expect(() => fitLossEnvelope(dense, { budgets: [-1] })).toThrow(/budgets/)
    expect(() => fitLossEnvelope(dense, { bootstrap: { seed: 1, replicates: 0 } })).toThrow(/replicates/)
  })
})

describe('parseLossCurves', () => {
  it('reports every bad cell', () => {
    const rows = [
      { run: 'a', params: 1e8, compute: 6e17, loss: 3 },
      { run: '', params: 1e8, tokens: -1, loss: 3 },
    ]
    expect(parseLossCurves(rows.slice(0, 1))).toEqual([{ run: 'a', params: 1e8, tokens: 1e9, compute: 6e17, loss: 3 }])
    let issues: readonly unknown[] = []
    try {
      parseLossCurves(rows)
    } catch (error) {
      if (error instanceof DataError) ({ issues } = error)
    }
    expect(issues).toHaveLength(2)
  })
})

describe('fitFrontierPowerLaw', () => {
  const optima = [1e18, 1e19, 1e20, 1e21].map((compute, index) => {
    return { compute, params: 0.1 * compute ** 0.5 * (1 + 0.1 * (index % 2)), logParamsError: 0.1 }
  })

  it('weighs equal errors equally', () => {
    const equal = fitFrontierPowerLaw(optima, { budgets: [1e23] })
    const weighted = fitFrontierPowerLaw(optima, { budgets: [1e23], weighting: 'inverse-variance' })
    expect(weighted.exponents.params.estimate).toBeCloseTo(equal.exponents.params.estimate!, 12)
    expect(weighted.exponents.params.standardError).toBeCloseTo(equal.exponents.params.standardError!, 12)
    expect(weighted.allocation[0]!.params.interval!.upper / equal.allocation[0]!.params.interval!.upper).toBeCloseTo(
      1,
      10,
    )
  })

  it('has the textbook standard error and interval', () => {
    const x = optima.map(({ compute }) => Math.log(compute))
    const y = optima.map(({ params }) => Math.log(params))
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
    const sxx = x.reduce((total, value) => total + (value - mean(x)) ** 2, 0)
    const slope = x.reduce((total, value, i) => total + (value - mean(x)) * y[i]!, 0) / sxx
    const rss = y.reduce((total, value, i) => total + (value - mean(y) - slope * (x[i]! - mean(x))) ** 2, 0)
    const { params } = fitFrontierPowerLaw(optima).exponents
    expect(params.estimate).toBeCloseTo(slope, 12)
    expect(params.standardError).toBeCloseTo(Math.sqrt(rss / 2 / sxx), 12)
    // t(2) at 0.975 is 4.30265272991 (tables).
    expect(params.interval!.upper).toBeCloseTo(slope + 4.30265272991 * Math.sqrt(rss / 2 / sxx), 10)
  })

  it('refuses fewer than three budgets', () => {
    expect(fitFrontierPowerLaw(optima.slice(0, 2)).refusal?.code).toBe('too-few-budgets')
    expect(fitFrontierPowerLaw([optima[0]!, optima[0]!, optima[1]!]).refusal?.code).toBe('too-few-budgets')
  })

  it('has no share of variance where the size does not vary', () => {
    const flat = optima.map((size) => ({ ...size, params: 1e9 }))
    expect(fitFrontierPowerLaw(flat)).toMatchObject({ rSquared: null })
  })

  it('throws for sizes and errors outside their domain', () => {
    expect(() => fitFrontierPowerLaw([{ compute: 0, params: 1 }])).toThrow(/compute/)
    expect(() => fitFrontierPowerLaw([{ compute: 1, params: NaN }])).toThrow(/params/)
    expect(() => fitFrontierPowerLaw([{ compute: 1, params: 1 }], { weighting: 'inverse-variance' })).toThrow(
      /logParamsError/,
    )
  })
})
