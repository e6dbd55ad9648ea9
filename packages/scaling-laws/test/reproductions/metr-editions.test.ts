import { expect, it } from 'vitest'
import { horizonDoubling, parseMetrResults, type AgentHorizon } from '../../src/index.js'
import oracle from '../oracles/metr-editions.json' with { type: 'json' }

/** As many digits as are printed. */
const printed = 5e-4

it.each(oracle.editions)(
  'later editions give the doubling times printed in them: $from2023 and $all days',
  ({ from2023, all, agents }) => {
    const horizons = (agents as [string, string, number][]).map(([agent, date, p50]): AgentHorizon => ({
      agent,
      date,
      p50,
    }))
    const { doublingDays, trends } = horizonDoubling(horizons)
    expect(Math.abs(doublingDays.from2023! - from2023)).toBeLessThan(printed)
    expect(Math.abs(doublingDays.all! - all)).toBeLessThan(printed)
    expect(trends.all.excluded.tooLong).toEqual(horizons.filter(({ p50 }) => p50 > 960).map(({ agent }) => agent))
  },
)

it('reads what editions differ in: unknown fields, unbounded intervals, agents without a horizon', () => {
  const metrics = (estimate: number, high: number | null) => ({
    is_sota: true,
    is_sota_p80: false,
    p50_horizon_length: { estimate, ci_low: 1, ci_high: high },
    p80_horizon_length: null,
  })
  const horizons = parseMetrResults({
    results: {
      a: { release_date: '2024-01-01', scaffolds: [null], metrics: metrics(3, 9) },
      b: { release_date: new Date('2025-01-01T00:00:00Z'), metrics: metrics(30, Infinity) },
      c: { release_date: '2025-06-01', metrics: { average_score: { estimate: 0.1 } } },
    },
  })
  expect(horizons.map(({ agent }) => agent)).toEqual(['a', 'b'])
  expect(horizons[0]!.p50Interval).toEqual({ lower: 1, upper: 9 })
  expect(horizons[1]!.p50Interval).toBeUndefined()
})
