import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import {
  observationsFromHits,
  observationsFromLogProbabilities,
  observationsFromProbabilities,
  observationsFromRows,
  observationsFromScores,
  parseObservations,
} from '../src/index.js'

describe('observations', () => {
  it('of every form', () => {
    expect(parseObservations([{ logp: '-30' }, { logp: -900 }]).kind).toBe('probability')
    expect(parseObservations([{ p: 0.5 }, { p: 0 }]).scores[1]).toBe(-Infinity)
    expect(parseObservations([{ hits: 3, samples: 10 }])).toMatchObject({ kind: 'hits', corrected: 0 })
    expect(parseObservations([{ score: -2 }]).scores[0]).toBe(-2)
  })

  it('takes a query on which every sample hit as (S - 1/2) / S', () => {
    const { scores, corrected } = observationsFromHits([{ hits: 10, samples: 10 }])
    expect(corrected).toBe(1)
    expect(scores[0]).toBeCloseTo(-Math.log(-Math.log(0.95)), 12)
  })

  it('lists every bad row at once', () => {
    const rows = [{ p: 0.1 }, {}, { p: 0.1, logp: -1 }, { score: 1 }]
    let found: unknown
    try {
      observationsFromRows(rows, { name: 'x.csv' })
    } catch (error) {
      found = error
    }
    expect(found).toBeInstanceOf(DataError)
    expect((found as DataError).issues.map(({ line }) => line)).toEqual([2, 3, 4])
    expect(() => observationsFromRows([{ hits: 1 }])).toThrow('only one of hits and samples')
    expect(() => observationsFromRows([{ hits: 3, samples: 2 }])).toThrow('3 hits in 2 samples')
  })

  it.each([
    [() => observationsFromProbabilities([0.5, 1.1]), 'p must lie in [0, 1], got 1.1 at index 1'],
    [() => observationsFromProbabilities([NaN]), 'got NaN'],
    [() => observationsFromLogProbabilities([0.1]), 'logP must be <= 0, got 0.1 at index 0'],
    [() => observationsFromScores([Infinity]), 'scores must be finite, got Infinity at index 0'],
    [() => observationsFromHits([{ hits: 2, samples: 1 }]), 'hits must be <= samples (1), got 2 at index 0'],
    [() => observationsFromHits([{ hits: 0, samples: 0 }]), 'samples at index 0 must be an integer >= 1, got 0'],
  ])('throws for case %#', (call, message) => {
    expect(call).toThrow(message)
  })
})
