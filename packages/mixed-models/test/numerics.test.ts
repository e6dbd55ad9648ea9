import { describe, expect, it } from 'vitest'
import { createRandom } from '@safety-portfolio/stats'
import { lowerTriangle, outerProduct, semidefiniteFactor } from '../src/internal/covariance-template.js'
import { choleskyInPlace, invertSymmetric, multiply, transpose } from '../src/internal/dense.js'
import { choleskyTail, inverseTail } from '../src/internal/dense-tail.js'
import { eliminationOrder } from '../src/internal/elimination-order.js'
import { gaussHermite } from '../src/internal/gauss-hermite.js'
import { crossing } from '../src/internal/profile-crossing.js'
import { quasiNewton } from '../src/internal/quasi-newton.js'
import { chiSquaredDraw } from '../src/internal/simulate-totals.js'
import { spectralMap, symmetricEigen } from '../src/internal/symmetric-eigen.js'

const randomMatrix = (n: number, seed: number, columns = n): Float64Array => {
  const random = createRandom(seed)
  return Float64Array.from({ length: n * columns }, () => random.normal())
}
const positive = (n: number, seed: number): Float64Array => {
  const root = randomMatrix(n, seed)
  const matrix = multiply(root, transpose(root, n, n), n, n, n)
  for (let i = 0; i < n; i += 1) matrix[i * n + i] = matrix[i * n + i]! + 1
  return matrix
}
const distance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k]!)), 0)

describe('dense kernels', () => {
  it.each([1, 2, 3, 4, 7, 8, 13, 30])('the blocked factor and inverse of order %i are the plain ones', (n) => {
    for (const from of [0, 3]) {
      const size = n + from
      const matrix = positive(n, n)
      const host = new Float64Array(size * size)
      for (let i = 0; i < n; i += 1)
        for (let j = 0; j < n; j += 1) host[(i + from) * size + j + from] = matrix[i * n + j]!
      const plain = matrix.slice()
      choleskyInPlace(plain, n)
      expect(choleskyTail(host, size, from)).toBe(true)
      const inverse = new Float64Array(size * size)
      inverseTail(host, inverse, size, from)
      const expected = invertSymmetric(matrix, n)!
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j <= i; j += 1) {
          const place = (i + from) * size + j + from
          expect(host[place]).toBeCloseTo(plain[i * n + j]!, 10)
          expect(inverse[place]).toBeCloseTo(expected[i * n + j]!, 10)
        }
      }
    }
  })

  it.each([1, 2, 3, 4])('an indefinite matrix of order %i has no factor', (n) => {
    const matrix = positive(n, 1)
    matrix[n * n - 1] = -1
    expect(choleskyTail(matrix.slice(), n, 0)).toBe(false)
    expect(invertSymmetric(matrix, n)).toBeNull()
  })

  it('eigenvectors rebuild the matrix, in descending order', () => {
    const matrix = positive(9, 4)
    const eigen = symmetricEigen(matrix, 9)
    expect(
      distance(
        spectralMap(eigen, 9, (value) => value),
        matrix,
      ),
    ).toBeLessThan(1e-12)
    eigen.values.forEach((value, k) => {
      if (k > 0) expect(value).toBeLessThanOrEqual(eigen.values[k - 1]!)
    })
  })

  it('a semidefinite matrix has a lower triangular factor of its rank', () => {
    const root = randomMatrix(5, 2, 2)
    const wide = new Float64Array(25)
    for (let i = 0; i < 5; i += 1) for (let j = 0; j < 2; j += 1) wide[i * 5 + j] = root[i * 2 + j]!
    const sigma = multiply(root, transpose(root, 5, 2), 5, 2, 5)
    for (const factor of [semidefiniteFactor(sigma, 5), lowerTriangle(wide, 5)]) {
      expect(distance(outerProduct(factor, 5), sigma)).toBeLessThan(1e-7)
      for (let i = 0; i < 5; i += 1) for (let j = i + 1; j < 5; j += 1) expect(factor[i * 5 + j]).toBe(0)
    }
  })
})

it('elimination: the fill is closed, and a chain has none', () => {
  const chain = Array.from({ length: 40 }, (_, i) => (i < 39 ? [i + 1] : []))
  const { sequence, fill, tailNode } = eliminationOrder(chain, 0)
  expect(sequence.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i))
  expect(fill.every((touched) => touched.length <= 2)).toBe(true)
  expect(tailNode).toBeGreaterThan(35)
  // A star whose centre is in the trailing part: leaves go first and leave nothing behind.
  const star = eliminationOrder([[5], [5], [5], [5], [5], []], 5)
  expect(star.sequence).toEqual([0, 1, 2, 3, 4, 5])
})

describe('gaussHermite', () => {
  it.each([1, 2, 3, 5, 9, 25, 60, 99])('%i points integrate the moments of the normal exactly', (points) => {
    const { nodes, weights } = gaussHermite(points)
    const moment = (power: number): number =>
      nodes.reduce((sum, x, k) => sum + weights[k]! * x ** power, 0) / Math.sqrt(Math.PI)
    expect(moment(0)).toBeCloseTo(1, 12)
    if (points > 1) expect(moment(2)).toBeCloseTo(0.5, 12)
    if (points > 2) expect(moment(4)).toBeCloseTo(0.75, 12)
    expect(moment(3)).toBeCloseTo(0, 12)
  })
})

describe('quasiNewton', () => {
  it('finds the minimum of the Rosenbrock valley to the last digits', () => {
    const { x, gradient } = quasiNewton(
      ([a, b], g) => {
        g[0] = -400 * a! * (b! - a! * a!) - 2 * (1 - a!)
        g[1] = 200 * (b! - a! * a!)
        return 100 * (b! - a! * a!) ** 2 + (1 - a!) ** 2
      },
      [-1.2, 1],
      { gradientTolerance: 1e-10, maxIterations: 200 },
    )
    expect(x[0]).toBeCloseTo(1, 9)
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-10)
  })

  it('steps back from where the function is not finite, and stops at once where it starts so', () => {
    const log = (start: number): number =>
      quasiNewton(
        ([a], g) => {
          g[0] = 1 - 1 / a!
          return a! > 0 ? a! - Math.log(a!) : NaN
        },
        [start],
        { gradientTolerance: 1e-9, maxIterations: 100 },
      ).x[0]!
    expect(log(30)).toBeCloseTo(1, 8)
    expect(log(-1)).toBe(-1)
  })

  it('ends on a plateau and on an unbounded slope', () => {
    const flat = quasiNewton((_, g) => (g.fill(0), 1), [3], { gradientTolerance: 1e-9, maxIterations: 10 })
    expect(flat.iterations).toBe(0)
    const down = quasiNewton(([a], g) => (g.fill(-1), -a!), [0], { gradientTolerance: 1e-9, maxIterations: 10 })
    expect(down.value).toBeLessThan(-100)
  })
})

describe('crossing', () => {
  const parabola = { rise: (value: number) => 4 * (value - 1) ** 2, minimum: 0, limit: 4, estimate: 1 }
  it('finds where a parabola has risen to the limit', () => {
    expect(crossing({ ...parabola, step: 0.3 })).toBeCloseTo(2, 6)
    expect(crossing({ ...parabola, step: -0.001 })).toBeCloseTo(0, 6)
  })
  it('returns the floor below which the profile does not reach the limit, and null where nothing crosses', () => {
    expect(crossing({ ...parabola, rise: (value) => 0.1 * (value - 1) ** 2, step: -0.3, floor: 0 })).toBe(0)
    expect(crossing({ ...parabola, rise: () => 1, step: 0.3 })).toBeNull()
  })
  it('brackets a jump', () => {
    expect(crossing({ ...parabola, rise: (value) => (value > 1.5 ? NaN : 0.1), step: 0.3 })).toBeCloseTo(1.5, 6)
  })
})

it.each([0, 0.6, 1, 2, 7, 300])('chi-squared draws with %d degrees of freedom have their mean and variance', (df) => {
  const random = createRandom(12)
  const draws = Array.from({ length: 4000 }, () => chiSquaredDraw(random, df))
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length
  // 5 standard errors of the mean, and 25 % of the variance.
  expect(Math.abs(mean - df)).toBeLessThanOrEqual(5 * Math.sqrt((2 * df) / 4000))
  expect(Math.abs(variance - 2 * df)).toBeLessThanOrEqual(0.5 * df)
})
