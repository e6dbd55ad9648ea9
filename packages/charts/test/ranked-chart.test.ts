import { describe, expect, it } from 'vitest'
import { rankedChart, type RankedRow } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'

const rows: readonly RankedRow[] = [
  { label: 'low', estimate: 0.2, lower: 0.1, upper: 0.3, floor: 0.15 },
  { label: 'unknown', estimate: null, lower: null, upper: null, reason: 'not asked' },
  { label: 'high', estimate: 0.8, lower: 0.7, upper: 0.9 },
  { label: 'bare', estimate: 0.5, lower: null, upper: null },
]

describe('rankedChart', () => {
  const svg = draw(rankedChart(rows, { axis: 'Similarity', floor: { value: 0.4, name: 'chance' }, domain: [0, 1] }))

  it('orders bars, unknown ones last', () => {
    expect(texts(svg, '.bar-label text')).toEqual(['high', 'bare', 'low', 'unknown'])
    expect(texts(draw(rankedChart(rows, { order: 'ascending' })), '.bar-label text')).toEqual([
      'low',
      'bare',
      'high',
      'unknown',
    ])
    expect(texts(draw(rankedChart(rows, { order: 'given' })), '.bar-label text')).toEqual(
      rows.map(({ label }) => label),
    )
  })

  it('draws lengths, intervals and floors to scale', () => {
    const widths = all(svg, '.bars rect').map((bar) => numbers(bar, 'width')[0]!)
    expect(widths).toHaveLength(3)
    expect(widths[0]! / widths[2]!).toBeCloseTo(4, 1)
    const [high, low] = all(svg, '.interval line').map((line) => numbers(line, 'x2')[0]! - numbers(line, 'x1')[0]!)
    expect(high! / widths[0]!).toBeCloseTo(0.25, 1)
    expect(low).toBeCloseTo(high!, 0)
    expect(all(svg, '.floor line')).toHaveLength(1)
    expect(all(svg, '.threshold line')).toHaveLength(1)
    expect(texts(svg, '.threshold-label text')).toEqual(['chance'])
  })

  it('outlines what is unknown, with the reason', () => {
    expect(texts(svg, '.not-estimable text')).toEqual(['not asked'])
    expect(all(svg, '.unknown rect')).toHaveLength(1)
  })

  it('says everything in words', () => {
    expect(svg.getAttribute('aria-description')).toBe(
      'high: 0.8 (0.7 to 0.9). bare: 0.5 (no interval). low: 0.2 (0.1 to 0.3), reference 0.15. unknown: not asked. chance: 0.4.',
    )
    expect(svg.getAttribute('aria-label')).toBe('Estimates in order: Similarity')
  })

  it('draws negative values to the left of zero', () => {
    const signed = draw(
      rankedChart([
        { label: 'a', estimate: -1, lower: -2, upper: 0 },
        { label: 'b', estimate: 1, lower: 0, upper: 2 },
      ]),
    )
    const [b, a] = all(signed, '.bars rect')
    expect(numbers(a!, 'x')[0]! + numbers(a!, 'width')[0]!).toBeCloseTo(numbers(b!, 'x')[0]!, 0)
  })

  it.each([
    { title: 'nothing', given: [] },
    { title: 'zero', given: [{ label: 'a', estimate: 0, lower: 0, upper: 0 }] },
    { title: 'only what is unknown', given: [{ label: 'a', estimate: null, lower: null, upper: null }] },
  ])('draws $title without a number that is none', ({ given }) => {
    expect(draw(rankedChart(given, { width: 320 })).innerHTML).not.toMatch(/NaN|Infinity/)
  })

  it('refuses two rows of one name', () => {
    expect(() => rankedChart([...rows, rows[0]!])).toThrow("rankedChart: labels must differ, got 'low' twice")
  })
})
