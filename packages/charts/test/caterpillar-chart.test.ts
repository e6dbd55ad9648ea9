import { describe, expect, it } from 'vitest'
import { caterpillarChart } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'

const modes = {
  group: 'g',
  terms: ['(Intercept)', 'x'],
  levels: ['a', 'b', 'c'],
  values: [
    [1, 0.3],
    [-2, 0.1],
    [0.2, -0.4],
  ],
  standardDeviations: [
    [0.2, 0.3],
    [0.4, 0.01],
    [0.2, 0.5],
  ],
}

describe('caterpillarChart', () => {
  it('orders groups, the highest at the top, with intervals to scale', () => {
    const svg = draw(caterpillarChart(modes))
    expect(texts(svg, '.group-label text')).toEqual(['b', 'c', 'a'])
    const heights = all(svg, '.estimate circle').map((dot) => numbers(dot, 'cy')[0]!)
    expect(heights).toEqual(heights.toSorted((left, right) => right - left))
    const lengths = all(svg, '.interval line').map((rule) => numbers(rule, 'x2')[0]! - numbers(rule, 'x1')[0]!)
    expect(lengths[0]! / lengths[1]!).toBeCloseTo(2, 1)
    expect(svg.getAttribute('aria-description')).toMatch(/^b: -2 .* 2 of 3 intervals exclude 0\.$/)
  })

  it('draws another term, and refuses one that is not there', () => {
    expect(texts(draw(caterpillarChart(modes, { term: 'x', level: 0.9 })), '.group-label text')).toEqual([
      'c',
      'b',
      'a',
    ])
    expect(() => caterpillarChart(modes, { term: 'z' })).toThrow('no effect "z"')
  })

  it('leaves names out where groups are many, and cuts long ones', () => {
    const many = Array.from({ length: 120 }, (_, k) => k)
    const large = {
      group: 'g',
      terms: ['x'],
      levels: many.map((k) => `g${k}`),
      values: many.map((k) => [Math.sin(k)]),
      standardDeviations: many.map(() => [0.1]),
    }
    const svg = draw(caterpillarChart(large, { width: 320 }))
    expect(all(svg, '.group-label text')).toHaveLength(0)
    expect(all(svg, '.estimate circle')).toHaveLength(120)
    expect(svg.getAttribute('aria-description')).toContain('…')
    const long = { ...modes, levels: ['a', 'b', 'c'.repeat(40)] }
    expect(texts(draw(caterpillarChart(long)), '.group-label text')[1]).toMatch(/^c{23}…$/)
  })
})
