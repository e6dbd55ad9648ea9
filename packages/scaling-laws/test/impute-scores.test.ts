import { describe, expect, it } from 'vitest'
import { imputeScores, principalComponents } from '../src/index.js'
import { completeRow } from '../src/impute-scores.js'
import oracle from './oracles/observational.json' with { type: 'json' }

const { rows, completed, explained } = oracle.small

describe('imputeScores', () => {
  it('comes to the fixed point of the oracle', () => {
    const imputed = imputeScores(rows, { tolerance: 1e-13 })
    expect(imputed).toMatchObject({ missing: 8, converged: true })
    for (const [i, row] of imputed.rows.entries())
      for (const [j, cell] of row.entries()) expect(Math.abs(cell - completed[i]![j]!)).toBeLessThan(1e-11)
    const pca = principalComponents(imputed.rows)
    for (const [k, share] of pca.explained.entries()) expect(Math.abs(share - explained[k]!)).toBeLessThan(1e-10)
  })

  it('stops at its tolerance, after the iterations it reports', () => {
    const imputed = imputeScores(rows)
    expect(imputed.iterations).toBe(oracle.small['iterations1e-4'])
    expect(imputed.change).toBeLessThanOrEqual(1e-4)
    expect(imputeScores(rows, { maxIterations: 3 })).toMatchObject({ iterations: 3, converged: false })
  })

  it('keeps what is there, and completes nothing where nothing is missing', () => {
    for (const [i, row] of imputeScores(rows).rows.entries())
      for (const [j, cell] of rows[i]!.entries()) if (cell !== null) expect(row[j]).toBe(cell)
    expect(imputeScores(completed)).toMatchObject({ rows: completed, missing: 0, iterations: 0, converged: true })
  })

  it('does not depend on the order of models, nor on the unit of a benchmark', () => {
    const options = { tolerance: 1e-12 }
    const plain = imputeScores(rows, options).rows
    const reversed = imputeScores(rows.toReversed(), options).rows.toReversed()
    const percent = imputeScores(
      rows.map((row) => row.map((x, j) => (x === null || j !== 1 ? x : 100 * x))),
      options,
    ).rows
    for (const [i, row] of plain.entries())
      for (const [j, cell] of row.entries()) {
        expect(Math.abs(reversed[i]![j]! - cell)).toBeLessThan(1e-10)
        expect(Math.abs(percent[i]![j]! / (j === 1 ? 100 : 1) - cell)).toBeLessThan(1e-10)
      }
  })

  it('recovers gaps of a table of rank one', () => {
    const exact = Array.from({ length: 12 }, (_, i) => [1, 2, 0.5].map((slope) => slope * (i - 4) + 3))
    const gapped = exact.map((row, i) => row.map((x, j) => (i === 2 && j === 0 ? null : x)))
    // Means and deviations come from the cells that are there, so the gap shifts them a little.
    expect(imputeScores(gapped, { tolerance: 1e-12 }).rows[2]![0]).toBeCloseTo(exact[2]![0]!, 0)
  })

  it('keeps imputed cells within bounds', () => {
    const low = [
      [0.1, 0.02],
      [0.5, 0.3],
      [0.9, 0.6],
      [0.02, null],
    ]
    expect(imputeScores(low).rows[3]![1]).toBeLessThan(0)
    expect(imputeScores(low, { bounds: { lower: 0, upper: 1 } }).rows[3]![1]).toBe(0)
  })

  it('completes a row of another table as it would its own', () => {
    const options = { tolerance: 1e-13 }
    const imputed = imputeScores(rows, options)
    const row = completeRow(rows[3]!, imputed.reconstruction!, options)
    for (const [j, cell] of row.entries()) expect(Math.abs(cell - imputed.rows[3]![j]!)).toBeLessThan(1e-10)
  })

  it.each([
    ['no rows', [], 'too-few-models'],
    ['one row', [[1, 2]], 'too-few-models'],
    [
      'a constant benchmark',
      [
        [1, 0.5],
        [2, 0.5],
        [3, null],
      ],
      'constant-benchmark',
    ],
    [
      'an empty benchmark',
      [
        [1, null],
        [2, null],
      ],
      'constant-benchmark',
    ],
    [
      'a row without scores',
      [
        [1, 2],
        [2, 3],
        [null, null],
      ],
      'unscored-model',
    ],
  ])('refuses %s', (_, table, code) => {
    const imputed = imputeScores(table)
    expect(imputed).toMatchObject({ refusal: { code }, rows: [], reconstruction: null })
    expect(JSON.parse(JSON.stringify(imputed))).toEqual(imputed)
  })

  it('throws for what is no table and for options outside their domain', () => {
    expect(() => imputeScores([[1, 2], [1]])).toThrow(/2 cells, got 1/)
    expect(() => imputeScores([[1], [NaN]])).toThrow(/finite or null, got NaN/)
    expect(() => imputeScores(rows, { components: 0 })).toThrow(/components/)
    expect(() => imputeScores(rows, { tolerance: 0 })).toThrow(/tolerance/)
    expect(() => imputeScores(rows, { maxIterations: 0 })).toThrow(/maxIterations/)
    expect(() => imputeScores(rows, { bounds: { lower: 1, upper: 0 } })).toThrow(/bounds/)
  })
})
