import fc from 'fast-check'
import { expect, it } from 'vitest'
import { softplusTail } from '../src/internal/softplus-tail.js'

/** Rounding of Taylor's series and of the reference, relative to the value. */
const rounding = 2e-15
const at = (a: number): readonly [number, number] => {
  const into = new Float64Array(2)
  softplusTail(a, into)
  return [into[0]!, into[1]!]
}

it('is log(1 + exp(-a)) and its share', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 700, noNaN: true }), (a) => {
      const e = Math.exp(-a)
      const [soft, share] = at(a)
      expect(Math.abs(soft / Math.log1p(e) - 1)).toBeLessThan(rounding)
      expect(Math.abs(share / (e / (1 + e)) - 1)).toBeLessThan(rounding)
    }),
  )
})

// mpmath, 30 digits, rounded: log(1 + exp(-a)) and 1 / (1 + exp(a)).
it.each([
  [0, Math.LN2, 0.5],
  [1, 0.3132616875182228, 0.2689414213699951],
  [1 / 64, 0.6853651978276345, 0.4960938294709195],
  [10, 4.539889921686465e-5, 4.5397868702434395e-5],
  [36.99, 8.61880618011994e-17, 8.61880618011994e-17],
])('at %d', (a, soft, share) => {
  expect(Math.abs(at(a)[0] / soft - 1)).toBeLessThan(rounding)
  expect(Math.abs(at(a)[1] / share - 1)).toBeLessThan(rounding)
})

it.each([
  [800, 0, 0],
  [Infinity, 0, 0],
  [NaN, NaN, NaN],
])('at %d, the end of numbers', (a, soft, share) => {
  expect(at(a)).toEqual([soft, share])
})
