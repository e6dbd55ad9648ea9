import { fitHorizonTrend } from '@safety-portfolio/scaling-laws'
import { describe, expect, it } from 'vitest'
import { horizonChart } from '../src/index.js'
import { all, corners, draw, numbers, texts } from './document.js'

/** Doubling exactly every half year, and one agent that was never state of the art. */
const horizons = [
  { agent: 'a', date: '2023-01-01', p50: 4, p50Interval: { lower: 2, upper: 9 } },
  { agent: 'b', date: '2023-07-02', p50: 8 },
  { agent: 'c', date: '2024-01-01', p50: 16 },
  { agent: 'weak', date: '2024-03-01', p50: 1 / 12 },
  { agent: 'd', date: '2025-01-01', p50: 64 },
]
const trend = fitHorizonTrend(horizons)

describe('horizonChart', () => {
  const svg = draw(horizonChart(horizons, { trend }))

  it('fills the agents that count and leaves the others hollow', () => {
    expect(all(svg, '.estimate circle')).toHaveLength(4)
    expect(all(svg, '.left-out circle')).toHaveLength(1)
    expect(all(svg, '.interval line')).toHaveLength(1)
  })

  it('draws the line of the trend through agents that lie on it', () => {
    const [start, end] = corners(all(svg, '.trend path')[0]!)
    const dots = all(svg, '.estimate circle').map((dot) => numbers(dot, 'cy')[0]!)
    expect(start!.y).toBeCloseTo(dots[0]!, 0)
    expect(end!.y).toBeCloseTo(dots[3]!, 0)
  })

  it('labels human time as people say it', () => {
    expect(texts(svg, 'g[aria-label="y-axis tick label"] text')).toEqual(['5 s', '30 s', '2 min', '8 min', '30 min'])
    expect(svg.getAttribute('aria-description')).toContain('a, 2023-01-01: 4 min (2 min to 9 min).')
    expect(svg.getAttribute('aria-description')).toMatch(/^4 agents in the trend, doubling in 18\d days/)
  })

  it.each([
    { title: 'no agent', given: [] },
    { title: 'one agent', given: horizons.slice(0, 1) },
    {
      title: 'an interval from 0 to infinity',
      given: [{ agent: 'a', date: '2024-01-01', p50: 5, p50Interval: { lower: 0, upper: 1e9 } }],
    },
  ])('draws $title without a number that is none', ({ given }) => {
    const drawn = draw(horizonChart(given, { trend: fitHorizonTrend(given), width: 320 }))
    expect(drawn.innerHTML).not.toMatch(/NaN|Infinity/)
  })
})
