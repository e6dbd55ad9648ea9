import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bonferroni } from '../src/index.js'
import oracle from './oracles/adjusted-p-values.json' with { type: 'json' }

// The reference is printed with 15 significant digits.
const tolerance = 1e-14

const asArray = (value: number | number[]): number[] => [value].flat()

it.each(oracle.cases)("as R's p.adjust: $p", (row) => {
  const adjusted = bonferroni(asArray(row.p))
  for (const [index, expected] of asArray(row.bonferroni).entries()) {
    expect(Math.abs(adjusted[index]! - expected)).toBeLessThanOrEqual(tolerance * expected)
  }
})

it('keeps the order, never lowers, stays within 1, and does not depend on the order given', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
      const adjusted = bonferroni(pValues)
      for (const [i, p] of pValues.entries()) {
        expect(adjusted[i]!).toBeGreaterThanOrEqual(p)
        expect(adjusted[i]!).toBeLessThanOrEqual(1)
        for (const [j, q] of pValues.entries()) if (p <= q) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!)
      }
      expect(bonferroni(pValues.toReversed()).toReversed()).toEqual(adjusted)
    }),
    { numRuns: 50 },
  )
})

it('takes none', () => {
  expect(bonferroni([])).toEqual([])
})

it('lists everything that is no probability', () => {
  expect(() => bonferroni([0.1, NaN, 2, -0.5])).toThrow(
    new RangeError('bonferroni: pValues must lie in [0, 1], got NaN at index 1, 2 at index 2, -0.5 at index 3'),
  )
  expect(() => bonferroni(new Array<number>(12).fill(NaN))).toThrow('NaN at index 9 and 2 more')
})
