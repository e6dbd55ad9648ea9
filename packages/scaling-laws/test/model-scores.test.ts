import { DataError, parseCsv } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { modelScoresSchema, parseModelScores } from '../src/index.js'

describe('parseModelScores', () => {
  it('keeps the benchmarks asked for, with gaps as null and compute in FLOP', () => {
    const csv = 'Model,Family,C,A,B,other\nx,f,2,0.1,,9\ny,,,0.3,0.4,9\n'
    const columns = { model: 'Model', family: 'Family', compute: 'C', A: 'A', B: 'B' }
    expect(parseCsv(csv, { schema: modelScoresSchema(['A', 'B'], 1e21), columns })).toEqual([
      { model: 'x', family: 'f', compute: 2e21, scores: { A: 0.1, B: null } },
      { model: 'y', scores: { A: 0.3, B: 0.4 } },
    ])
  })

  it('reports every bad cell', () => {
    let issues = 0
    try {
      parseModelScores(
        [
          { model: '', A: 'x', compute: -1 },
          { model: 'b', A: 'NaN' },
        ],
        ['A'],
      )
    } catch (error) {
      if (error instanceof DataError) issues = error.issues.length
    }
    expect(issues).toBe(4)
  })

  it('throws for names that collide and units that are none', () => {
    expect(() => modelScoresSchema(['A', 'A'])).toThrow(/got A twice/)
    expect(() => modelScoresSchema(['model'])).toThrow(/got model twice/)
    expect(() => modelScoresSchema(['A'], 0)).toThrow(/computeUnit/)
  })
})
