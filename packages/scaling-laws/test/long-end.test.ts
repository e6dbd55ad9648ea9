import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { checkLongEnd, longEndFindings } from '../src/long-end.js'
import { fitTimeHorizons, type TaskRun } from '../src/index.js'

/** 90 tasks of 1 minute to 17 hours, 6 runs each; the log odds of success are a function of log2 minutes. */
function simulated(logOdds: (x: number) => number, seed = 1): readonly TaskRun[] {
  const random = createRandom(seed)
  return Array.from({ length: 90 }, (_, task) => 2 ** (task / 9)).flatMap((minutes, task) =>
    Array.from({ length: 6 }, (): TaskRun => {
      const chance = 1 / (1 + Math.exp(-logOdds(Math.log2(minutes))))
      return { agent: 'a', task: `t${task}`, family: `f${task}`, minutes, score: random.uniform() < chance ? 1 : 0 }
    }),
  )
}

const fit = (runs: readonly TaskRun[], regularization = 0) =>
  fitTimeHorizons(runs, { regularization, weighting: 'equal-task' })[0]!

it('finds nothing where the curve is logistic, and the bent curve agrees', () => {
  const { longEnd, minutes, warnings } = fit(simulated((x) => 5 - x))
  expect(longEnd).toMatchObject({ tasks: 30, n: 180 })
  expect(longEnd!.fromMinutes).toBeCloseTo(2 ** (60 / 9), 9)
  expect(longEnd!.excess.interval!.lower).toBeLessThan(0)
  expect(longEnd!.excess.interval!.upper).toBeGreaterThan(0)
  expect(Math.abs(Math.log2(longEnd!.bentP50.estimate! / minutes['p50']!.estimate!))).toBeLessThan(0.3)
  expect(warnings.map(({ code }) => code)).not.toContain('long-end-too-gentle')
})

it('sees success that ends abruptly: the curve promises more at the long end than is there', () => {
  // Steady success up to 6.5 doublings, none beyond: the truth of p50 is 91 minutes.
  const { longEnd, minutes, warnings } = fit(
    simulated((x) => (x < 6.5 ? 0.9 : -6)),
    0.1,
  )
  expect(longEnd!.predicted).toBeGreaterThan(longEnd!.observed)
  expect(longEnd!.excess.estimate).toBeCloseTo(longEnd!.predicted - longEnd!.observed, 12)
  expect(longEnd!.excess.interval!.lower).toBeGreaterThan(0)
  expect(warnings.map(({ code }) => code)).toContain('long-end-too-gentle')
  // The line puts p50 far below the truth; a curve that may bend comes nearer.
  const off = (value: number) => Math.abs(Math.log2(value) - 6.5)
  expect(off(longEnd!.bentP50.estimate!)).toBeLessThan(0.5 * off(minutes['p50']!.estimate!))
})

it('sees a tail of success that a line misses', () => {
  const runs = simulated((x) => 7 - x)
  const steep = { intercept: 21, slope: -3 }
  const check = checkLongEnd(
    runs,
    runs.map(() => 1 / runs.length),
    steep,
    { penalty: 0, level: 0.95 },
  )
  // Beyond 102 minutes the truth succeeds at 35 % and the line at 17 %.
  expect(check!.excess.interval!.upper).toBeLessThan(0)
  expect(longEndFindings(check, 128)).toMatchObject([{ code: 'long-end-too-steep' }])
  // A long end far beyond p50 says nothing about it.
  expect(longEndFindings(check, 20)).toEqual([])
})

it('is null with too few long tasks or without a horizon', () => {
  expect(fit(simulated((x) => 5 - x).filter(({ task }) => Number(task.slice(1)) % 9 === 0)).longEnd).toBeNull()
  expect(fit(simulated(() => 50)).longEnd).toBeNull()
  const same = simulated((x) => 2 - x).map((run) => ({ ...run, minutes: Number(run.task.slice(1)) < 3 ? 1 : 8 }))
  expect(fit(same).longEnd?.tasks ?? null).toBe(87)
})

it('has a t interval over tasks that holds the truth as often as it says', () => {
  let held = 0
  for (let seed = 0; seed < 200; seed += 1) {
    const { excess } = fit(simulated((x) => 5 - x, seed)).longEnd!
    if (excess.interval!.lower <= 0 && 0 <= excess.interval!.upper) held += 1
  }
  // The curve has followed the same runs, so somewhat more than 95 %.
  expect(held).toBeGreaterThanOrEqual(184)
})
