import { describe, expect, it } from 'vitest'
import { plantedTruthChart, type PlantedTruthRow } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'

const rows: readonly PlantedTruthRow[] = [
  { label: 'inside', truth: 0.35, estimate: 0.34, interval: { lower: 0.3, upper: 0.36 } },
  { label: 'outside', truth: 5, estimate: 10, interval: { lower: 8, upper: 20 } },
  { label: 'far', truth: 1e6, estimate: 0, interval: { lower: -1, upper: 1 } },
  { label: 'exact', truth: 1, estimate: 1, interval: { lower: 1, upper: 2 } },
  { label: 'below a rank', truth: 0, estimate: 1, interval: { lower: 1, upper: 2 } },
  { label: 'unknown', truth: 1, estimate: null, interval: null },
  { label: 'bare', truth: 1, estimate: 2, interval: null },
]

describe('plantedTruthChart', () => {
  const svg = draw(plantedTruthChart(rows, { width: 600 }))

  it('says for each truth where it lies, by the half-width on its own side', () => {
    expect(svg.getAttribute('aria-description')).toBe(
      '2 of 5 intervals hold their truth. inside: 0.5 half-widths above the estimate. outside: outside, 2.5 half-widths below the estimate. far: outside, 1000000 half-widths above the estimate. exact: on the estimate. below a rank: outside, below the interval. unknown: no interval. bare: no interval.',
    )
  })

  it('has another sign for each of inside, outside and unknown', () => {
    expect(all(svg, '.inside path')).toHaveLength(2)
    expect(all(svg, '.outside path')).toHaveLength(3)
    expect(texts(svg, '.not-estimable text')).toEqual(['no interval', 'no interval'])
    expect(texts(svg, '.row-label text')).toEqual(rows.map(({ label }) => label))
  })

  it('draws what lies far out at the edge', () => {
    const at = (mark: string, index: number): number =>
      Number(/translate\(([\d.]+)/.exec(all(svg, `${mark} path`)[index]!.getAttribute('transform') ?? '')?.[1])
    const [band] = all(svg, '.interval rect')
    const half = numbers(band!, 'width')[0]! / 2
    const middle = numbers(band!, 'x')[0]! + half
    expect(at('.inside', 0) - middle).toBeCloseTo(0.5 * half, 0)
    expect(at('.outside', 0) - middle).toBeCloseTo(-2.5 * half, 0)
    expect(at('.outside', 1) - middle).toBeCloseTo(3 * half, 0)
  })

  it('draws nothing as a sentence, and refuses two rows of one name', () => {
    expect(draw(plantedTruthChart([])).getAttribute('aria-description')).toBe('Nothing was planted.')
    expect(() => plantedTruthChart([rows[0]!, rows[0]!])).toThrow(
      "plantedTruthChart: labels must differ, got 'inside' twice",
    )
  })
})
