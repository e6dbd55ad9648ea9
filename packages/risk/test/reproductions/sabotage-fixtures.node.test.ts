import { readFileSync } from 'node:fs'
import { clopperPearsonInterval, createRandom, fisherExactTest } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import {
  auditCurve,
  auditedInTop,
  bestAttackCount,
  deploymentGame,
  roganGladen,
  winProbability,
  zeroHitsBound,
} from '../../src/index.js'

interface Fixtures {
  readonly p_audited: readonly { u: number; n: number; k: number; p: number }[]
  readonly safety_at_budget: Readonly<Record<string, { threshold: number; tie_prob: number; safety: number }>>
  readonly win: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly best_attack_count: Readonly<Record<string, { A: number; win: number }>>
  readonly 'plug-in bias with 128 minigames': { true: number; mean: number; p5: number; p95: number }
  readonly headline_CP95: Readonly<Record<string, { rate: number; ci: readonly [number, number] }>>
  readonly 'fisher S2S 45/32768 vs 0/100000': number
  readonly 'fisher S2S 7/32768 vs 0/100000': number
  readonly 'fisher human 44/54 vs 8/18': number
  readonly 'one-sided upper95 0/100000': number
  readonly rogan_gladen: readonly { apparent: number; se: number; sp: number; corrected: number }[]
}

const relative = 1e-10
// The stored win rates have four decimals.
const fourDecimals = 5.1e-5

describeWithShared('fixtures of audits and sabotage', ['oracles/sabotage/fixtures.json'], () => {
  const fixtures = JSON.parse(readFileSync(sharedPath('oracles/sabotage/fixtures.json'), 'utf8')) as Fixtures
  const rates = (key: string) => {
    const [, audited, success] = /q=([\d.]+),s=([\d.]+)/.exec(key)!
    return { audited: Number(audited), success: Number(success) }
  }

  it('audited among the most suspicious', () => {
    for (const { u, n, k, p } of fixtures.p_audited) {
      const found = auditedInTop({ quantile: u, honest: n, audits: k })
      expect(Math.abs(found / p - 1), `u ${u}`).toBeLessThan(relative)
    }
  })

  it('detection at a budget, with randomised ties', () => {
    // Ten honest scores and six attacks with the ties that the stored thresholds imply.
    const scores = { honest: [7, 5, 4, 3, 2, 2, 1, 1, 1, 0], attacks: [9, 8, 6, 5, 3, 1] }
    for (const [budget, expected] of Object.entries(fixtures.safety_at_budget)) {
      const [point] = auditCurve(scores, { budgets: [Number(budget)], seed: 1, replicates: 50 }).points
      expect(point!.estimate).toBeCloseTo(expected.safety, 10)
      expect(point!.threshold).toBe(expected.threshold)
      expect(point!.tieProbability).toBeCloseTo(expected.tie_prob, 10)
    }
  })

  it('win rates of the deployment game, and the best number of attempts', () => {
    for (const [key, byAttempts] of Object.entries(fixtures.win)) {
      for (const [attempts, win] of Object.entries(byAttempts)) {
        expect(Math.abs(winProbability(rates(key), Number(attempts), 3) - win)).toBeLessThan(fourDecimals)
      }
    }
    for (const [key, { A, win }] of Object.entries(fixtures.best_attack_count)) {
      const best = bestAttackCount(rates(key), 3)
      expect(best.attempts).toBe(A)
      expect(Math.abs(best.win - win)).toBeLessThan(fourDecimals)
    }
  })

  it('estimates from 128 minigames scatter as stored, and the interval says so', () => {
    const stored = fixtures['plug-in bias with 128 minigames']
    const wins: number[] = []
    let covered = 0
    for (let r = 0; r < 400; r += 1) {
      const random = createRandom(3, r)
      const pool = Array.from({ length: 128 }, () => {
        const audited = random.uniform() < 0.1
        return { audited, success: random.uniform() < 0.3 }
      })
      const { win } = deploymentGame(pool, { attempts: 10, replicates: 200, seed: r })
      wins.push(win.estimate!)
      if (win.interval!.lower <= stored.true && stored.true <= win.interval!.upper) covered += 1
    }
    wins.sort((x, y) => x - y)
    // Standard deviation 0.083 over 400 pools: three standard errors of a mean, and of 5 % quantiles.
    expect(Math.abs(wins.reduce((sum, win) => sum + win, 0) / 400 - stored.mean)).toBeLessThan(0.0125)
    expect(Math.abs(wins[20]! - stored.p5)).toBeLessThan(0.025)
    expect(Math.abs(wins[380]! - stored.p95)).toBeLessThan(0.04)
    // Percentile intervals of a skewed statistic: near 95 %, not above.
    expect(covered / 400).toBeGreaterThan(0.9)
  })

  it('intervals and tests of published counts', () => {
    for (const [name, { rate, ci }] of Object.entries(fixtures.headline_CP95)) {
      const [, count, total] = /(\d+)\/(\d+)/.exec(name.replace('AEI >=25% ', '').replace('AEI >=75% ', '')) ?? []
      const { lower, upper } = clopperPearsonInterval(Number(count), Number(total))
      expect(Number(count) / Number(total)).toBeCloseTo(rate, 12)
      expect(Math.abs(lower - ci[0])).toBeLessThan(relative)
      expect(Math.abs(upper - ci[1])).toBeLessThan(relative)
    }
    const near = (value: number, expected: number) => {
      expect(Math.abs(value / expected - 1)).toBeLessThan(relative)
    }
    const fisher = (a: number, n: number, b: number, m: number) =>
      fisherExactTest([
        [a, n - a],
        [b, m - b],
      ])
    near(fisher(45, 32768, 0, 100000), fixtures['fisher S2S 45/32768 vs 0/100000'])
    near(fisher(7, 32768, 0, 100000), fixtures['fisher S2S 7/32768 vs 0/100000'])
    near(fisher(44, 54, 8, 18), fixtures['fisher human 44/54 vs 8/18'])
    near(zeroHitsBound(100_000).upper, fixtures['one-sided upper95 0/100000'])
    for (const { apparent, se, sp, corrected } of fixtures.rogan_gladen) {
      expect(roganGladen(apparent, { sensitivity: se, specificity: sp }).raw).toBeCloseTo(corrected, 12)
    }
  })
})
