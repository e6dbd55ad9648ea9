import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateAfter, fitHorizonTrend, horizonDoubling, type AgentHorizon } from '../src/index.js'

const agents: readonly AgentHorizon[] = [
  { agent: 'a', date: '2020-01-01', p50: 0.1 },
  { agent: 'b', date: '2021-03-01', p50: 0.5 },
  { agent: 'c', date: '2023-02-01', p50: 3 },
  { agent: 'd', date: '2023-09-01', p50: 2 },
  { agent: 'e', date: '2024-05-01', p50: 9 },
  { agent: 'f', date: '2025-01-01', p50: 40 },
  { agent: 'g', date: '2025-08-01', p50: 2000 },
]

describe('fitHorizonTrend', () => {
  it('draws the line through the state of the art, and says whom it left out', () => {
    const trend = fitHorizonTrend(agents, { from: '2021-01-01' })
    expect(trend.agents).toEqual(['b', 'c', 'e', 'f'])
    expect(trend.excluded).toEqual({ notStateOfTheArt: 1, outsideWindow: 1, tooLong: ['g'] })
    expect(trend.warnings.map(({ code }) => code)).toEqual(['truncated-horizons', 'few-agents'])
    expect(trend.window).toEqual({ from: '2021-01-01', to: null, first: '2021-03-01', last: '2025-01-01' })
    // R: t <- as.numeric(as.Date(dates)) ; m <- lm(log2(p50) ~ t); 1 / coef(m)[2], rev(1 / confint(m)[2, ]), summary(m)$r.squared
    expect(trend.doublingDays.estimate).toBeCloseTo(235.149419891949, 8)
    expect(trend.doublingDays.interval!.lower).toBeCloseTo(150.784302609135, 7)
    expect(trend.doublingDays.interval!.upper).toBeCloseTo(533.83432984233, 7)
    expect(trend.rSquared).toBeCloseTo(0.967286566598605, 10)
    expect(trend.residualDoublings).toBeCloseTo(0.590062745164962, 10)
    expect(JSON.parse(JSON.stringify(trend))).toEqual(trend)
  })

  it('takes all agents, or the published mark, when told', () => {
    expect(fitHorizonTrend(agents, { agents: 'all', maximumMinutes: 1e6 }).n).toBe(7)
    const marked = agents.map((agent) => ({ ...agent, stateOfTheArt: agent.agent !== 'b' }))
    expect(fitHorizonTrend(marked).agents).not.toContain('b')
    expect(fitHorizonTrend(marked, { agents: 'computed' }).agents).toContain('b')
    expect(() => fitHorizonTrend(agents, { agents: 'published' })).toThrow('needs stateOfTheArt on every agent')
  })

  it('recovers an exact doubling time in any unit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 50, max: 800, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (days, unit) => {
          const exact = [0, 200, 450, 800, 1100].map((day) => ({
            agent: `${day}`,
            date: dateAfter(day / 365.25)!,
            p50: unit * 2 ** (day / days),
          }))
          const { doublingDays } = fitHorizonTrend(exact, { agents: 'all', maximumMinutes: 1e12 })
          expect(Math.abs(doublingDays.estimate! / days - 1)).toBeLessThan(1e-9)
        },
      ),
    )
  })

  it('calls shrinking horizons neither doubling nor safe', () => {
    const shrinking = agents.map((agent) => ({ ...agent, p50: 1 / agent.p50 }))
    const trend = fitHorizonTrend(shrinking, { agents: 'all' })
    expect(trend.doublingDays).toMatchObject({
      estimate: null,
      interval: null,
      reason: 'horizons do not grow along the line',
    })
  })

  it('leaves the interval open when the slope may be 0', () => {
    const noisy = [5, 1, 9, 2, 11].map((p50, i) => ({ agent: `${i}`, date: `202${i}-01-01`, p50 }))
    const { doublingDays, hc3Interval } = fitHorizonTrend(noisy, { agents: 'all' })
    expect(doublingDays.estimate).toBeGreaterThan(0)
    expect(doublingDays.reason).toContain('no finite upper end')
    expect(hc3Interval).toBeNull()
  })

  it.each([
    ['nobody', [], 'too-few-agents'],
    ['two', agents.slice(0, 2), 'too-few-agents'],
    ['one date', agents.map((agent) => ({ ...agent, date: '2024-01-01', p50: 1 })), 'one-date'],
  ])('refuses %s', (_, table, code) => {
    const trend = fitHorizonTrend(table)
    expect(trend.refusal?.code).toBe(code)
    expect(trend.doublingDays.reason).toBe(trend.refusal?.message)
    expect(horizonDoubling(table).doublingDays).toEqual({ from2023: null, all: null })
  })

  it.each([
    [{ level: 0 }, agents, 'level must be in (0, 1), got 0'],
    [{ maximumMinutes: 0 }, agents, 'maximumMinutes must be > 0'],
    [{ from: '2023' }, agents, 'a date must be written YYYY-MM-DD, got 2023'],
    [{}, [{ agent: 'z', date: '2023-01-01', p50: 0 }], 'p50 of z must be > 0 and finite, got 0'],
  ])('throws for %o', (options, table, message) => {
    expect(() => fitHorizonTrend(table, options)).toThrow(message)
  })

  it('has no HC3 interval when one agent decides the slope', () => {
    const table = ['2023-01-01', '2023-01-01', '2024-01-01'].map((date, i) => ({ agent: `${i}`, date, p50: i + 1 }))
    expect(fitHorizonTrend(table, { agents: 'all' }).hc3Interval).toBeNull()
  })
})
