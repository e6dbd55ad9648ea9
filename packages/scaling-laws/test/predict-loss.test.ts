import { createRandom, studentTQuantile } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import {
  chinchillaLoss,
  fitChinchilla,
  powerLawLoss,
  predictLoss,
  publishedFits,
  simulateRuns,
  type CurvePoint,
} from '../src/index.js'
import { lossOption } from './loss-option.js'

const truth = publishedFits.besiroglu.parameters
const runs = simulateRuns({ parameters: truth, seed: 1 })
const places = [
  { params: 1e9, tokens: 2e10 },
  { params: 7e10, tokens: 1.4e12 },
]

it('predicts what the fitted law says, whatever other places are asked for', () => {
  for (const loss of ['huber', 'lad', 'log-squared', 'squared'] as const) {
    const { parameters } = fitChinchilla(runs, { loss: lossOption(loss) })
    const both = predictLoss('chinchilla', runs, places, { loss })
    const alone = predictLoss('chinchilla', runs, places.slice(1), { loss })
    places.forEach(({ params, tokens }, k) => {
      const { mean, prediction } = both.predictions[k]!
      expect(mean.estimate! / chinchillaLoss(parameters!, params, tokens)).toBeCloseTo(1, 7)
      expect(prediction.estimate).toBe(mean.estimate)
    })
    expect(alone.predictions[0]!.mean.interval!.upper).toBeCloseTo(both.predictions[1]!.mean.interval!.upper, 6)
    expect(alone.predictions[0]!.prediction.interval!.lower).toBeCloseTo(
      both.predictions[1]!.prediction.interval!.lower,
      6,
    )
  }
})

it('tells the mean from a new run, whose interval is wider, by the noise', () => {
  for (const loss of ['huber', 'log-squared', 'squared'] as const) {
    for (const { mean, prediction } of predictLoss('chinchilla', runs, places, { loss }).predictions) {
      expect(prediction.interval!.lower).toBeLessThan(mean.interval!.lower)
      expect(prediction.interval!.upper).toBeGreaterThan(mean.interval!.upper)
      expect(prediction.standardError).toBeNull()
      expect(mean.standardError!).toBeGreaterThan(0)
    }
  }
  const [near, far] = predictLoss('chinchilla', runs, places, { loss: 'log-squared' }).predictions
  expect(far!.extrapolation).toBeCloseTo((6 * 7e10 * 1.4e12) / 1e21, 6)
  expect(far!.mean.standardError!).toBeGreaterThan(2 * near!.mean.standardError!)
})

it('is the textbook interval of a straight line but for the covariance', () => {
  const random = createRandom(3)
  const points = Array.from({ length: 200 }, (_, k): CurvePoint => {
    const x = 1e5 * 1.05 ** k
    return { x, loss: powerLawLoss({ scale: 1e9, exponent: 0.1 }, x) * Math.exp(0.02 * random.normal()) }
  })
  const at = 1e12
  const x = points.map((point) => Math.log(point.x))
  const y = points.map((point) => Math.log(point.loss))
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length
  const sxx = x.reduce((total, value) => total + (value - mean(x)) ** 2, 0)
  const slope = x.reduce((total, value, i) => total + (value - mean(x)) * y[i]!, 0) / sxx
  const variance = x.reduce((total, value, i) => total + (y[i]! - mean(y) - slope * (value - mean(x))) ** 2, 0) / 198
  const error = Math.sqrt(variance * (1 / 200 + (Math.log(at) - mean(x)) ** 2 / sxx))
  const t = studentTQuantile(0.95, 198)
  const [found] = predictLoss('power', points, [{ x: at }], {
    loss: 'log-squared',
    level: 0.9,
    beyond: 'law',
  }).predictions
  const centre = Math.log(found!.mean.estimate!)
  // HC2 against the classic covariance at n = 200: within 10 %, several standard errors of their ratio.
  expect((Math.log(found!.mean.interval!.upper) - centre) / (t * error)).toBeGreaterThan(0.9)
  expect((Math.log(found!.mean.interval!.upper) - centre) / (t * error)).toBeLessThan(1.1)
  const own = found!.mean.standardError! / found!.mean.estimate!
  expect((Math.log(found!.prediction.interval!.upper) - centre) / t).toBeCloseTo(Math.sqrt(own ** 2 + variance), 8)
})

it('covers the law and new runs at its level on simulated runs where the law holds exactly', () => {
  const worlds = 200
  const tolerance = 3 * Math.sqrt((0.9 * 0.1) / worlds)
  for (const loss of ['log-squared', 'huber'] as const) {
    let [mean, prediction] = [0, 0]
    for (let seed = 0; seed < worlds; seed += 1) {
      const data = simulateRuns({ parameters: truth, seed, modelsPerBudget: 5 })
      const place = { params: 2e10, tokens: 4e11 }
      const expected = chinchillaLoss(truth, place.params, place.tokens)
      const seen = expected * Math.exp(0.005 * createRandom(seed, 1).normal())
      const [found] = predictLoss('chinchilla', data, [place], { loss, level: 0.9, beyond: 'law' }).predictions
      const inside = (ends: { lower: number; upper: number }, value: number) =>
        ends.lower <= value && value <= ends.upper
      mean += Number(inside(found!.mean.interval!, expected)) / worlds
      prediction += Number(inside(found!.prediction.interval!, seen)) / worlds
    }
    expect(Math.abs(mean - 0.9)).toBeLessThan(tolerance)
    expect(Math.abs(prediction - 0.9)).toBeLessThan(tolerance)
  }
})

it('does not depend on the unit of the loss or of the data', () => {
  for (const loss of ['huber', 'log-squared', 'squared'] as const) {
    const scaled = runs.map((run) => ({ params: run.params / 1e9, tokens: run.tokens / 1e9, loss: 3 * run.loss }))
    const left = predictLoss('chinchilla', runs, [places[1]!], { loss }).predictions[0]!
    const right = predictLoss('chinchilla', scaled, [{ params: 70, tokens: 1400 }], { loss }).predictions[0]!
    expect(right.prediction.interval!.lower / left.prediction.interval!.lower).toBeCloseTo(3, 5)
    expect(right.mean.standardError! / left.mean.standardError!).toBeCloseTo(3, 4)
  }
})

it('says what it cannot give', () => {
  const few = predictLoss('chinchilla', runs, [places[0]!], { level: 0.999 }).predictions[0]!
  expect(few.mean.interval).not.toBeNull()
  expect(few.prediction).toMatchObject({
    interval: null,
    reason: expect.stringContaining('too few residuals') as string,
  })
  const normal = predictLoss('chinchilla', runs, [places[0]!], { level: 0.999, noise: 'normal' }).predictions[0]!
  expect(normal.prediction.interval).not.toBeNull()
  const refused = predictLoss('chinchilla', runs.slice(0, 3), places)
  expect(refused).toMatchObject({ predictions: [], refusal: { code: 'too-few-runs' } })
  const result = predictLoss('chinchilla', runs, places)
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(predictLoss('chinchilla', runs, []).predictions).toEqual([])
})

it.each([0, -1, NaN, Infinity])('refuses a place at %s', (value) => {
  expect(() => predictLoss('chinchilla', runs, [{ params: value, tokens: 1e9 }])).toThrow(
    `params must be > 0, got ${value}`,
  )
})
