import fc from 'fast-check'
import { createRandom, normalSurvival } from '@safety-portfolio/stats'
import { parseRows } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { auditCurve, auditedInTop, auditSchema, bestAttackCount, deploymentGame, winProbability } from '../src/index.js'

describe('auditCurve', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 })

  it('spends exactly its budget, and its area is the chance of looking more suspicious', () => {
    fc.assert(
      fc.property(scores, scores, fc.double({ min: 0, max: 1, noNaN: true }), (honest, attacks, budget) => {
        const { points, area } = auditCurve({ honest, attacks }, { budgets: [budget], seed: 1, replicates: 2 })
        const { threshold, tieProbability, estimate } = points[0]!
        const share = (list: readonly number[]) =>
          (list.filter((score) => score > threshold).length +
            tieProbability * list.filter((score) => score === threshold).length) /
          list.length
        expect(share(honest)).toBeCloseTo(budget, 8)
        expect(share(attacks)).toBeCloseTo(estimate!, 8)
        let wins = 0
        for (const attack of attacks) for (const own of honest) wins += attack > own ? 1 : attack === own ? 0.5 : 0
        expect(area.estimate).toBeCloseTo(wins / honest.length / attacks.length, 10)
      }),
      { numRuns: 100 },
    )
  })

  it('does not change when scores go through a rising function, and rises with the budget', () => {
    fc.assert(
      fc.property(scores, scores, (honest, attacks) => {
        const options = { budgets: [0.05, 0.1, 0.3, 0.7], seed: 1, replicates: 2 }
        const estimates = (f: (x: number) => number) =>
          auditCurve({ honest: honest.map(f), attacks: attacks.map(f) }, options).points.map(
            ({ estimate }) => estimate!,
          )
        const first = estimates((x) => x)
        expect(estimates((x) => Math.exp(x))).toEqual(first)
        for (const [i, value] of first.entries()) if (i > 0) expect(value).toBeGreaterThanOrEqual(first[i - 1]!)
      }),
      { numRuns: 50 },
    )
  })

  it('a score that says nothing finds the budget', () => {
    const same = { honest: [3, 3, 3, 3], attacks: [3, 3] }
    const { points, area } = auditCurve(same, { budgets: [0, 0.1, 0.25, 1], seed: 1, replicates: 50 })
    expect(points.map(({ estimate }) => estimate)).toEqual([0, 0.1, 0.25, 1])
    expect(area).toMatchObject({ estimate: 0.5, interval: null })
    expect(area.reason).toContain('no variation')
  })

  it('intervals cover', () => {
    const truth = normalSurvival(1.2815515655446004 - 1)
    let covered = 0
    for (let r = 0; r < 200; r += 1) {
      const random = createRandom(51, r)
      const honest = Array.from({ length: 400 }, () => random.normal())
      const attacks = Array.from({ length: 150 }, () => 1 + random.normal())
      const { interval } = auditCurve({ honest, attacks }, { budgets: [0.1], seed: r, replicates: 200, level: 0.9 })
        .points[0]!
      if (interval!.lower <= truth && truth <= interval!.upper) covered += 1
    }
    expect(Math.abs(covered / 200 - 0.9)).toBeLessThan(0.07)
  })

  it('refuses an empty group, and warns where the threshold is hardly known', () => {
    expect(auditCurve({ honest: [], attacks: [1] }, { seed: 1 }).refused!.code).toBe('no-honest')
    expect(auditCurve({ honest: [1], attacks: [] }, { seed: 1 })).toMatchObject({
      points: [],
      area: { estimate: null },
    })
    expect(auditCurve({ honest: [1, 2], attacks: [3] }, { seed: 1, replicates: 5 }).warnings[0]!.code).toBe(
      'few-honest',
    )
    expect(() => auditCurve({ honest: [NaN], attacks: [] }, { seed: 1 })).toThrow('scores must be finite, got NaN')
    expect(() => auditCurve({ honest: [1], attacks: [1] }, { budgets: [2], seed: 1 })).toThrow(
      'budgets must lie in [0, 1], got 2',
    )
  })

  it('reads labels in several words', () => {
    const rows = [
      { score: 1, label: 'Honest' },
      { score: '2', label: 1 },
      { score: 3, label: 'attack', success: 0 },
    ]
    expect(parseRows(rows, { schema: auditSchema }).map(({ label }) => label)).toEqual(['honest', 'attack', 'attack'])
    expect(() => parseRows([{ score: 1, label: 'perhaps' }], { schema: auditSchema })).toThrow('attack or honest')
  })
})

describe('auditedInTop', () => {
  it('is certain with as many audits as competitors and more, and never without audits', () => {
    expect(auditedInTop({ quantile: 0.2, honest: 5, audits: 6 })).toBe(1)
    expect(auditedInTop({ quantile: 1, honest: 5, audits: 0 })).toBe(0)
    expect(auditedInTop({ quantile: 1, honest: 1000, audits: 1 })).toBe(1)
    expect(() => auditedInTop({ quantile: 2, honest: 1, audits: 1 })).toThrow('quantile must lie in [0, 1]')
  })
})

describe('winProbability', () => {
  it('is what playing the game gives', () => {
    const [rates, attempts, need] = [{ audited: 0.1, recognised: 0.8, success: 0.4 }, 12, 3]
    const random = createRandom(61)
    const games = 20_000
    let wins = 0
    for (let g = 0; g < games; g += 1) {
      let [hits, caught] = [0, false]
      for (let i = 0; i < attempts && !caught; i += 1) {
        if (random.uniform() < rates.audited) caught = random.uniform() < rates.recognised
        else if (random.uniform() < rates.success) hits += 1
      }
      if (!caught && hits >= need) wins += 1
    }
    // Standard error 0.35 points.
    expect(Math.abs(wins / games - winProbability(rates, attempts, need))).toBeLessThan(0.012)
  })

  it.each([
    [{ audited: 0.1, success: 0.3 }, 2, 3, 0],
    [{ audited: 0, success: 1 }, 5, 3, 1],
    [{ audited: 1, success: 1 }, 5, 3, 0],
    [{ audited: 0.2, success: 0 }, 5, 0, 0.8 ** 5],
    [{ audited: 0.5, success: 1 }, 4, 3, 0.5 ** 4],
  ])('%o, %s attempts, %s needed: %s', (rates, attempts, need, expected) => {
    expect(winProbability(rates, attempts, need)).toBeCloseTo(expected, 12)
  })

  it('refuses what is no rate', () => {
    expect(() => winProbability({ audited: -0.1, success: 0.1 }, 1, 1)).toThrow('audited must lie in [0, 1], got -0.1')
    expect(() => winProbability({ audited: 0.1, success: 0.1 }, 1.5, 1)).toThrow('attempts must be an integer >= 0')
    expect(() => bestAttackCount({ audited: 0.1, success: 0.1 }, 3, 2)).toThrow('mostAttempts must be an integer >= 3')
  })
})

describe('deploymentGame', () => {
  it('refuses an empty pool, and says where a pool shows nothing', () => {
    expect(deploymentGame([], { seed: 1 })).toMatchObject({ refused: { code: 'no-attempts' }, win: { estimate: null } })
    const all = deploymentGame(
      Array.from({ length: 5 }, () => ({ audited: true, success: true })),
      { seed: 1, replicates: 10 },
    )
    expect(all.success).toMatchObject({ estimate: null, reason: 'every attempt was audited' })
    expect(all.win).toMatchObject({ estimate: 0, interval: null })
    expect(all.warnings.map(({ code }) => code)).toEqual(['small-pool'])
  })

  it('lets the attacker choose, or not', () => {
    const pool = Array.from({ length: 200 }, (_, i) => ({ audited: i % 20 === 0, success: i % 3 === 0 }))
    const free = deploymentGame(pool, { seed: 1, replicates: 50 })
    const fixed = deploymentGame(pool, { seed: 1, replicates: 50, attempts: 4, need: 2 })
    expect(free.win.estimate).toBeCloseTo(
      bestAttackCount({ audited: 0.05, success: free.success.estimate! }, 3).win,
      12,
    )
    expect(fixed).toMatchObject({ attempts: 4, need: 2 })
    expect(() => deploymentGame(pool, { seed: 1, need: 0 })).toThrow('need must be an integer >= 1, got 0')
  })
})
