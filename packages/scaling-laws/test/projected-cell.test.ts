import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { solveCell } from '../src/internal/projected-cell.js'

const number = fc.double({ min: -2, max: 2, noNaN: true })
const points = fc.array(fc.tuple(number, number, number), { minLength: 4, maxLength: 12 })

it('is not beaten by any other nonnegative constants', () => {
  fc.assert(
    fc.property(
      points,
      fc.array(fc.tuple(number, number, number), { minLength: 20, maxLength: 20 }),
      (rows, others) => {
        const n = rows.length
        const [u, v, level] = [0, 1, 2].map((j) => rows.map((row) => Math.exp(row[j]!))) as [
          number[],
          number[],
          number[],
        ]
        const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / n
        const apart = (left: readonly number[], right: readonly number[]): number =>
          left.reduce((total, value, i) => total + (value - mean(left)) * (right[i]! - mean(right)), 0)
        const line = (values: readonly number[]) => ({
          mean: mean(values),
          squares: apart(values, values),
          product: apart(values, level),
        })
        fc.pre(apart(u, u) > 1e-3 && apart(v, v) > 1e-3)
        const rss = (A: number, B: number, E: number): number =>
          level.reduce((total, value, i) => total + (value - A * u[i]! - B * v[i]! - E) ** 2, 0)
        const losses = { total: n, mean: mean(level), spread: apart(level, level) }
        const cell = solveCell(losses, line(u), line(v), apart(u, v))
        // The moments lose some digits of what is left of the squares of the losses.
        const slack = 1e-9 * level.reduce((total, value) => total + value * value, 0)
        expect(Math.abs(cell.rss - rss(cell.A, cell.B, cell.E))).toBeLessThan(slack)
        for (const [a, b, e] of others) {
          const step = [cell.A + a * 0.1, cell.B + b * 0.1, cell.E + e * 0.1].map((value) => Math.max(0, value))
          expect(rss(step[0]!, step[1]!, step[2]!)).toBeGreaterThan(cell.rss - slack)
        }
      },
    ),
    { numRuns: 200 },
  )
})
