import fc from 'fast-check'
import { expect, it } from 'vitest'
import { m1Loss, m2Loss, m3Loss, m4Loss, powerOffsetLoss } from '../src/index.js'
import { m4Share } from '../src/internal/m4-share.js'
import oracle from './oracles/curve-laws.json' with { type: 'json' }

const positive = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

it.each(oracle.m4Roots)('finds the root of M4 to rounding: alpha $alpha, z $z', ({ alpha, z, logShare }) => {
  // Where the share is nearly 1 its logarithm is the small number exp(-s), whose relative error is the absolute error of s.
  const s = Math.abs(z) / Math.min(1, alpha)
  expect(Math.abs(m4Share(z, alpha, new Float64Array(6))[0]! - logShare)).toBeLessThanOrEqual(
    1e-14 * (1 + s) * Math.abs(logShare),
  )
})

it('M4 solves its equation and falls in x between its plateaus', () => {
  fc.assert(
    fc.property(
      positive(0, 1),
      positive(0.1, 3),
      positive(0.1, 5),
      positive(0.1, 1.5),
      positive(0.1, 5),
      (E, span, B, c, alpha) => {
        const parameters = { E, E0: E + span, B, c, alpha }
        let last = Infinity
        for (const x of [0.1, 0.5, 1, 3, 20]) {
          const y = m4Loss(parameters, x)
          expect(y).toBeGreaterThanOrEqual(E)
          expect(y).toBeLessThanOrEqual(E + span)
          expect(y).toBeLessThanOrEqual(last)
          last = y
          // At a plateau y holds no digits of the distance to it.
          if (Math.min(y - E, E + span - y) < 1e-9 * span) continue
          const left = Math.log(y - E) - alpha * Math.log(E + span - y)
          const right = Math.log(B) - c * Math.log(x)
          const conditioning = 1 / (y - E) + alpha / (E + span - y)
          expect(Math.abs(left - right)).toBeLessThan(1e-14 * (10 + (E + span) * conditioning))
        }
      },
    ),
    { seed: 1 },
  )
})

it('M3 without a shift is M1, M1 with an offset is M2, M4 with a far plateau is nearly M2', () => {
  const [B, c, x] = [5, 0.4, 77]
  expect(m3Loss({ B, c, gamma: 0 }, x)).toBeCloseTo(m1Loss({ B, c }, x), 14)
  expect(m2Loss({ E: 0.2, B, c }, x)).toBe(powerOffsetLoss({ E: 0.2, B, c }, x))
  const far = m4Loss({ E: 0.2, E0: 1e6, B: B / 1e6 ** 0.5, c, alpha: 0.5 }, x)
  expect(Math.abs(far / m2Loss({ E: 0.2, B, c }, x) - 1)).toBeLessThan(1e-6)
})

it.each<[() => number, RegExp]>([
  [() => m1Loss({ B: 1, c: 1 }, 0), /m1Loss: x must be > 0 and finite, got 0/],
  [() => m2Loss({ E: 0, B: 1, c: 1 }, -1), /m2Loss: x/],
  [() => m3Loss({ B: 1, c: 1, gamma: 0 }, Number.NaN), /m3Loss: x/],
  [() => m4Loss({ E: 0, E0: 1, B: 1, c: 1, alpha: 1 }, Infinity), /m4Loss: x/],
  [() => m4Loss({ E: 0, E0: 1, B: 1, c: 1, alpha: 0 }, 1), /m4Loss: alpha must be > 0 and finite, got 0/],
  [() => m4Loss({ E: 0, E0: 1, B: 0, c: 1, alpha: 1 }, 1), /m4Loss: B/],
  [() => m4Loss({ E: 1, E0: 1, B: 1, c: 1, alpha: 1 }, 1), /m4Loss: E0 must be > E \(1\), got 1/],
])('throws for %s', (call, message) => {
  expect(call).toThrow(message)
})
