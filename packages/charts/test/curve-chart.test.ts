import { describe, expect, it } from 'vitest'
import { curveChart, type CurveSeries } from '../src/index.js'
import { all, corners, draw, numbers, texts } from './document.js'

const measured: CurveSeries = {
  name: 'measured',
  points: [
    { x: 1, y: 8, lower: 6, upper: 10 },
    { x: 10, y: 4, lower: 3, upper: 5 },
    { x: 100, y: null, title: 'not run' },
  ],
  line: [1, 10, 100].map((x) => ({ x, y: 8 / x ** 0.3, lower: 7 / x ** 0.3, upper: 9 / x ** 0.3 })),
}
const truth: CurveSeries = {
  name: 'truth',
  reference: true,
  line: [
    { x: 1, y: 8 },
    { x: 100, y: 2 },
  ],
}
const axes = { x: { label: 'Tokens', scale: 'log' }, y: { label: 'Loss' } } as const

describe('curveChart', () => {
  const svg = draw(curveChart([measured, truth], { ...axes, thresholds: [{ axis: 'y', value: 3, name: 'chance' }] }))

  it('draws points where their numbers are', () => {
    const [first, second] = all(svg, '.estimate circle, .estimate path')
    const centre = (index: number): { readonly x: number; readonly y: number } => {
      const whisker = all(svg, '.interval line')[index]!
      const [y1 = 0, y2 = 0] = [numbers(whisker, 'y1')[0], numbers(whisker, 'y2')[0]]
      return { x: numbers(whisker, 'x1')[0] ?? numbers(whisker, 'transform')[0]!, y: (y1 + y2) / 2 }
    }
    // Whiskers are symmetric in these data, and the axis of y is linear.
    expect(first).toBeDefined()
    expect(second).toBeDefined()
    expect(centre(0).y).toBeLessThan(centre(1).y)
    expect(all(svg, '.interval line')).toHaveLength(2)
  })

  it('draws a power law as a straight line on logarithmic axes', () => {
    const log = draw(curveChart([measured], { x: { label: 'x', scale: 'log' }, y: { label: 'y', scale: 'log' } }))
    const [a, b, c] = corners(all(log, '.curve path')[0]!)
    expect((b!.y - a!.y) / (b!.x - a!.x)).toBeCloseTo((c!.y - b!.y) / (c!.x - b!.x), 3)
  })

  it('draws what is unknown hollow and never as a value', () => {
    expect(all(svg, '.unknown circle')).toHaveLength(1)
    expect(svg.innerHTML).toContain('not run')
    expect(all(svg, '.interval line')).toHaveLength(2)
  })

  it('tells series apart by dashes and names, not by colour alone', () => {
    const [one, other] = all(svg, '.curve')
    expect(one!.getAttribute('stroke-dasharray')).toBeNull()
    expect(other!.getAttribute('stroke-dasharray')).not.toBeNull()
    expect(texts(svg, '.line-label text')).toEqual(['measured', 'truth'])
    expect(texts(svg, '.threshold-label text')).toEqual(['chance'])
  })

  it('moves names that would lie on each other apart, inside the picture', () => {
    const close = ['a', 'b', 'c'].map((name, index) => ({
      name,
      line: [
        { x: 1, y: 5 },
        { x: 10, y: 1 + index / 1e3 },
      ],
    }))
    const chart = draw(curveChart(close, axes))
    const at = all(chart, '.line-label').map((group) => {
      const [, moved = 0] = numbers(group, 'transform')
      const [, y = 0] = numbers([...group.querySelectorAll('text')][0]!, 'transform')
      return y + moved
    })
    const sorted = [...at].sort((one, other) => one - other)
    expect(sorted[1]! - sorted[0]!).toBeGreaterThan(12)
    expect(sorted[2]! - sorted[1]!).toBeGreaterThan(12)
    expect(sorted[2]!).toBeLessThan(340)
  })

  it('names the lines above a narrow picture, each after a sample of its dashes', () => {
    const two = ['a', 'b'].map((name, index) => ({ name, line: [1, 10].map((x) => ({ x, y: x + index })) }))
    const narrow = draw(curveChart([...two, { name: 'dots', points: [{ x: 1, y: 2 }] }], { ...axes, width: 320 }))
    expect(texts(narrow, '.line-label text')).toEqual(['── a', '╌╌ b'])
    const tops = all(narrow, '.line-label').map((group) => numbers(group, 'transform')[1]!)
    expect(tops[0]! - tops[1]!).toBe(13)
    expect(texts(draw(curveChart(two.slice(0, 1), { ...axes, width: 320 })), '.line-label text')).toEqual(['a'])
  })

  it('describes the ends of every curve in words', () => {
    expect(svg.getAttribute('aria-label')).toBe('Loss over tokens')
    expect(svg.getAttribute('aria-description')).toBe(
      'measured: 8 at 1, 2.01 at 100. truth: 8 at 1, 2 at 100. chance: 3.',
    )
  })

  it('leaves out what a logarithmic axis cannot show', () => {
    const log = draw(
      curveChart(
        [
          {
            name: 'a',
            points: [
              { x: 1, y: 0, lower: 0, upper: 0.1 },
              { x: 2, y: 0.5, lower: 0, upper: 1 },
            ],
          },
        ],
        {
          x: { label: 'x' },
          y: { label: 'y', scale: 'log' },
        },
      ),
    )
    expect(all(log, '.unknown circle')).toHaveLength(1)
    expect(all(log, '.interval line')).toHaveLength(1)
    expect(log.innerHTML).not.toMatch(/NaN|Infinity/)
  })

  it.each([
    { title: 'no series', series: [] },
    { title: 'nothing known', series: [{ name: 'a', points: [{ x: 1, y: null }] }] },
    { title: 'one point', series: [{ name: 'a', points: [{ x: 1, y: 2 }] }] },
    {
      title: 'equal points',
      series: [
        {
          name: 'a',
          points: [
            { x: 1, y: 2 },
            { x: 1, y: 2 },
          ],
        },
      ],
    },
    { title: 'infinite ends', series: [{ name: 'a', points: [{ x: 1, y: 2, lower: -Infinity, upper: Infinity }] }] },
    { title: 'a narrow picture', series: [measured, truth], width: 300 },
  ])('draws $title without a number that is none', ({ series, width = 680 }) => {
    const drawn = draw(curveChart(series, { ...axes, width }))
    expect(drawn.innerHTML).not.toMatch(/NaN|Infinity/)
    expect(drawn.getAttribute('aria-description')).not.toMatch(/NaN|undefined/)
  })

  it('keeps a domain that holds everything, and widens one that does not', () => {
    const ticks = (domain: readonly [number, number]): readonly string[] =>
      texts(
        draw(curveChart([measured], { ...axes, y: { label: 'y', domain } })),
        'g[aria-label="y-axis tick label"] text',
      )
    expect(ticks([0, 20]).at(-1)).toBe('20')
    expect(ticks([0, 5]).at(-1)).toBe('10')
  })
})
