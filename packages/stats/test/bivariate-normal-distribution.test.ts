import { describe, expect, it } from 'vitest'
import {
  bivariateNormalCdf,
  bivariateNormalLogCdf,
  bivariateNormalLogSurvival,
  bivariateNormalSurvival,
  normalCdf,
  normalLogCdf,
  normalLogSurvival,
  normalSurvival,
} from '../src/index.js'
import { RELATIVE, relativeError } from './oracle-grid.js'
import grid from './oracles/bivariate-normal-distribution.json' with { type: 'json' }

describe('bivariate normal distribution', () => {
  it.each(['centre', 'tails'] as const)('%s: agrees with mpmath to 1e-13 relative', (regime) => {
    const rows = grid[regime]
    expect(rows.length).toBeGreaterThan(70)
    const wrong = rows.filter(([x, y, rho, survival, log]) => {
      const far = survival === null || survival! < 1e-290
      return !(
        (far || relativeError(bivariateNormalSurvival(x!, y!, rho!), survival!) <= RELATIVE) &&
        (far || relativeError(bivariateNormalCdf(-y!, -x!, rho!), survival!) <= RELATIVE) &&
        relativeError(bivariateNormalLogSurvival(x!, y!, rho!), log!) <= RELATIVE &&
        relativeError(bivariateNormalLogCdf(-y!, -x!, rho!), log!) <= RELATIVE
      )
    })
    expect(wrong).toEqual([])
  })

  it.each([-0.999999, -0.9, -0.1, 0.1, 0.5, 0.99, 0.999999])(
    'quadrant at correlation %d is 1/4 + asin / 2 pi',
    (rho) => {
      // asin itself is ill-conditioned near -1: (pi / 2 + asin) = 2 asin(sqrt((1 + rho) / 2)).
      const truth = Math.asin(Math.sqrt((1 + rho) / 2)) / Math.PI
      expect(relativeError(bivariateNormalCdf(0, 0, rho), truth)).toBeLessThan(RELATIVE)
    },
  )

  it('degenerates to one dimension', () => {
    expect(bivariateNormalCdf(-1.2, 0.4, 1)).toBe(normalCdf(-1.2))
    expect(bivariateNormalSurvival(-1.2, 0.4, 1)).toBe(normalSurvival(0.4))
    expect(bivariateNormalCdf(1, 2, -1)).toBeCloseTo(normalCdf(1) - normalCdf(-2), 15)
    expect(bivariateNormalCdf(-1, -2, -1)).toBe(0)
    expect(bivariateNormalSurvival(-3, 1, -1)).toBeCloseTo(normalCdf(-1) - normalCdf(-3), 15)
    expect(bivariateNormalSurvival(1, -3, -1)).toBeCloseTo(normalCdf(3) - normalCdf(1), 15)
    expect(bivariateNormalCdf(-5, -6, 0)).toBe(normalCdf(-5) * normalCdf(-6))
    expect(bivariateNormalLogSurvival(3, 1, 1)).toBe(normalLogSurvival(3))
    expect(bivariateNormalLogCdf(-300, 1, 0)).toBe(normalLogCdf(-300) + normalLogCdf(1))
    expect(bivariateNormalLogCdf(1, 2, -1)).toBeCloseTo(Math.log(normalCdf(1) - normalCdf(-2)), 15)
  })

  it.each([
    [Infinity, 0.3],
    [0.3, Infinity],
  ])('with an infinite bound (%d, %d) is a margin', (x, y) => {
    expect(bivariateNormalCdf(x, y, 0.4)).toBe(normalCdf(0.3))
    expect(bivariateNormalLogCdf(x, y, 0.4)).toBe(normalLogCdf(0.3))
    expect(bivariateNormalSurvival(x, y, 0.4)).toBe(0)
    expect(bivariateNormalLogSurvival(x, y, 0.4)).toBe(-Infinity)
  })

  it('keeps the digits of a log probability near 0', () => {
    expect(relativeError(bivariateNormalLogCdf(10, 11, 0.5), -normalSurvival(10) - normalSurvival(11))).toBeLessThan(
      1e-6,
    )
    expect(bivariateNormalCdf(40, 40, 0.5)).toBe(1)
  })

  it('increases with the correlation and adds up to its margins', () => {
    let last = 0
    for (let i = -99; i < 100; i++) {
      const rho = i / 100
      const p = bivariateNormalCdf(-1.3, -0.8, rho)
      expect(p).toBeGreaterThan(last)
      expect(p + bivariateNormalCdf(-1.3, 0.8, -rho)).toBeCloseTo(normalCdf(-1.3), 15)
      last = p
    }
  })

  it.each([
    [() => bivariateNormalCdf(NaN, 0, 0), 'bivariateNormalCdf: x must be a number, got NaN'],
    [() => bivariateNormalSurvival(0, NaN, 0), 'bivariateNormalSurvival: y must be a number, got NaN'],
    [() => bivariateNormalLogCdf(0, 0, 1.5), 'bivariateNormalLogCdf: correlation must be in [-1, 1], got 1.5'],
    [
      () => bivariateNormalLogSurvival(0, 0, NaN),
      'bivariateNormalLogSurvival: correlation must be in [-1, 1], got NaN',
    ],
  ])('refuses %o', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })
})
