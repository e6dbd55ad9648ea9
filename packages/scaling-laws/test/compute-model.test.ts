import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { parseComputeModels } from '../src/index.js'

describe('parseComputeModels', () => {
  it('keeps "not known" not known', () => {
    expect(
      parseComputeModels([
        { name: 'A', date: '', compute: null },
        { name: 'B', compute: 1e20 },
      ]),
    ).toEqual([{ name: 'A' }, { name: 'B', compute: 1e20 }])
  })

  it('reports every bad cell at once', () => {
    const rows = [
      { name: 'A', date: '2020-02-30', compute: '1e20' },
      { name: '', date: '2020-01-01', compute: '-3' },
      7,
    ]
    let caught: unknown
    try {
      parseComputeModels(rows)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(DataError)
    expect((caught as DataError).issues.map(({ path }) => path)).toEqual([
      [1, 'date'],
      [2, 'name'],
      [2, 'compute'],
      [3],
    ])
  })
})
