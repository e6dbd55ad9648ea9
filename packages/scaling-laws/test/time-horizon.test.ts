import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { fitTimeHorizons, type TaskRun, type TaskWeighting } from '../src/index.js'
import oracle from './oracles/time-horizon.json' with { type: 'json' }

const runs: readonly TaskRun[] = oracle.runs
// The reference has 40 digits; Newton's last step and the sums of 60 terms leave a few ulps times the condition number.
const relative = 1e-9

const simulate = (seed: number, families = 20): readonly TaskRun[] => {
  const random = createRandom(seed)
  return Array.from({ length: families * 3 }, (_, i) => {
    const minutes = 2 ** (10 * random.uniform())
    return Array.from({ length: 4 }, () => ({
      agent: 'a',
      task: `${i}`,
      family: `${i % families}`,
      minutes,
      // p50 at 32 minutes, log odds falling by 0.8 per doubling.
      score: random.uniform() < 1 / (1 + Math.exp(-0.8 * (5 - Math.log2(minutes)))) ? 1 : 0,
    }))
  }).flat()
}

describe('fitTimeHorizons', () => {
  it.each([
    ['two tasks of one family', 2, () => 'f'],
    ['two families of one task', 2, (t: number) => `f${t}`],
  ])('has no interval from %s, which cannot show how they differ', (_, tasks, family) => {
    const few = Array.from({ length: 6 * tasks }, (_, i): TaskRun => {
      const task = i % tasks
      return { agent: 'a', task: `${task}`, family: family(task), minutes: 4 ** task, score: i < 9 - task ? 1 : 0 }
    })
    const p50 = fitTimeHorizons(few, { bootstrap: { seed: 1, replicates: 50 } })[0]!.minutes['p50']!
    expect(p50.estimate).toBeGreaterThan(0)
    expect(p50.interval).toBeNull()
    expect(p50.reason).toContain('fewer than 3 families or tasks')
  })

  it.each(oracle.fits)('agrees with mpmath: $agent, $weighting, penalty $regularization', (want) => {
    const weighting = want.weighting as TaskWeighting
    const fit = fitTimeHorizons(runs, { weighting, regularization: want.regularization }).find(
      ({ agent }) => agent === want.agent,
    )!
    expect(fit.converged).toBe(true)
    for (const [actual, expected] of [
      [fit.slope, want.slope],
      [fit.intercept, want.intercept],
      [fit.minutes['p50']!.estimate, want.p50],
      [fit.minutes['p80']!.estimate, want.p80],
    ] as const)
      expect(Math.abs(actual! / expected - 1)).toBeLessThan(relative)
    const same = fit.sensitivity.find(
      (one) => one.weighting === weighting && one.regularization === want.regularization,
    )
    expect(Math.abs(same!.p50! / want.p50 - 1)).toBeLessThan(relative)
  })

  it('counts what it rests on and is JSON-safe', () => {
    const [weak, strong] = fitTimeHorizons(runs, { bootstrap: { seed: 1, replicates: 50 } })
    expect([weak!.agent, strong!.agent]).toEqual(['weak', 'strong'])
    expect(weak).toMatchObject({ families: 7, tasks: 16, n: runs.length / 2 })
    expect(weak!.warnings.map(({ code }) => code)).toContain('few-families')
    expect(weak!.sensitivity).toHaveLength(9)
    expect(JSON.parse(JSON.stringify(weak))).toEqual(weak)
  })

  it('recovers a planted horizon', () => {
    const [fit] = fitTimeHorizons(simulate(5, 400), { regularization: 0 })
    expect(Math.abs(Math.log2(fit!.minutes['p50']!.estimate!) - 5)).toBeLessThan(0.2)
    expect(Math.abs(fit!.slope! + 0.8)).toBeLessThan(0.1)
  })

  it('covers the planted horizon about as often as it claims', () => {
    let covered = 0
    const worlds = 60
    for (let seed = 0; seed < worlds; seed += 1) {
      const [fit] = fitTimeHorizons(simulate(1000 + seed), {
        regularization: 0,
        weighting: 'equal-run',
        bootstrap: { seed, replicates: 120 },
      })
      const { lower, upper } = fit!.minutes['p50']!.interval!
      if (lower <= 32 && 32 <= upper) covered += 1
    }
    // 95 % of 60 is 57; 48 would be five standard deviations away.
    expect(covered).toBeGreaterThan(48)
  })

  it('measures in people-minutes: other units shift the horizon and nothing else', () => {
    const hours = runs.map((run) => ({ ...run, minutes: run.minutes / 60 }))
    const [inMinutes] = fitTimeHorizons(runs)
    const [inHours] = fitTimeHorizons(hours)
    expect(inHours!.minutes['p50']!.estimate! * 60).toBeCloseTo(inMinutes!.minutes['p50']!.estimate!, 8)
    expect(inHours!.slope).toBeCloseTo(inMinutes!.slope!, 10)
  })

  it('bootstraps by seed', () => {
    const options = { bootstrap: { seed: 3, replicates: 100 } }
    const [one] = fitTimeHorizons(runs, options)
    const [two] = fitTimeHorizons(runs, options)
    expect(one!.minutes).toEqual(two!.minutes)
    const { estimate, interval } = one!.minutes['p50']!
    expect(interval!.lower < estimate! && estimate! < interval!.upper).toBe(true)
  })

  it('draws whole families, or as METR does, and says which', () => {
    // Tasks of one length are alike here: drawn again, their runs count their noise twice.
    const alike = simulate(3)
    const own = (within?: boolean) =>
      fitTimeHorizons(alike, {
        regularization: 0,
        bootstrap: { seed: 3, replicates: 400, ...(within === undefined ? {} : { within }) },
      })[0]!
    const length = ({ minutes: { p50 } }: ReturnType<typeof own>) =>
      Math.log(p50!.interval!.upper / p50!.interval!.lower)
    const [whole, metr] = [own(), own(true)]
    expect(own(false)).toEqual(whole)
    expect(whole.minutes['p50']!.interval!.method).toBe(
      'expanded percentile hierarchical bootstrap over family, task and run, families drawn whole',
    )
    expect(metr.minutes['p50']!.interval!.method).toBe('percentile hierarchical bootstrap over family, task and run')
    // Three times the variance, but for the expansion and chance.
    expect(length(metr) / length(whole)).toBeGreaterThan(1.3)
    expect(length(metr) / length(whole)).toBeLessThan(2.2)
    expect(metr.assumptions).toHaveLength(whole.assumptions.length + 1)
  })

  it('draws tasks where all are of one family, and warns', () => {
    const one = simulate(3).map((run) => ({ ...run, family: 'all' }))
    const [fit] = fitTimeHorizons(one, { regularization: 0, bootstrap: { seed: 1, replicates: 100 } })
    const { lower, upper } = fit!.minutes['p50']!.interval!
    expect(lower).toBeLessThan(fit!.minutes['p50']!.estimate!)
    expect(upper).toBeGreaterThan(fit!.minutes['p50']!.estimate!)
    expect(fit!.warnings.find(({ code }) => code === 'few-families')!.message).toMatch(/^One task family/)
  })

  const at = (minutes: number, score: number, task = `${minutes}`): TaskRun => ({
    agent: 'a',
    task,
    family: task,
    minutes,
    score,
  })

  it.each([
    ['no-success', [at(1, 0), at(2, 0)], {}],
    ['no-failure', [at(1, 1), at(2, 1)], {}],
    ['separated', [at(1, 1), at(2, 1), at(4, 0)], { regularization: 0 }],
    ['success-does-not-fall', [at(1, 0), at(2, 0), at(4, 1), at(2, 1)], {}],
  ] as const)('refuses %s', (code, own, options) => {
    const [fit] = fitTimeHorizons(own, { ...options, bootstrap: { seed: 1, replicates: 10 } })
    expect(fit!.refusal?.code).toBe(code)
    expect(fit!.slope).toBeNull()
    expect(fit!.minutes['p50']).toMatchObject({ estimate: null, interval: null, reason: fit!.refusal!.message })
  })

  it('warns of horizons outside the tasks, beyond 16 hours, and of lost replicates', () => {
    const easy = [1, 2, 4, 8].flatMap((minutes) => [at(minutes, 1), at(minutes, 1), at(minutes, minutes > 4 ? 0 : 1)])
    const [fit] = fitTimeHorizons(easy, { successLevels: [0.5, 0.001], bootstrap: { seed: 1, replicates: 50 } })
    const codes = fit!.warnings.map(({ code }) => code)
    expect(codes).toEqual(['outside-tasks', 'beyond-16-hours', 'unusable-replicates', 'few-families'])
    expect(Object.keys(fit!.minutes)).toEqual(['p50', 'p0.1'])
    expect(fit!.bootstrap!.unusable).toBeGreaterThan(0)
  })

  it.each([
    [[at(0, 1)], {}, 'minutes of 0 must be > 0 and finite, got 0'],
    [[at(1, 2)], {}, 'score of 1 must be in [0, 1], got 2'],
    [[at(1, 1, 'x'), { ...at(1, 1, 'x'), family: 'y' }], {}, 'task x is in two families, x and y'],
    [[], { regularization: -1 }, 'regularization must be >= 0'],
    [[], { successLevels: [1] }, 'successLevels must be in (0, 1), got 1'],
    [[], { bootstrap: { seed: 1, replicates: 0 } }, 'bootstrap.replicates must be an integer >= 2'],
  ])('throws for %o', (own, options, message) => {
    expect(() => fitTimeHorizons(own, options)).toThrow(message)
  })

  it('has nothing to say of no runs', () => {
    expect(fitTimeHorizons([])).toEqual([])
  })
})
