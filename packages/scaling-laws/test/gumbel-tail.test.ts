import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { forecastGumbelTail } from '../src/index.js'

const probability = (psi: number): number => Math.exp(-Math.exp(-psi))

it('draws an exact line and reads it off', () => {
  const psi = Array.from({ length: 400 }, (_, i) => (Math.log(400 / (i + 1)) - 6) / 3)
  const tail = forecastGumbelTail(psi.map(probability), { queries: [400, 4e4] })
  expect(tail.slope).toBeCloseTo(-3, 6)
  expect(tail.intercept).toBeCloseTo(-6, 6)
  expect(tail.forecasts[0]!.psi).toBeCloseTo((Math.log(400) - 6) / 3, 6)
  expect(tail.forecasts[1]!.probability.estimate).toBeCloseTo(probability((Math.log(4e4) - 6) / 3), 6)
  expect(tail.warnings).toEqual([])
})

it.each([60, 1000])('covers the quantile of an exponential tail at its level, from %i queries', (n) => {
  const worlds = 400
  const queries = [10 * n, 100 * n]
  const inside = [0, 0]
  for (let world = 0; world < worlds; world += 1) {
    const random = createRandom(11, world)
    const psi = Array.from({ length: n }, () => -3 - 0.7 * Math.log(1 - random.uniform()))
    const { forecasts } = forecastGumbelTail(psi.map(probability), {
      queries,
      simulation: { replicates: 400, seed: world },
    })
    forecasts.forEach(({ probability: { interval } }, k) => {
      const truth = probability(-3 + 0.7 * Math.log(queries[k]!))
      inside[k]! += Number(interval!.lower <= truth && truth <= interval!.upper) / worlds
    })
  }
  // Three standard errors of a share of 0.9 over the worlds.
  for (const share of inside) expect(Math.abs(share - 0.9)).toBeLessThan(3 * Math.sqrt(0.09 / worlds))
})

it('refuses what has no tail and says why', () => {
  const few = forecastGumbelTail([0.1, 0.2, 0, 0])
  expect(few).toMatchObject({ slope: null, refusal: { code: 'too-few-queries' } })
  expect(few.forecasts.map(({ probability: { estimate } }) => estimate)).toEqual([null, null, null])
  expect(forecastGumbelTail(new Array<number>(20).fill(0.5)).refusal?.code).toBe('no-tail')
  expect(forecastGumbelTail([]).refusal?.code).toBe('too-few-queries')
})

it('warns of forecasts far beyond the data and is plain data', () => {
  const tail = forecastGumbelTail(Array.from({ length: 50 }, (_, i) => 0.001 * (i + 1)))
  expect(tail.warnings.map(({ code }) => code)).toEqual(['far-extrapolation'])
  expect(JSON.parse(JSON.stringify(tail))).toEqual(tail)
  for (const {
    probability: { estimate, interval },
  } of tail.forecasts) {
    expect(interval!.lower).toBeLessThan(estimate!)
    expect(interval!.upper).toBeGreaterThan(estimate!)
  }
})

it.each([
  [[1], {}, /probabilities must lie in \[0, 1\), got 1/],
  [[NaN], {}, /probabilities/],
  [[0.1], { top: 2 }, /top/],
  [[0.1], { queries: [0] }, /queries must be >= 1, got 0/],
  [[0.1], { level: 1 }, /level/],
] as const)('names what is wrong with a call', (values, options, message) => {
  expect(() => forecastGumbelTail(values, options)).toThrow(message)
})
