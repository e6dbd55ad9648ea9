import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import oracle from './oracles/penalised-progress.json'
import { fitAlgorithmicProgress, fitPenalisedProgress, type DatedModel } from '../src/index.js'

const models: readonly DatedModel[] = oracle.models
const few = { replicates: 20, seed: 3 }

describe('fitPenalisedProgress', () => {
  it.each(oracle.fits)(
    'finds the optimum that scipy finds, penalty $penalty',
    ({ penalty, objective, coefficients }) => {
      const fit = fitPenalisedProgress(models, { penalty, reference: 'WT103', bootstrap: few })
      expect(fit.converged).toBe(true)
      expect(fit.stationarity!).toBeLessThan(1e-10)
      // SLSQP stops where its own steps no longer help: its objective is an upper bound.
      expect(fit.objective! / objective - 1).toBeLessThan(1e-9)
      expect(fit.objective! / objective - 1).toBeGreaterThan(-1e-6)
      for (const [name, value] of Object.entries(coefficients))
        expect(Math.abs(fit.coefficients![name]! - value)).toBeLessThan(2e-4)
      // What the penalty removes is removed exactly.
      const removed = (all: Readonly<Record<string, number>>): readonly string[] =>
        Object.entries(all).flatMap(([name, value]) => (value === 0 ? [name] : []))
      expect(removed(fit.coefficients!)).toEqual(removed(coefficients))
      expect(
        fit.meanSquaredError! + penalty * Object.values(fit.coefficients!).reduce((s, v) => s + Math.abs(v), 0),
      ).toBeCloseTo(fit.objective!, 12)
    },
  )

  it('chooses among penalties by leaving each model out', () => {
    const penalties = oracle.fits.map(({ penalty }) => penalty)
    const fit = fitPenalisedProgress(models, { penalty: penalties, reference: 'WT103', bootstrap: few })
    fit.crossValidation!.forEach(({ penalty, meanSquaredError }, k) => {
      expect(penalty).toBe(penalties[k])
      // Scipy starts each fit from several random points and ends now and then in another basin than that of all models.
      expect(Math.abs(meanSquaredError / oracle.fits[k]!.leaveOneOut - 1)).toBeLessThan(0.03)
    })
    const least = fit.crossValidation!.toSorted((left, right) => left.meanSquaredError - right.meanSquaredError)[0]!
    expect(fit.penalty).toBe(least.penalty)
    const alone = fitPenalisedProgress(models, { penalty: least.penalty, reference: 'WT103', bootstrap: few })
    expect(fit).toEqual({ ...alone, crossValidation: fit.crossValidation })
    // A weight that leaves no effect predicts worse.
    expect(fitPenalisedProgress(models, { penalty: [5, 0.02], bootstrap: few }).penalty).toBe(0.02)
  })

  it('is the fit without a penalty where the penalty is none', () => {
    const fit = fitPenalisedProgress(models, { penalty: 0, bootstrap: few })
    const plain = fitAlgorithmicProgress(models)
    // Without a bound on exponents the plain fit may refuse these correlated models; the design below it does not.
    expect(plain.parameters === null || Math.abs(fit.meanSquaredError! * fit.n - plain.objective!) < 1e-9).toBe(true)
    const crossed = design(0.01)
    const free = fitPenalisedProgress(crossed, { penalty: 0, bootstrap: few })
    const own = fitAlgorithmicProgress(crossed)
    expect(free.meanSquaredError! * free.n).toBeCloseTo(own.objective!, 10)
    for (const name of ['A', 'B', 'alpha', 'beta', 'alphaYear', 'betaYear'] as const)
      expect(free.parameters![name] / own.parameters![name]).toBeCloseTo(1, 5)
    expect(free.doublingMonths.compute.estimate).toBeCloseTo(own.doublingMonths.compute.estimate!, 5)
  })

  it('resamples by its seed, in intervals about the estimate', () => {
    const crossed = design(0.01)
    const fit = fitPenalisedProgress(crossed, { bootstrap: { replicates: 60, seed: 4 }, level: 0.9 })
    const { estimate, interval } = fit.doublingMonths.compute
    expect(interval!.lower).toBeLessThan(estimate!)
    expect(interval!.upper).toBeGreaterThan(estimate!)
    expect(interval!.level).toBe(0.9)
    expect(fit.bootstrap).toEqual({ replicates: 60, seed: 4, unusable: 0 })
    expect(fitPenalisedProgress(crossed, { bootstrap: { replicates: 60, seed: 4 }, level: 0.9 })).toEqual(fit)
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
    expect(
      fitPenalisedProgress(crossed, { bootstrap: { replicates: 0, seed: 4 } }).doublingMonths.compute.interval,
    ).toBeNull()
  })

  it('says where a penalty leaves nothing, and refuses too few models', () => {
    const heavy = fitPenalisedProgress(models, { penalty: 5, bootstrap: few })
    expect(heavy.doublingMonths.compute).toMatchObject({
      estimate: null,
      reason: expect.stringContaining('no effect') as string,
    })
    const none = fitPenalisedProgress(models.slice(0, 5))
    expect(none).toMatchObject({ parameters: null, converged: false, refusal: { code: 'too-few-models' } })
    expect(none.doublingMonths.params.estimate).toBeNull()
  })

  it.each([
    [{ penalty: -1 }, 'penalty must be >= 0 and finite, got -1'],
    [{ penalty: [] }, 'penalty must hold at least one weight'],
    [{ level: 1 }, 'level must be between 0 and 1, got 1'],
    [{ reference: 'C4' }, 'reference must be one of WT103, PTB, WT2, got C4'],
    [{ bootstrap: { replicates: 1.5, seed: 1 } }, 'bootstrap.replicates must be an integer >= 0, got 1.5'],
  ])('refuses %j', (options, message) => {
    expect(() => fitPenalisedProgress(models, options)).toThrow(message)
  })
})

/** Models of every size, amount of data and year, with noise of this relative size. */
function design(noise: number): readonly DatedModel[] {
  const random = createRandom(2)
  return [2013, 2016, 2018.5, 2021, 2023].flatMap((year) =>
    [1e7, 1e8, 1e9, 1e10].flatMap((params) =>
      [1e8, 1e9, 1e10].map((tokens) => ({
        params,
        tokens,
        year,
        loss:
          (20 * params ** -0.1 * Math.exp(-0.05 * (year - 2013)) +
            40 * tokens ** -0.13 * Math.exp(-0.06 * (year - 2013))) *
          Math.exp(noise * random.normal()),
      })),
    ),
  )
}
