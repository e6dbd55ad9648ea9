import {
  brentMinimum,
  createRandom,
  fisherFSurvivalQuantile,
  lbfgs,
  studentTQuantile,
  type Interval,
} from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import {
  chinchillaObjective,
  fitChinchilla,
  fitKaplan,
  kaplanLoss,
  powerLawLoss,
  powerOffsetLoss,
  profileIntervals,
  publishedFits,
  publishedKaplan,
  simulateRuns,
  type ProfileCalibration,
  type CurvePoint,
  type TrainingRun,
} from '../src/index.js'

const truth = publishedFits.besiroglu.parameters
const frontier = { frontier: ({ alpha, beta }: { alpha: number; beta: number }) => beta / (alpha + beta) }

/** Residual sum of squares of the best A, B, E for given exponents, by Cholesky-free elimination of the normal equations. */
function leastSquares(runs: readonly TrainingRun[], alpha: number, beta: number): number {
  const rows = runs.map(({ params, tokens, loss }) => [(params / 1e9) ** -alpha, (tokens / 1e10) ** -beta, 1, loss])
  const m = [0, 1, 2].map((j) => [0, 1, 2, 3].map((k) => rows.reduce((total, row) => total + row[j]! * row[k]!, 0)))
  for (let j = 0; j < 3; j += 1) {
    for (let i = 0; i < 3; i += 1) {
      if (i === j) continue
      const factor = m[i]![j]! / m[j]![j]!
      for (let k = 0; k < 4; k += 1) m[i]![k]! -= factor * m[j]![k]!
    }
  }
  const c = m.map((row, j) => row[3]! / row[j]!)
  return rows.reduce((total, row) => total + (row[0]! * c[0]! + row[1]! * c[1]! + c[2]! - row[3]!) ** 2, 0)
}

it('ends where re-optimisation from scratch reaches the critical F, for a constant and for the exponent of the frontier', () => {
  const runs = simulateRuns({ parameters: truth, seed: 3 })
  const fit = fitChinchilla(runs, { loss: 'squared' })
  const { estimates } = profileIntervals('chinchilla', runs, {
    loss: 'squared',
    calibration: 'dispersion',
    level: 0.9,
    quantities: frontier,
  })
  const degrees = runs.length - 5
  const critical = fisherFSurvivalQuantile(0.1, 1, degrees)
  const statistic = (objective: number) => ((objective - fit.objective!) / fit.objective!) * degrees
  const { lower, upper } = estimates['alpha']!.interval!
  for (const alpha of [lower, upper]) {
    const best = brentMinimum((beta) => leastSquares(runs, alpha, beta), 0.1, 1.2)
    expect(statistic(best.value!)).toBeCloseTo(critical, 5)
  }
  const share = estimates['frontier']!.interval!
  for (const a of [share.lower, share.upper]) {
    const best = brentMinimum((alpha) => leastSquares(runs, alpha, (alpha * a) / (1 - a)), 0.1, 1.2)
    expect(statistic(best.value!)).toBeCloseTo(critical, 5)
  }
})

it('rises equally to both ends by re-optimisation with a generic optimiser, for robust and log losses', () => {
  const runs = simulateRuns({ parameters: truth, seed: 8 })
  for (const options of [{ loss: 'log-squared' }, { loss: 'huber', delta: 5e-3 }] as const) {
    const fit = fitChinchilla(runs, options)
    const { lower, upper } = profileIntervals('chinchilla', runs, { ...options, constants: ['alpha'] }).estimates[
      'alpha'
    ]!.interval!
    const rise = (alpha: number) => {
      // Coordinates of order one: logs of the three terms at 1e9 params and 1e10 tokens, and beta.
      const at = (u: ArrayLike<number>) => {
        const [p, q, e, beta] = [u[0]!, u[1]!, u[2]!, u[3]!]
        const constants = { A: Math.exp(p) * 1e9 ** alpha, B: Math.exp(q) * 1e10 ** beta, E: Math.exp(e), alpha, beta }
        return 1e4 * chinchillaObjective(constants, runs, options).objective
      }
      const { A, B, E, beta } = fit.parameters!
      const start = [Math.log(A * 1e9 ** -fit.parameters!.alpha), Math.log(B * 1e10 ** -beta), Math.log(E), beta]
      let best = Float64Array.from(start)
      for (let round = 0; round < 4; round += 1) {
        best = Float64Array.from(
          lbfgs((u, gradient) => {
            for (let j = 0; j < 4; j += 1) {
              const [up, down] = [Float64Array.from(u), Float64Array.from(u)]
              up[j]! += 1e-6
              down[j]! -= 1e-6
              gradient[j] = (at(up) - at(down)) / 2e-6
            }
            return at(u)
          }, best).x,
        )
      }
      return at(best) - 1e4 * fit.objective!
    }
    expect(rise(lower) / rise(upper)).toBeCloseTo(1, 3)
  }
})

it('is the classic t interval of a straight line, for power laws', () => {
  const random = createRandom(5)
  const points = Array.from({ length: 12 }, (_, k): CurvePoint => {
    const x = 1e5 * 3 ** k
    return { x, loss: powerLawLoss({ scale: 1e9, exponent: 0.1 }, x) * Math.exp(0.02 * random.normal()) }
  })
  const profile = profileIntervals('power', points, { loss: 'log-squared', calibration: 'dispersion', level: 0.9 })
  const x = points.map((point) => Math.log(point.x))
  const y = points.map((point) => Math.log(point.loss))
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length
  const sxx = x.reduce((total, value) => total + (value - mean(x)) ** 2, 0)
  const slope = x.reduce((total, value, i) => total + (value - mean(x)) * y[i]!, 0) / sxx
  const rss = x.reduce((total, value, i) => total + (y[i]! - mean(y) - slope * (value - mean(x))) ** 2, 0)
  const error = Math.sqrt(rss / 10 / sxx)
  const half = studentTQuantile(0.95, 10) * error
  const { estimate, standardError, interval } = profile.estimates['exponent']!
  expect(estimate).toBeCloseTo(-slope, 9)
  expect(standardError! / error).toBeCloseTo(1, 6)
  expect(interval!.lower).toBeCloseTo(-slope - half, 8)
  expect(interval!.upper).toBeCloseTo(-slope + half, 8)
})

it('takes its scale from the sandwich, with HC2 where fitChinchilla has HC3: to first order nearly the same interval', () => {
  const runs = simulateRuns({ parameters: truth, seed: 2, noise: 1e-4 })
  for (const loss of ['log-squared', 'huber'] as const) {
    const fit = fitChinchilla(runs, { loss, level: 0.9 })
    const { standardError, interval } = profileIntervals('chinchilla', runs, {
      loss,
      level: 0.9,
      constants: ['alpha'],
    }).estimates['alpha']!
    const ratio = standardError! / fit.standardErrors['alpha']!
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1)
    // The degrees of freedom are those of the runs that decide alpha, fewer than the 59 to spare.
    const degrees = Number(/F\(1, (\d+)\)/.exec(interval!.method)![1])
    expect(degrees).toBeLessThan(40)
    // With so little noise squares are quadratic over the interval; the Huber loss with a threshold of ten standard deviations is the same.
    const half = studentTQuantile(0.95, degrees) * standardError!
    expect((interval!.upper - interval!.lower) / 2 / half).toBeCloseTo(1, 2)
  }
})

it('does not depend on how a quantity is written', () => {
  const runs = simulateRuns({ parameters: truth, seed: 4 })
  for (const loss of ['huber', 'log-squared'] as const) {
    const { estimates } = profileIntervals('chinchilla', runs, {
      loss,
      quantities: { inverse: ({ alpha }) => 1 / alpha, logB: ({ B }) => Math.log(B) },
    })
    const close = (left: number, right: number) => {
      expect(Math.abs(left / right - 1)).toBeLessThan(1e-5)
    }
    close(1 / estimates['inverse']!.interval!.lower, estimates['alpha']!.interval!.upper)
    close(1 / estimates['inverse']!.interval!.upper, estimates['alpha']!.interval!.lower)
    close(Math.exp(estimates['logB']!.interval!.lower), estimates['B']!.interval!.lower)
    close(Math.exp(estimates['logB']!.interval!.upper), estimates['B']!.interval!.upper)
  }
})

it('holds the estimate, grows with the level and is the same for whatever order of the runs', () => {
  const runs = simulateRuns({ parameters: truth, seed: 6 })
  for (const loss of ['huber', 'log-squared', 'squared'] as const) {
    for (const calibration of ['sandwich', 'dispersion', 'likelihood'] as const) {
      const at = (level: number, data = runs) =>
        profileIntervals('chinchilla', data, { loss, calibration, level, constants: ['beta'] }).estimates['beta']!
      const [narrow, wide, reversed] = [at(0.5), at(0.95), at(0.95, runs.toReversed())]
      expect(wide.interval!.lower).toBeLessThan(narrow.interval!.lower)
      expect(narrow.interval!.lower).toBeLessThan(narrow.estimate!)
      expect(narrow.estimate).toBeLessThan(narrow.interval!.upper)
      expect(narrow.interval!.upper).toBeLessThan(wide.interval!.upper)
      expect(Math.abs(reversed.interval!.upper / wide.interval!.upper - 1)).toBeLessThan(1e-6)
    }
  }
})

it('covers at its level on simulated runs, as far as 100 of them can tell', () => {
  const covers = (interval: Interval | null, value: number) =>
    interval !== null && interval.lower <= value && value <= interval.upper
  const shares = (
    loss: 'log-squared' | 'huber',
    calibration: ProfileCalibration,
    size: (k: number) => number = () => 1,
  ) => {
    let [alpha, share] = [0, 0]
    for (let seed = 0; seed < 100; seed += 1) {
      const random = createRandom(seed, 1)
      const runs = simulateRuns({ parameters: truth, seed, modelsPerBudget: 5, noise: 0 }).map((run, i) => ({
        ...run,
        loss: run.loss * Math.exp(0.005 * size(i % 5) * random.normal()),
      }))
      const { estimates } = profileIntervals('chinchilla', runs, {
        loss,
        calibration,
        level: 0.9,
        constants: ['alpha'],
        quantities: frontier,
      })
      alpha += Number(covers(estimates['alpha']!.interval, truth.alpha)) / 100
      share += Number(covers(estimates['frontier']!.interval, truth.beta / (truth.alpha + truth.beta))) / 100
    }
    return [alpha, share] as const
  }
  // Three standard errors of a share of 0.9 among 100.
  const tolerance = 3 * Math.sqrt((0.9 * 0.1) / 100)
  const unequal = (k: number): number => 0.5 + 0.5 * Math.abs(k - 2)
  for (const covered of [
    ...shares('log-squared', 'dispersion'),
    ...shares('huber', 'dispersion'),
    ...shares('huber', 'sandwich'),
    ...shares('log-squared', 'sandwich', unequal),
    ...shares('huber', 'sandwich', unequal),
  ]) {
    expect(Math.abs(covered - 0.9)).toBeLessThan(tolerance)
  }
  // The density that a Huber fit with a small threshold stands for has longer tails than the normal noise here.
  const [, share] = shares('huber', 'likelihood')
  expect(share).toBeLessThan(0.88)
})

it('profiles Kaplan and power laws with offset by the same code', () => {
  const random = createRandom(2)
  const runs = [1e7, 1e8, 1e9, 1e10].flatMap((params) =>
    [1e9, 1e10, 1e11].map((tokens): TrainingRun => {
      const loss = kaplanLoss(publishedKaplan.paramsAndTokens.parameters, params, tokens)
      return { params, tokens, loss: loss * Math.exp(0.002 * random.normal()) }
    }),
  )
  const profile = profileIntervals('kaplan', runs, { loss: 'log-squared', level: 0.99 })
  expect(profile.warnings).toEqual([])
  expect(profile.parameters).toEqual(fitKaplan(runs, { loss: 'log-squared' }).parameters)
  for (const name of ['Nc', 'Dc', 'alphaN', 'alphaD'] as const) {
    const { interval } = profile.estimates[name]!
    const value = publishedKaplan.paramsAndTokens.parameters[name]
    expect(interval!.lower).toBeLessThan(value)
    expect(interval!.upper).toBeGreaterThan(value)
  }
  const curve = Array.from({ length: 10 }, (_, k) => {
    const x = 1e5 * 2 ** k
    return { x, loss: powerOffsetLoss({ E: 0.05, B: 200, c: 0.45 }, x) * Math.exp(0.02 * random.normal()) }
  })
  const offset = profileIntervals('power-offset', curve, { loss: 'log-squared' })
  expect(offset.estimates['E']!.interval!.lower).toBeGreaterThanOrEqual(0)
  expect(offset.estimates['c']!.interval!.upper).toBeGreaterThan(0.45)
})

it('lets an offset that the curve does not show reach down to zero', () => {
  const random = createRandom(11)
  const curve = Array.from({ length: 9 }, (_, k) => {
    const x = 1e5 * 2 ** k
    return { x, loss: powerOffsetLoss({ E: 0.02, B: 200, c: 0.4 }, x) * Math.exp(0.05 * random.normal()) }
  })
  const { estimates, parameters } = profileIntervals('power-offset', curve, { loss: 'log-squared' })
  if (parameters!.E > 0) expect(estimates['E']!.interval!.lower).toBe(0)
  else expect(estimates['E']).toMatchObject({ interval: null, standardError: null })
  expect(estimates['c']!.interval).not.toBeNull()
})

const few = simulateRuns({ parameters: truth, seed: 1 })

it.each([
  ['lad has no profile', few, { loss: 'lad' }, 'no-profile'],
  ['no noise', simulateRuns({ parameters: truth, noise: 0, seed: 1 }), {}, 'no-noise'],
  ['no runs', [], {}, 'too-few-runs'],
  ['one run', few.slice(0, 1), {}, 'too-few-runs'],
  ['all equal', few.map((run) => ({ ...run, loss: 2 })), {}, 'constant-loss'],
  ['NaN', [{ ...few[0]!, loss: NaN }, ...few], {}, 'invalid-runs'],
  ['infinite', [{ ...few[0]!, params: Infinity }, ...few], {}, 'invalid-runs'],
] as const)('refuses: %s', (_, runs, options, code) => {
  const profile = profileIntervals('chinchilla', runs, options)
  expect(profile.refusal?.code).toBe(code)
  expect(profile.estimates).toEqual({})
  expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
})

it('names what is wrong with a call', () => {
  expect(() => profileIntervals('unknown' as 'chinchilla', few)).toThrow('law must be one of chinchilla')
  expect(() => profileIntervals('chinchilla', few, { level: 1 })).toThrow('level must be between 0 and 1, got 1')
  expect(() => profileIntervals('chinchilla', few, { calibration: 'other' as ProfileCalibration })).toThrow(
    'calibration must be one of sandwich, dispersion, likelihood, got other',
  )
  expect(() => profileIntervals('chinchilla', few, { constants: ['c' as 'A'] })).toThrow('constants must be among A, B')
  expect(() => profileIntervals('chinchilla', few, { quantities: { A: () => 1 } })).toThrow('named like a constant')
})

it('warns of the tails that the Huber likelihood assumes', () => {
  const codes = (calibration: ProfileCalibration) =>
    profileIntervals('chinchilla', few, { calibration, constants: ['E'] }).warnings.map(({ code }) => code)
  expect(codes('likelihood')).toEqual(['long-tailed-density'])
  expect(codes('dispersion')).toEqual([])
  expect(codes('sandwich')).toEqual([])
})

it('says so where a quantity does not move with the constants', () => {
  const { estimates } = profileIntervals('chinchilla', few, { quantities: { nothing: () => 1 } })
  expect(estimates['nothing']).toMatchObject({ estimate: 1, interval: null })
})
