import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bnslLoss, powerOffsetLoss } from '../src/index.js'

const positive = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

it('is the formula of the paper where that does not overflow', () => {
  fc.assert(
    fc.property(
      positive(0, 2),
      positive(0.1, 5),
      positive(-0.5, 0.5),
      positive(-2, 2),
      positive(0.3, 2),
      (a, b, c0, c1, f1) => {
        for (const x of [0.1, 1, 7, 40, 900]) {
          const wanted = a + b * x ** -c0 * (1 + (x / 30) ** (1 / f1)) ** (-c1 * f1)
          expect(Math.abs(bnslLoss({ a, b, c0, c1, d1: 30, f1 }, x) / wanted - 1)).toBeLessThan(1e-12)
        }
      },
    ),
    { seed: 1 },
  )
})

it('is finite where the formula overflows', () => {
  expect(bnslLoss({ a: 0, b: 1, c0: 0, c1: 0.5, d1: 1, f1: 1e-6 }, 1e8)).toBeCloseTo(1e-4, 12)
  expect(bnslLoss({ a: 0, b: 1, c0: 0, c1: 0.5, d1: 1, f1: 1e-6 }, 1e-8)).toBe(1)
})

it('is a power law with offset without a break', () => {
  expect(bnslLoss({ a: 0.3, b: 5, c0: 0.4 }, 77)).toBe(powerOffsetLoss({ E: 0.3, B: 5, c: 0.4 }, 77))
})

it.each<[Parameters<typeof bnslLoss>, RegExp]>([
  [[{ a: 0, b: 1, c0: 1 }, 0], /bnslLoss: x must be > 0, got 0/],
  [[{ a: 0, b: 1, c0: 1 }, Number.NaN], /x must be > 0, got NaN/],
  [[{ a: 0, b: 1, c0: 1, c1: 1, d1: 0, f1: 1 }, 1], /d1 must be > 0, got 0/],
  [[{ a: 0, b: 1, c0: 1, c1: 1, d1: 1 }, 1], /f1 must be > 0, got NaN/],
])('throws for %j', (call, message) => {
  expect(() => bnslLoss(...call)).toThrow(message)
})
