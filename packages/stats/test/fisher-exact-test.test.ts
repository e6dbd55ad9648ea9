import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fisherExactTest, type FourfoldTable } from '../src/index.js'
import oracle from './oracles/fourfold-tables.json' with { type: 'json' }

// Three binomial densities of 1e-14 each, and sums of positive terms.
const relative = 1e-12

describe('fisherExactTest', () => {
  it.each(oracle.fisher)('of $table', ({ table, greater, less, twoSided }) => {
    const counts = table as unknown as FourfoldTable
    const near = (value: number, expected: number) => {
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * expected)
    }
    near(fisherExactTest(counts, { alternative: 'greater' }), greater)
    near(fisherExactTest(counts, { alternative: 'less' }), less)
    near(fisherExactTest(counts), twoSided)
  })

  it('does not change when rows, columns or both are swapped or the table is transposed', () => {
    const cell = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(cell, cell, cell, cell, (a, b, c, d) => {
        const p = fisherExactTest([
          [a, b],
          [c, d],
        ])
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
        for (const same of [
          [
            [c, d],
            [a, b],
          ],
          [
            [b, a],
            [d, c],
          ],
          [
            [a, c],
            [b, d],
          ],
        ] as const) {
          expect(Math.abs(fisherExactTest(same) - p)).toBeLessThan(1e-11 * p)
        }
        const greater = fisherExactTest(
          [
            [a, b],
            [c, d],
          ],
          { alternative: 'greater' },
        )
        expect(
          fisherExactTest(
            [
              [b, a],
              [d, c],
            ],
            { alternative: 'less' },
          ),
        ).toBeCloseTo(greater, 12)
      }),
    )
  })

  it('refuses what is no count', () => {
    expect(() =>
      fisherExactTest([
        [1, -1],
        [2, 3],
      ]),
    ).toThrow('fisherExactTest: b must be an integer >= 0, got -1')
  })
})
