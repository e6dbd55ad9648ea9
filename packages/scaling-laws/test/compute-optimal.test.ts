import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chinchillaLoss, computeOptimal, publishedFits } from '../src/index.js'
import oracle from './oracles/frontier.json' with { type: 'json' }

/** Rounding of the exponentials of logarithms near 60. */
const tolerance = 1e-12

for (const [name, rows] of Object.entries(oracle.presets)) {
  it.each(rows)(`agrees with 50-digit minimisation: ${name}, $compute FLOP`, (row) => {
    const best = computeOptimal(publishedFits[name as keyof typeof oracle.presets].parameters, row.compute)
    expect(Math.abs(best.params / row.params - 1)).toBeLessThan(tolerance)
    expect(Math.abs(best.tokens / row.tokens - 1)).toBeLessThan(tolerance)
    expect(Math.abs(best.loss / row.loss - 1)).toBeLessThan(tolerance)
  })
}

it('spends the budget and meets the first-order condition alpha A / N^alpha = beta B / D^beta', () => {
  const inRange = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
  fc.assert(
    fc.property(
      inRange(1, 1e4),
      inRange(1, 1e5),
      inRange(0, 3),
      inRange(0.1, 1),
      inRange(0.1, 1),
      inRange(16, 27),
      (A, B, E, alpha, beta, logCompute) => {
        const compute = 10 ** logCompute
        const parameters = { A, B, E, alpha, beta }
        const best = computeOptimal(parameters, compute)
        expect(Math.abs((6 * best.params * best.tokens) / compute - 1)).toBeLessThan(1e-11)
        const left = alpha * A * best.params ** -alpha
        const right = beta * B * best.tokens ** -beta
        expect(Math.abs(left / right - 1)).toBeLessThan(1e-11)
        for (const factor of [0.9, 1.1]) {
          const other = chinchillaLoss(parameters, best.params * factor, best.tokens / factor)
          expect(other).toBeGreaterThanOrEqual(best.loss * (1 - 1e-12))
        }
      },
    ),
  )
})

it.each([
  [{ A: 0 }, 1e21, /A must be > 0, got 0/],
  [{ B: -1 }, 1e21, /B must be > 0/],
  [{ alpha: 0 }, 1e21, /alpha must be > 0/],
  [{ beta: Number.NaN }, 1e21, /beta must be > 0/],
  [{}, 0, /compute must be > 0/],
  [{}, Number.NaN, /compute must be > 0/],
])('refuses %j at %s FLOP', (change, compute, message) => {
  expect(() => computeOptimal({ ...publishedFits.besiroglu.parameters, ...change }, compute)).toThrow(message)
})
