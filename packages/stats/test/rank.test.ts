import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rank } from '../src/index.js'
import oracle from './oracles/moments-and-quantiles.json' with { type: 'json' }

it.each(Object.entries(oracle.samples))('as SciPy ranks: %s', (_, { values, ranks }) => {
  expect(rank(values)).toEqual(ranks)
})

it('sums to n (n + 1) / 2 and follows any increasing transformation', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 })), (values) => {
      const ranks = rank(values)
      expect(ranks.reduce((total, value) => total + value, 0)).toBe((values.length * (values.length + 1)) / 2)
      expect(rank(values.map((value) => value ** 3))).toEqual(ranks)
    }),
  )
})

it('takes nothing, and refuses NaN', () => {
  expect(rank([])).toEqual([])
  expect(() => rank([1, NaN])).toThrow('rank: values must be finite, got NaN at index 1')
})
