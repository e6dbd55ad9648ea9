import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { fitM4, fitPowerOffset, m4Loss, type CurvePoint } from '../src/index.js'

function curve(n: number, loss: (x: number) => number): readonly CurvePoint[] {
  const random = createRandom(3, n)
  return Array.from({ length: n }, (_, i) => {
    const x = 10 ** (3 + (5 * i) / n)
    return { x, loss: loss(x) * Math.exp(0.01 * random.normal()) }
  })
}

it('finds from a part of many points what starts on all of them find', () => {
  const points = curve(600, (x) => m4Loss({ E: 1.5, B: 40, c: 0.3, E0: 10, alpha: 0.5 }, x))
  const screened = fitM4(points, { loss: 'log-squared' })
  expect(screened.converged).toBe(true)
  // Few enough points that no start is screened; their optimum is near that of all, which no other is.
  const few = fitM4(
    points.filter((_, i) => i % 3 === 0),
    { loss: 'log-squared' },
  )
  for (const name of ['c', 'alpha'] as const)
    expect(Math.abs(screened.parameters![name] - few.parameters![name])).toBeLessThan(4 * few.standardErrors[name]!)
})

it('does not depend on a period in the order of the points', () => {
  const points = curve(512, (x) => 1.5 + 30 * x ** -0.3)
  const interleaved = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((k) => points.filter((_, i) => i % 8 === k))
  for (const loss of ['huber', 'log-squared'] as const) {
    const sorted = fitPowerOffset(points, { loss })
    const mixed = fitPowerOffset(interleaved, { loss })
    expect(mixed.objective! / sorted.objective! - 1).toBeLessThan(1e-9)
    expect(mixed.parameters!.c).toBeCloseTo(sorted.parameters!.c, 6)
  }
})
