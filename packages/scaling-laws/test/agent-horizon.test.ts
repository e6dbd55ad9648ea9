import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { parseMetrResults } from '../src/index.js'

const agent = (release_date: unknown, estimate: unknown, more: object = {}) => ({
  release_date,
  metrics: { p50_horizon_length: { estimate, ci_low: null, ci_high: null }, ...more },
  scaffolds: ['react'],
})

describe('parseMetrResults', () => {
  it('orders agents by date, whether dates are text or Date', () => {
    const document = {
      benchmark_name: 'x',
      results: {
        late: agent('2024-05-13', 6.4, { p80_horizon_length: { estimate: 1.1 }, is_sota: true }),
        early: agent(new Date(Date.UTC(2019, 1, 14)), 0.04),
      },
    }
    expect(parseMetrResults(document)).toEqual([
      { agent: 'early', date: '2019-02-14', p50: 0.04 },
      { agent: 'late', date: '2024-05-13', p50: 6.4, p80: 1.1, stateOfTheArt: true },
    ])
  })

  it.each([Infinity, null])('leaves out an agent whose horizon is %s', (estimate) => {
    const document = { results: { a: agent('2024-01-01', 1), b: agent('2025-01-01', estimate) } }
    expect(parseMetrResults(document).map(({ agent: name }) => name)).toEqual(['a'])
  })

  it.each([
    ['no document', null, ['document']],
    ['no results', {}, ['results']],
    [
      'a horizon of zero',
      { results: { a: agent('2024-01-01', 0) } },
      ['results.a.metrics.p50_horizon_length.estimate'],
    ],
    ['an impossible date', { results: { a: agent('2024-02-30', 1) } }, ['results.a.release_date']],
    [
      'two faults',
      { results: { a: agent('May', 1), b: agent('2024-01-01', 'long') } },
      ['results.a.release_date', 'results.b.metrics.p50_horizon_length.estimate'],
    ],
  ])('refuses %s', (_, document, places) => {
    let caught: unknown
    try {
      parseMetrResults(document)
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(DataError)
    expect((caught as DataError).issues.map(({ path }) => path.join('.') || 'document')).toEqual(places)
  })

  it.each([null, 'May', undefined] as unknown[] as string[])('says how a date is written where there is %j', (date) => {
    const document = { results: { a: agent(date, 1) } }
    expect(() => parseMetrResults(document)).toThrow('results.a.release_date: must be a date written YYYY-MM-DD')
  })
})
