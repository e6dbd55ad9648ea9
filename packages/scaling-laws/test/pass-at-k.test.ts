import { describe, expect, it } from 'vitest'
import { meanPassAtK, passAtK } from '../src/index.js'

describe('meanPassAtK', () => {
  const problems = [0, 1, 4, 9, 10].map((successes) => ({ attempts: 10, successes }))

  it('averages over problems, with a standard error over problems', () => {
    const { n, curve, warnings } = meanPassAtK(problems, [1, 10, 11])
    expect(n).toBe(5)
    expect(warnings).toEqual([])
    expect(curve[0]!.passAtK.estimate).toBeCloseTo(0.48, 14)
    // R: x <- c(0, .1, .4, .9, 1); sd(x) / sqrt(5)
    expect(curve[0]!.passAtK.standardError).toBeCloseTo(0.203469899493758, 12)
    expect(curve[1]!.passAtK.estimate).toBeCloseTo(0.8, 14)
    expect(curve[2]!.passAtK).toMatchObject({ estimate: null, interval: null })
    expect(curve[2]!.passAtK.reason).toContain('only 10 attempts')
  })

  it('resamples problems by seed', () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ attempts: 20, successes: i % 7 }))
    const options = { bootstrap: { seed: 4, replicates: 2000 }, level: 0.9 }
    const [point] = meanPassAtK(many, [2], options).curve
    const { estimate, standardError, interval } = point!.passAtK
    // Normal theory at n = 200; the percentile ends carry Monte Carlo error of a few per cent of the width.
    expect(Math.abs(interval!.upper - estimate! - 1.645 * standardError!)).toBeLessThan(0.15 * standardError!)
    expect(Math.abs(estimate! - interval!.lower - 1.645 * standardError!)).toBeLessThan(0.15 * standardError!)
    expect(meanPassAtK(many, [2], options).curve[0]).toEqual(point)
  })

  it('suspects unequal numbers of attempts', () => {
    const { warnings, curve } = meanPassAtK(
      [
        { attempts: 60, successes: 1 },
        { attempts: 10, successes: 0 },
      ],
      [10],
    )
    expect(warnings.map(({ code }) => code)).toEqual(['unequal-attempts'])
    expect(curve[0]!.passAtK.estimate).toBeCloseTo(passAtK(60, 1, 10) / 2, 14)
  })

  it('has no standard error from one problem', () => {
    expect(meanPassAtK([{ attempts: 3, successes: 1 }], [1]).curve[0]!.passAtK.standardError).toBeNull()
  })

  it.each([
    [[], [1], {}, 'problems.length must be an integer >= 1'],
    [problems, [0], {}, 'k must be an integer >= 1, got 0'],
    [problems, [100.5], {}, 'k must be an integer >= 1, got 100.5'],
    [problems, [1], { level: 2 }, 'level must be in (0, 1)'],
  ])('throws for %o', (list, ks, options, message) => {
    expect(() => meanPassAtK(list, ks, options)).toThrow(message)
  })
})
