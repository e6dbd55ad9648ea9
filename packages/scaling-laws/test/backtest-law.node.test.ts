import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import { backtestLaw, compareLaws, profileIntervals } from '../src/index.js'
import { chinchillaCsv, chinchillaRuns } from './shared-runs.js'

describeWithShared('the 240 runs of Besiroglu et al.', [chinchillaCsv], () => {
  const runs = chinchillaRuns()
    .toSorted((left, right) => left.loss - right.loss)
    .slice(0, 240)

  it('profiles around the optimum that scipy polished, about as wide as the published bootstrap', () => {
    const { estimates } = profileIntervals('chinchilla', runs, {
      level: 0.8,
      constants: ['alpha'],
      quantities: { a: ({ alpha, beta }) => beta / (alpha + beta) },
    })
    expect(estimates['alpha']!.estimate).toBeCloseTo(0.3473104988817538, 8)
    const { estimate, interval } = estimates['a']!
    expect(estimate).toBeCloseTo(0.5138995159086902, 8)
    // The bootstrap's 80 % interval is 0.051 wide; the profile takes the noise to be the same everywhere, which it is not.
    expect(interval!.upper - interval!.lower).toBeGreaterThan(0.02)
    expect(interval!.upper - interval!.lower).toBeLessThan(0.055)
  })

  it('shows that intervals of the law alone are too short beyond the data, that its drift makes them honest, and that equal exponents cannot be told apart', () => {
    const alone = backtestLaw('chinchilla', runs, { level: 0.9, beyond: 'law' }).factors
    expect(alone[0]!.absoluteRelativeError!).toBeLessThan(0.01)
    expect(alone[1]!.coverage.interval!.upper).toBeLessThan(0.9)
    for (const loss of ['huber', 'log-squared'] as const) {
      for (const { coverage, predictions } of backtestLaw('chinchilla', runs, { level: 0.9, loss }).factors) {
        if (predictions < 30) continue
        expect(coverage.estimate!).toBeGreaterThan(0.84)
        expect(coverage.estimate!).toBeLessThan(0.985)
      }
    }
    const { laws } = compareLaws(
      [
        { law: 'chinchilla', points: runs },
        { law: 'over-training', points: runs },
        { law: 'kaplan', points: runs },
      ],
      { loss: 'huber' },
    )
    const [chinchilla, equal, kaplan] = laws
    const undecided = Math.max(chinchilla!.aiccDifference.standardError!, equal!.aiccDifference.standardError!)
    expect(Math.abs(chinchilla!.aicc! - equal!.aicc!)).toBeLessThan(2 * undecided)
    expect(kaplan!.aiccDifference.estimate!).toBeGreaterThan(100)
  })
})
