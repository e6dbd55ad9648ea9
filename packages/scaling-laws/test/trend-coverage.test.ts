import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { dateAfter, fitComputeTrend, thresholdDate, yearsSince, type ComputeModel } from '../src/index.js'

const worlds = 400
const level = 0.9
const slope = 0.6

/** 40 models, most of them early, about the line 15 + 0.6 t, their scatter growing over time by `growth`. */
const world = (seed: number, growth: number): readonly ComputeModel[] => {
  const random = createRandom(seed)
  return Array.from({ length: 40 }, (_, i) => {
    const date = dateAfter(14 * ((i * 0.381966) % 1) ** 2)!
    const t = yearsSince(date)
    return { name: `${i}`, date, compute: 10 ** (15 + slope * t + (0.3 + (growth * t) / 14) * random.normal()) }
  })
}
const share = (covers: (seed: number) => boolean) =>
  Array.from({ length: worlds }, (_, seed) => covers(seed)).filter(Boolean).length / worlds
// Four standard errors of a share at 400 worlds.
const tolerance = 4 * Math.sqrt((level * (1 - level)) / worlds)

it('classic, HC3 and Fieller intervals cover as often as they say under one variance', () => {
  const trends = Array.from({ length: worlds }, (_, seed) => fitComputeTrend(world(seed, 0), { level }))
  const inside = (seed: number, kind: 'classic' | 'hc3') => {
    const { lower, upper } = trends[seed]!.intervals[kind]!.slopeOomPerYear
    return lower <= slope && slope <= upper
  }
  expect(Math.abs(share((seed) => inside(seed, 'classic')) - level)).toBeLessThan(tolerance)
  expect(Math.abs(share((seed) => inside(seed, 'hc3')) - level)).toBeLessThan(tolerance)
  const crossing = (26 - 15) / slope
  const fieller = share((seed) => {
    const { interval } = thresholdDate(trends[seed]!, 1e26, { level, covariance: 'classic' }).years
    return interval !== null && interval.lower <= crossing && crossing <= interval.upper
  })
  expect(Math.abs(fieller - level)).toBeLessThan(tolerance)
})

it('only HC3 comes near its word when the scatter grows', () => {
  const trends = Array.from({ length: worlds }, (_, seed) => fitComputeTrend(world(seed, 4), { level }))
  const coverage = (kind: 'classic' | 'hc3') =>
    share((seed) => {
      const { lower, upper } = trends[seed]!.intervals[kind]!.slopeOomPerYear
      return lower <= slope && slope <= upper
    })
  // 40 models with a few of high leverage: HC3 is near its level, the classic interval far below.
  expect(coverage('hc3')).toBeGreaterThan(0.84)
  expect(coverage('classic')).toBeLessThan(0.8)
})
