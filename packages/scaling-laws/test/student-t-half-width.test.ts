import { studentTSurvivalQuantile } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { studentTHalfWidth } from '../src/internal/student-t-half-width.js'

/** The closed form loses digits where the central probability is close to 1; at tails of 1e-4 and above 10 are left. */
const tolerance = 1e-10

it.each([1, 2, 3, 4, 5, 6, 7, 58, 59, 235, 1001, 99995])('agrees with the general quantile: %i degrees', (degrees) => {
  for (const tail of [0.4, 0.25, 0.05, 0.025, 0.005, 1e-4]) {
    expect(Math.abs(studentTHalfWidth(tail, degrees) / studentTSurvivalQuantile(tail, degrees) - 1)).toBeLessThan(
      tolerance,
    )
  }
})

it('has the textbook values', () => {
  expect(studentTHalfWidth(0.025, 1)).toBeCloseTo(Math.tan(0.475 * Math.PI), 10)
  expect(studentTHalfWidth(0.025, 2)).toBeCloseTo(4.302652729749461, 12)
})
