import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { principalComponents } from '../src/index.js'
import { symmetricEigen } from '../src/internal/symmetric-eigen.js'

const cell = fc.double({ min: -10, max: 10, noNaN: true })
const table = fc
  .integer({ min: 2, max: 6 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: columns + 2, maxLength: 14 }),
  )

function gaussian(rows: number, columns: number, seed: number): number[][] {
  const random = createRandom(seed)
  return Array.from({ length: rows }, () => {
    const skill = random.normal()
    return Array.from({ length: columns }, (_, j) => (1 + 0.3 * j) * skill + 0.3 * (j + 1) * random.normal())
  })
}

describe('symmetricEigen', () => {
  it('reconstructs the matrix from orthonormal vectors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.array(cell, { minLength: 49, maxLength: 49 }), (n, values) => {
        const matrix = new Float64Array(n * n)
        for (let j = 0; j < n; j += 1)
          for (let k = 0; k < n; k += 1) matrix[j * n + k] = values[7 * Math.min(j, k) + Math.max(j, k)]!
        const { values: eigen, vectors } = symmetricEigen(matrix, n)
        for (let j = 0; j < n; j += 1)
          for (let k = 0; k < n; k += 1) {
            const rebuilt = eigen.reduce((total, value, m) => total + value * vectors[m]![j]! * vectors[m]![k]!, 0)
            expect(Math.abs(rebuilt - matrix[j * n + k]!)).toBeLessThan(1e-12)
            const product = vectors[j]!.reduce((total, value, m) => total + value * vectors[k]![m]!, 0)
            expect(Math.abs(product - (j === k ? 1 : 0))).toBeLessThan(1e-13)
          }
        expect([...eigen].sort((a, b) => b - a)).toEqual(eigen)
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    ['diagonal', [2, 0, 0, 5], [5, 2]],
    ['zero', [0, 0, 0, 0], [0, 0]],
    ['huge', [1e200, 1e200, 1e200, 1e200], [2e200, 0]],
    ['tiny', [1e-200, 0, 0, 3e-200], [3e-200, 1e-200]],
  ])('gives the eigenvalues of a %s matrix', (_, matrix, wanted) => {
    const { values } = symmetricEigen(Float64Array.from(matrix), 2)
    const scale = Math.max(...wanted.map(Math.abs), 1e-300)
    for (const [i, value] of values.entries()) expect(Math.abs(value - wanted[i]!) / scale).toBeLessThan(1e-14)
  })
})

describe('principalComponents', () => {
  it('splits the total variance into uncorrelated scores', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const pca = principalComponents(rows)
        if (pca.refusal !== undefined) return
        const n = rows.length
        expect(pca.explained.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10)
        for (const [k, variance] of pca.variances.entries())
          for (const [m] of pca.variances.entries()) {
            const cross = pca.scores.reduce((total, score) => total + score[k]! * score[m]!, 0) / (n - 1)
            expect(Math.abs(cross - (k === m ? variance : 0))).toBeLessThan(1e-10 * (1 + pca.variances[0]!))
          }
      }),
      { numRuns: 60 },
    )
  })

  it('does not depend on the order of models, a shift, or the unit of all scores', () => {
    const rows = gaussian(20, 4, 1)
    const pca = principalComponents(rows)
    const reversed = principalComponents(rows.toReversed())
    const moved = principalComponents(rows.map((row) => row.map((x, j) => 100 * (x + j))))
    for (const other of [reversed, moved])
      for (const [k, share] of pca.explained.entries()) {
        expect(other.explained[k]).toBeCloseTo(share, 12)
        for (const [j, loading] of pca.loadings[k]!.entries()) expect(other.loadings[k]![j]).toBeCloseTo(loading, 10)
      }
    for (const [i, [score]] of pca.scores.entries()) expect(moved.scores[i]![0]! / 100).toBeCloseTo(score!, 9)
  })

  it('has the same variances and scores after a rotation of the columns, up to sign', () => {
    const rows = gaussian(20, 2, 2)
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)]
    const pca = principalComponents(rows)
    const rotated = principalComponents(rows.map(([x, y]) => [c * x! - s * y!, s * x! + c * y!]))
    for (const [k, variance] of pca.variances.entries()) expect(rotated.variances[k]).toBeCloseTo(variance, 10)
    for (const [i, score] of pca.scores.entries())
      for (const [k, value] of score.entries()) expect(Math.abs(rotated.scores[i]![k]!)).toBeCloseTo(Math.abs(value), 9)
  })

  it('fixes the sign: loadings sum to >= 0, whatever the sign of the data', () => {
    const rows = gaussian(20, 3, 3)
    for (const data of [rows, rows.map((row) => row.map((x) => -x))])
      for (const loading of principalComponents(data).loadings)
        expect(loading.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(0)
  })

  it('takes weights as copies', () => {
    const rows = gaussian(8, 3, 4)
    const weights = [1, 2, 0, 3, 1, 1, 0, 2]
    const copies = rows.flatMap((row, i) => Array.from({ length: weights[i]! }, () => row))
    const [a, b] = [principalComponents(rows, { weights }), principalComponents(copies)]
    expect(a.n).toBe(10)
    for (const [k, variance] of b.variances.entries()) expect(a.variances[k]).toBeCloseTo(variance, 12)
  })

  it('keeps the components asked for and a column that does not vary', () => {
    const rows = gaussian(10, 2, 5).map((row) => [...row, 4])
    const pca = principalComponents(rows, { components: 2 })
    expect(pca.loadings).toHaveLength(2)
    expect(pca.loadings[0]![2]).toBe(0)
    expect(JSON.parse(JSON.stringify(pca))).toEqual(pca)
  })

  it.each([
    ['no rows', [], 'too-few-models'],
    ['one row', [[1, 2]], 'too-few-models'],
    [
      'equal rows',
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      'constant-benchmark',
    ],
    ['no columns', [[], []], 'constant-benchmark'],
  ])('refuses %s', (_, rows, code) => {
    const pca = principalComponents(rows)
    expect(pca).toMatchObject({ refusal: { code }, loadings: [], scores: [], explained: [] })
    expect(JSON.parse(JSON.stringify(pca))).toEqual(pca)
  })

  it('throws for what is no table', () => {
    expect(() => principalComponents([[1, 2], [1]])).toThrow(/2 cells, got 1 in row 1/)
    expect(() => principalComponents([[1], [NaN]])).toThrow(/finite, got NaN/)
    expect(() => principalComponents([[1], [Infinity]])).toThrow(/finite/)
    expect(() => principalComponents([[1], [2]], { weights: [1] })).toThrow(/one entry per row/)
    expect(() => principalComponents([[1], [2]], { weights: [1, -1] })).toThrow(/weights/)
    expect(() => principalComponents([[1], [2]], { components: 1.5 })).toThrow(/components/)
  })
})
