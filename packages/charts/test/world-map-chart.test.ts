import { describe, expect, it } from 'vitest'
import { worldMapChart, type MapShape } from '../src/index.js'
import { all, draw, texts } from './document.js'

const square = (west: number): object => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 0],
      [west, 20],
      [west + 20, 20],
      [west + 20, 0],
      [west, 0],
    ],
  ],
})
const shapes: readonly MapShape[] = ['AAA', 'BBB', 'CCC', null].map((id, index) => ({
  type: 'Feature',
  id,
  name: `shape ${index}`,
  geometry: square(30 * index - 60),
}))
const rows = [
  { id: 'AAA', label: 'Aland', value: 0.4, note: '(0.35 to 0.45)' },
  { id: 'BBB', label: 'Beland', value: 0.9 },
  { id: 'ZZZ', label: 'Nowhere', value: 0.5 },
  { id: 'CCC', label: 'Celand', value: null },
]

describe('worldMapChart', () => {
  const svg = draw(worldMapChart(shapes, rows, { title: 'Similarity', selected: 'BBB' }))

  it('fills shapes with data, and only outlines those without', () => {
    const filled = all(svg, '.shapes path')
    expect(filled).toHaveLength(2)
    const opacity = filled.map((path) => Number(path.getAttribute('fill-opacity')))
    expect(opacity[0]).toBeCloseTo(0.12, 6)
    expect(opacity[1]).toBeCloseTo(1, 6)
    expect(all(svg, '.unknown path')).toHaveLength(2)
    expect(svg.querySelector('.unknown')!.getAttribute('fill')).toBe('none')
    expect(all(svg, '.selected path')).toHaveLength(1)
  })

  it('says every value in words, and has a legend', () => {
    expect(texts(svg, '.shapes title')).toEqual(['Aland: 0.4 (0.35 to 0.45)', 'Beland: 0.9'])
    expect(svg.getAttribute('aria-label')).toBe('Map of the world: Similarity')
    expect(texts(svg, '.legend-text text')).toEqual(['≥ 0.4', '≥ 0.5', '≥ 0.6', '≥ 0.7', '≥ 0.8', 'no data'])
  })

  it('names the ends where there are many', () => {
    const many = Array.from(
      { length: 20 },
      (_, index) => ({ type: 'Feature', id: `C${index}`, name: '', geometry: square(0) }) as const,
    )
    const { ariaDescription } = worldMapChart(
      many,
      many.map(({ id }, index) => ({ id, label: id, value: index })),
      { title: 'Value' },
    )
    expect(ariaDescription).toContain('The 5 largest and smallest: C19: 19. C18: 18.')
    expect(ariaDescription).toContain('C0: 0.')
  })

  it('draws a world without data, of one value, and on narrow pages', () => {
    expect(all(draw(worldMapChart(shapes, [], { title: 'None', width: 320 })), '.unknown path')).toHaveLength(4)
    expect(all(draw(worldMapChart(shapes, rows.slice(0, 1), { title: 'One' })), '.shapes path')).toHaveLength(1)
  })

  it('refuses rows that share a code, and a domain that is none', () => {
    expect(() => worldMapChart(shapes, [rows[0]!, rows[0]!], { title: 'Twice' })).toThrow(RangeError)
    expect(() => worldMapChart(shapes, rows, { title: 'Empty', domain: [1, 1] })).toThrow(RangeError)
  })
})
