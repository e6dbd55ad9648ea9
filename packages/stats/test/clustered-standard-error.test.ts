import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredStandardError, standardDeviation } from '../src/index.js'

/** The definition of Miller 2024, eq. 4, as a double sum over pairs of a cluster. */
function pairwise(values: readonly number[], clusters: readonly number[]): number {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  let total = 0
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      if (clusters[i] === clusters[j]) total += (values[i]! - mean) * (values[j]! - mean)
    }
  }
  return Math.sqrt(total) / n
}

const clustered = fc
  .array(fc.record({ value: fc.double({ min: -5, max: 5, noNaN: true }), cluster: fc.nat(4) }), {
    minLength: 3,
    maxLength: 30,
  })
  .filter((rows) => new Set(rows.map(({ cluster }) => cluster)).size > 1)

describe('clusteredStandardError', () => {
  it('is the double sum over pairs of a cluster', () => {
    fc.assert(
      fc.property(clustered, (rows) => {
        const values = rows.map(({ value }) => value)
        const clusters = rows.map(({ cluster }) => cluster)
        const { standardError } = clusteredStandardError(values, clusters, { correction: 'none' })
        // The double sum cancels; near 0 only its square root of rounding is left.
        expect(Math.abs(standardError! - pairwise(values, clusters))).toBeLessThan(1e-6)
      }),
    )
  })

  it('is the usual standard error, with the finite correction, where each value is its own cluster', () => {
    const values = [0.3, 1.2, -0.7, 2.2, 0.1]
    const result = clusteredStandardError(values, [0, 1, 2, 3, 4])
    expect(result.standardError).toBeCloseTo(standardDeviation(values) / Math.sqrt(5), 14)
    expect(result.designEffect).toBeCloseTo(1, 14)
  })

  it('multiplies by sqrt(m) where each cluster is one value m times', () => {
    const values = [1, 0, 0, 1, 1, 0, 1]
    const thrice = values.flatMap((value) => [value, value, value])
    const clusters = values.flatMap((_, index) => [index, index, index])
    const one = clusteredStandardError(values, [0, 1, 2, 3, 4, 5, 6])
    expect(clusteredStandardError(thrice, clusters).standardError).toBeCloseTo(one.standardError!, 14)
  })

  it.each([
    ['one cluster', [1, 2, 3], ['a', 'a', 'a'], null],
    ['all equal', [2, 2, 2], [1, 1, 2], 0],
  ])('of %s', (_, values, clusters, expected) => {
    expect(clusteredStandardError(values, clusters as number[]).standardError).toBe(expected)
  })

  it('refuses what it cannot use', () => {
    expect(() => clusteredStandardError([], [])).toThrow(RangeError)
    expect(() => clusteredStandardError([1, NaN], [1, 2])).toThrow(/index 1/)
    expect(() => clusteredStandardError([1, 2], [1])).toThrow(/2 elements, got 1/)
  })
})
