import fc from 'fast-check'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import type { LawScores } from '../src/internal/law-scores.js'
import { quantityVariances } from '../src/internal/quantity-variance.js'

/** Scores of a straight line through points by least squares. */
function lineScores(x: readonly number[], y: readonly number[], weights = x.map(() => 1)): LawScores {
  const n = x.length
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (values: readonly number[]) => values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total
  const centre = mean(x)
  const sxx = x.reduce((sum, value, i) => sum + weights[i]! * (value - centre) ** 2, 0)
  const slope = x.reduce((sum, value, i) => sum + weights[i]! * (value - centre) * y[i]!, 0) / sxx
  const residuals = Float64Array.from(x, (value, i) => mean(y) + slope * (value - centre) - y[i]!)
  const jacobian = Float64Array.from(x.flatMap((value) => [1, value - centre]))
  return {
    n,
    size: 2,
    weights: Float64Array.from(weights),
    residuals,
    psi: residuals.map((residual, i) => weights[i]! * residual),
    jacobian,
    hessian: Float64Array.of(total, 0, 0, sxx),
  }
}
const slope = Float64Array.of(0, 1)

describe('quantityVariances', () => {
  it('is HC2 and the degrees of freedom of Satterthwaite for the slope of a line, written out', () => {
    const x = [0, 1, 2, 3, 4, 10]
    const y = [1, 3, 2, 5, 4, 9]
    const { residuals, ...scores } = lineScores(x, y)
    const own = quantityVariances({ residuals, ...scores }, Infinity, 4)!
    const centre = 20 / 6
    const sxx = x.reduce((sum, value) => sum + (value - centre) ** 2, 0)
    const a = x.map((value) => (value - centre) / sxx)
    const expected = a.reduce((sum, value, i) => {
      const left = 1 - 1 / 6 - (x[i]! - centre) ** 2 / sxx
      return sum + (value ** 2 * residuals[i]! ** 2) / left
    }, 0)
    expect(own.variance(slope) / expected).toBeCloseTo(1, 12)
    const squares = a.reduce((sum, value) => sum + value ** 2, 0)
    const fourths = a.reduce((sum, value) => sum + value ** 4, 0)
    // The last point decides the slope: fewer than the 4 that are to spare.
    expect(squares ** 2 / fourths).toBeLessThan(3)
    expect(own.degrees(slope)).toBe(Math.floor(squares ** 2 / fourths))
    expect(own.moved(slope)[1]! * sxx).toBeCloseTo(1, 12)
  })

  it('has no bias where the noise is equal', () => {
    const random = createRandom(4)
    const x = Array.from({ length: 12 }, (_, i) => 1.4 ** i)
    const worlds = 4000
    let total = 0
    for (let world = 0; world < worlds; world += 1) {
      total += quantityVariances(
        lineScores(
          x,
          x.map(() => random.normal()),
        ),
        Infinity,
        10,
      )!.variance(slope)
    }
    const centre = x.reduce((sum, value) => sum + value, 0) / 12
    const exact = 1 / x.reduce((sum, value) => sum + (value - centre) ** 2, 0)
    // About 2 degrees of freedom: the ratio varies by 1 in each world, by 1.6 % in the mean of 4,000.
    expect(Math.abs(total / worlds / exact - 1)).toBeLessThan(0.06)
  })

  it('does not depend on units, keeps degrees between 1 and those to spare, and takes a point of twice the weight for two', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
          minLength: 4,
          maxLength: 30,
        }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (points, unit) => {
          const x = points.map(([value], i) => value + i / 7)
          const y = points.map(([, value], i) => value + i / 11)
          const spare = x.length - 2
          const own = quantityVariances(lineScores(x, y), Infinity, spare)
          if (own === null) return
          const degrees = own.degrees(slope)
          expect(degrees).toBeGreaterThanOrEqual(1)
          expect(degrees).toBeLessThanOrEqual(spare)
          const scaled = y.map((value) => unit * value)
          const other = quantityVariances(lineScores(x, scaled), Infinity, spare)!
          expect(other.degrees(slope)).toBe(degrees)
          expect(other.variance(slope)).toBeCloseTo(unit ** 2 * own.variance(slope), 6)
          const weighted = quantityVariances(
            lineScores(
              x,
              y,
              x.map(() => 2),
            ),
            Infinity,
            spare,
          )!
          expect(weighted.degrees(slope)).toBe(degrees)
        },
      ),
    )
  })

  it('has nothing to say where no point is to spare or the Hessian is singular', () => {
    const scores = lineScores([1, 2, 3], [1, 2, 4])
    expect(quantityVariances(scores, Infinity, 0)).toBeNull()
    expect(quantityVariances({ ...scores, hessian: new Float64Array(4).fill(1) }, Infinity, 1)).toBeNull()
  })

  it('gives a quantity that nothing moves no variance and all degrees to spare', () => {
    const own = quantityVariances(lineScores([1, 2, 3, 5], [1, 2, 4, 4]), Infinity, 2)!
    expect(own.variance(new Float64Array(2))).toBe(0)
    expect(own.degrees(new Float64Array(2))).toBe(2)
  })
})
