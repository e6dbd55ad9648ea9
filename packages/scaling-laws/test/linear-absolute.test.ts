import fc from 'fast-check'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { linearAbsolute } from '../src/internal/linear-absolute.js'
import { solveLinear } from '../src/internal/solve-linear.js'

/** The minimum of a linear problem is at a vertex: the lowest of all of them, by trying each. */
function lowestVertex(residuals: Float64Array, jacobian: Float64Array, weights: Float64Array, size: number): number {
  const n = residuals.length
  const sumAt = (move: Float64Array): number => {
    let total = 0
    for (let i = 0; i < n; i += 1) {
      let value = residuals[i]!
      for (let j = 0; j < size; j += 1) value += jacobian[i * size + j]! * move[j]!
      total += weights[i]! * Math.abs(value)
    }
    return total
  }
  const choose = (from: number, left: number): number[][] =>
    left === 0
      ? [[]]
      : Array.from({ length: Math.max(0, n - from) }, (_, k) => from + k).flatMap((i) =>
          choose(i + 1, left - 1).map((rest) => [i, ...rest]),
        )
  return choose(0, size).reduce((least, rows) => {
    const matrix = Float64Array.from(rows.flatMap((i) => [...jacobian.subarray(i * size, (i + 1) * size)]))
    const move = solveLinear(
      matrix,
      Float64Array.from(rows, (i) => -residuals[i]!),
      size,
    )
    return move === null ? least : Math.min(least, sumAt(move))
  }, Infinity)
}

const problem = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    n: fc.integer({ min: 6, max: 14 }),
    size: fc.integer({ min: 1, max: 3 }),
    rounded: fc.boolean(),
  })
  .map(({ seed, n, size, rounded }) => {
    const random = createRandom(seed)
    // Rounded numbers make ties: rows that are met together with others.
    const value = (): number => (rounded ? Math.round(2 * random.normal()) : random.normal())
    return {
      n,
      size,
      residuals: Float64Array.from({ length: n }, value),
      jacobian: Float64Array.from({ length: n * size }, (_, at) => (at % size === 0 ? 1 : value())),
      weights: Float64Array.from({ length: n }, () => (rounded ? 1 : 0.1 + random.uniform())),
    }
  })

describe('linear least absolute deviations', () => {
  it('are as low as the lowest vertex there is', () => {
    fc.assert(
      fc.property(problem, (each) => {
        const found = linearAbsolute(each)
        if (found === null) return
        const lowest = lowestVertex(each.residuals, each.jacobian, each.weights, each.size)
        if (lowest < Infinity) expect(found.value).toBeCloseTo(lowest, 10)
      }),
    )
  })

  it('are found wherever residuals are in general position', () => {
    const random = createRandom(5)
    for (let world = 0; world < 50; world += 1) {
      const [n, size] = [200, 5]
      const jacobian = Float64Array.from({ length: n * size }, () => random.normal())
      const residuals = Float64Array.from({ length: n }, () => random.normal())
      const found = linearAbsolute({ n, size, residuals, jacobian, weights: new Float64Array(n).fill(1) })
      expect(found?.met).toHaveLength(size)
      // Optimality by its definition: the multipliers balance each column.
      for (let j = 0; j < size; j += 1) {
        const balance = found!.multipliers.reduce((total, value, i) => total + value * jacobian[i * size + j]!, 0)
        expect(balance).toBeCloseTo(0, 9)
      }
      expect(found!.multipliers.every((value) => Math.abs(value) <= 1)).toBe(true)
    }
  })

  it('start from rows that are met and leave those that should not be', () => {
    const random = createRandom(6)
    const [n, size] = [60, 3]
    const jacobian = Float64Array.from({ length: n * size }, () => random.normal())
    const residuals = Float64Array.from({ length: n }, (_, i) => (i < size ? 0 : random.normal()))
    const each = { n, size, residuals, jacobian, weights: new Float64Array(n).fill(1) }
    expect(linearAbsolute(each, [0, 1, 2])!.value).toBeCloseTo(linearAbsolute(each)!.value, 12)
  })

  it('leave alone a column of zeros and ignore rows of weight zero', () => {
    const each = {
      n: 4,
      size: 2,
      residuals: Float64Array.of(1, 2, 9, 100),
      jacobian: Float64Array.of(1, 0, 1, 0, 1, 0, 1, 0),
      weights: Float64Array.of(1, 1, 1, 0),
    }
    const found = linearAbsolute(each)!
    expect([...found.move]).toEqual([-2, 0])
    expect(found.value).toBe(8)
  })
})
