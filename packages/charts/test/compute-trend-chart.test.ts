import { fitComputeTrend, thresholdDate } from '@safety-portfolio/scaling-laws'
import { describe, expect, it } from 'vitest'
import { computeTrendChart } from '../src/index.js'
import { all, corners, draw, texts } from './document.js'

/** Half an order of magnitude a year, with alternating errors of a fifth of one. */
const models = Array.from({ length: 12 }, (_, k) => ({
  name: `model ${k}`,
  date: `${2012 + k}-01-01`,
  compute: 10 ** (16 + 0.5 * k + (k % 2 === 0 ? 0.2 : -0.2)),
}))
const trend = fitComputeTrend(models, { snapshot: '2024-01-01' })
const crossing = thresholdDate(trend, 1e24)
const svg = draw(computeTrendChart(models, trend, { thresholds: [crossing], names: ['review'] }))

describe('computeTrendChart', () => {
  it('draws every model and a straight line, dashed where the window ends', () => {
    expect(all(svg, '.models circle')).toHaveLength(12)
    const line = corners(all(svg, '.trend path')[0]!)
    const slopes = line.slice(1).map((corner, index) => (corner.y - line[index]!.y) / (corner.x - line[index]!.x))
    // Coordinates are rounded to hundredths of a pixel, dates to days.
    for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 1)
    expect(all(svg, '.trend-extrapolated')[0]!.getAttribute('stroke-dasharray')).toBe('2 4')
  })

  it('says when the threshold is crossed, as the package does', () => {
    expect(texts(svg, '.threshold-label text')).toEqual(['review'])
    expect(svg.getAttribute('aria-description')).toContain(
      `review (10²⁴ FLOP): ${crossing.date} (${crossing.interval!.lower} to ${crossing.interval!.upper})`,
    )
    expect(all(svg, '.crossing path, .crossing circle')).toHaveLength(1)
    expect(all(svg, '.date-interval line')).toHaveLength(1)
  })

  it('has the band of the package at the mean of the data: its half width is quantile times residual error', () => {
    const band = corners(all(svg, '.trend-interval path')[0]!)
    expect(band.length).toBeGreaterThan(100)
    const xs = band.map(({ x }) => x)
    const width = (at: number): number => {
      const near = band.filter(({ x }) => Math.abs(x - at) < 3).map(({ y }) => y)
      return Math.max(...near) - Math.min(...near)
    }
    // Narrowest inside the data, wider outside them.
    expect(width(xs[20]!)).toBeLessThan(width(Math.max(...xs)))
  })

  it('says why nothing is drawn', () => {
    const none = draw(computeTrendChart([], fitComputeTrend([])))
    expect(none.getAttribute('aria-description')).toMatch(/^No trend is drawn: /)
    expect(none.innerHTML).not.toMatch(/NaN|Infinity/)
  })

  it('keeps a threshold that is never reached in the picture, without a date', () => {
    const falling = models.map((model, k) => ({ ...model, compute: 10 ** (20 - 0.3 * k + (k % 2) / 5) }))
    const down = fitComputeTrend(falling)
    const chart = draw(
      computeTrendChart(falling, down, { thresholds: [thresholdDate(down, 1e26)], until: '2026-01-01', width: 320 }),
    )
    expect(all(chart, '.threshold line')).toHaveLength(1)
    expect(chart.innerHTML).not.toMatch(/NaN|Infinity/)
  })
})
