import type { Estimate } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { covarianceQuantities, replicateCovariance } from '../src/laws/replicate-covariance.js'

const scales = ['log A', 'alpha']

/** Standard deviations of quantities over given constants. */
function estimatesOf(draws: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, Estimate>> {
  return Object.fromEntries(
    Object.entries(covarianceQuantities(scales)).map(([name, quantity]) => {
      const values = draws.map(quantity)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
      return [name, { estimate: mean, standardError: Math.sqrt(variance), interval: null }]
    }),
  )
}

describe('replicateCovariance', () => {
  it('is the covariance of the replicates, made up for the cluster that resamples lack', () => {
    const draws = [
      { A: Math.exp(1), alpha: 0.1 },
      { A: Math.exp(2), alpha: 0.4 },
      { A: Math.exp(6), alpha: 0.4 },
    ]
    // By hand: log A 1, 2, 6 has variance 7, alpha 0.1, 0.4, 0.4 variance 0.03, and their covariance is 0.3.
    const { matrix, degrees } = replicateCovariance(scales, estimatesOf(draws), { clusters: 5, degrees: 40 })!
    const expected = [7, 0.3, 0.3, 0.03].map((value) => (value * 5) / 4)
    for (const [i, value] of matrix.flat().entries()) expect(value).toBeCloseTo(expected[i]!, 10)
    expect(degrees).toBe(4)
  })

  it('has no more degrees of freedom than the fit, and is null where a constant has no logarithm', () => {
    const draws = [
      { A: 1, alpha: 1 },
      { A: 2, alpha: 3 },
    ]
    expect(replicateCovariance(scales, estimatesOf(draws), { clusters: 50, degrees: 7 })!.degrees).toBe(7)
    expect(
      replicateCovariance(scales, estimatesOf([...draws, { A: 0, alpha: 1 }]), { clusters: 5, degrees: 7 }),
    ).toBeNull()
    expect(replicateCovariance(scales, {}, { clusters: 5, degrees: 7 })).toBeNull()
  })
})
