import { describe, expect, it } from 'vitest'
import { intervalChart, type IntervalRow } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'

const rows: readonly IntervalRow[] = [
  { label: 'alpha', estimate: 0.348, lower: 0.317, upper: 0.373, truth: 0.35 },
  { label: 'beta', estimate: 0.366, lower: 0.331, upper: 0.415 },
  { label: 'gamma', estimate: 0.4, lower: null, upper: null },
  { label: 'delta', estimate: null, lower: null, upper: null, reason: 'one token count' },
]

describe('intervalChart', () => {
  const svg = draw(intervalChart(rows, { axis: 'Exponent', reference: 0.34 }))
  const cx = (selector: string): readonly number[] => all(svg, selector).map((dot) => numbers(dot, 'cx')[0]!)

  it('draws intervals to scale around their estimates', () => {
    const [alpha, beta] = all(svg, '.interval line').map((line) => ({
      from: numbers(line, 'x1')[0]!,
      to: numbers(line, 'x2')[0]!,
      y: numbers(line, 'y1')[0]!,
    }))
    const [first, second] = cx('.estimate circle')
    expect(alpha!.from).toBeLessThan(first!)
    expect(alpha!.to).toBeGreaterThan(first!)
    expect((beta!.to - beta!.from) / (alpha!.to - alpha!.from)).toBeCloseTo(0.084 / 0.056, 1)
    expect((second! - first!) / (alpha!.to - alpha!.from)).toBeCloseTo(0.018 / 0.056, 1)
    expect(alpha!.y).toBeLessThan(beta!.y)
    expect(all(svg, '.interval line')).toHaveLength(2)
  })

  it('draws the line that results are held against as a threshold with its name', () => {
    const held = draw(intervalChart(rows, { threshold: { value: 0.5, name: 'line' } }))
    const [line] = all(held, '.threshold line')
    expect(numbers(line!, 'x1')[0]).toBeGreaterThan(numbers(all(held, '.estimate circle').at(-1)!, 'cx')[0]!)
    expect(texts(held, '.threshold text')).toEqual(['line'])
    expect(held.getAttribute('aria-description')).toContain('line at 0.5.')
    expect(all(svg, '.threshold')).toHaveLength(0)
  })

  it('draws the truth as another sign, and the reference as a line', () => {
    expect(all(svg, '.truth path')).toHaveLength(1)
    const [x] = numbers(all(svg, '.truth path')[0]!, 'transform')
    expect(x).toBeGreaterThan(cx('.estimate circle')[0]!)
    expect(numbers(all(svg, '.reference line')[0]!, 'x1')[0]).toBeLessThan(cx('.estimate circle')[0]!)
  })

  it('prints every number, and what is missing in words', () => {
    expect(texts(svg, '.interval-value text')).toEqual([
      '0.348 (0.317, 0.373)',
      '0.366 (0.331, 0.415)',
      '0.4 (no interval)',
    ])
    expect(texts(svg, '.not-estimable text')).toEqual(['one token count'])
    expect(svg.getAttribute('aria-description')).toBe(
      'alpha: 0.348 (0.317 to 0.373), truth 0.35. beta: 0.366 (0.331 to 0.415). gamma: 0.4 (no interval). delta: one token count.',
    )
    expect(svg.getAttribute('aria-label')).toBe('Estimates with intervals: Exponent')
  })

  it('puts the numbers under the names where the picture is narrow', () => {
    const narrow = draw(intervalChart(rows, { width: 320 }))
    const at = (selector: string): readonly number[] =>
      all(narrow, selector).map((text) => numbers(text, 'transform')[0]!)
    expect(at('.interval-value text').every((x) => x < 160)).toBe(true)
    for (const value of all(narrow, '.interval-value text')) {
      // Ten pixels a line, digits half as wide: it begins within the picture.
      expect(numbers(value, 'transform')[0]! - 10 - 5 * value.textContent.length).toBeGreaterThan(0)
    }
    for (const dot of all(narrow, '.estimate circle')) expect(numbers(dot, 'cx')[0]!).toBeLessThan(320)
  })

  it.each([
    { names: ['bootstrap', 'the law and a run of it'], lines: 1 },
    { names: ['bootstrap', 'prediction of a run, with the drift of a law'], lines: 2 },
  ])('puts names that would take half a narrow picture above their lines: $lines', ({ names, lines }) => {
    const given = names.map((label) => ({ label, estimate: 0.913, lower: 0.882, upper: 0.995 }))
    const axis = 'Share of intervals that hold the truth, of which nine in ten are promised'
    const format = (value: number): string => `${(100 * value).toFixed(0)} %`
    const narrow = draw(intervalChart(given, { width: 320, axis, format }))
    const place = (selector: string): readonly (readonly number[])[] =>
      all(narrow, selector).map((text) => {
        // What moves all texts of a mark stands at their group.
        const moved = numbers(text.parentElement!, 'transform')
        return numbers(text, 'transform').map((value, index) => value + (moved[index] ?? 0))
      })
    const dots = all(narrow, '.estimate circle').map(
      (dot) => numbers(dot, 'cy')[0]! + numbers(dot.parentElement!, 'transform')[1]!,
    )
    for (const [index, [x, y]] of place('.interval-label text').entries()) {
      expect(x).toBeLessThan(20)
      expect(y).toBeLessThan(dots[index]! - 8)
    }
    for (const [x, y] of place('.interval-value text')) {
      expect(lines === 1 ? x! > 250 : x! < 20).toBe(true)
      expect(dots.some((dot) => y! < dot - 8 && y! > dot - 20)).toBe(true)
    }
    const ticks = place('g[aria-label="x-axis tick label"] text').map(([x]) => x!)
    expect(ticks.length).toBeGreaterThan(1)
    // Six characters of at most eight pixels.
    for (const [index, x] of ticks.slice(1).entries()) expect(x - ticks[index]!).toBeGreaterThan(48)
    const label = all(narrow, 'g[aria-label="x-axis label"] text')[0]!
    expect(all(label, 'tspan').length).toBeGreaterThan(1)
    for (const line of all(label, 'tspan')) expect(line.textContent.length).toBeLessThan(50)
  })

  it('draws on a logarithmic axis', () => {
    const log = draw(
      intervalChart(
        [
          { label: 'a', estimate: 1, lower: 0.1, upper: 10 },
          { label: 'b', estimate: 100, lower: 10, upper: 1000 },
        ],
        { scale: 'log' },
      ),
    )
    const widths = all(log, '.interval line').map((line) => numbers(line, 'x2')[0]! - numbers(line, 'x1')[0]!)
    expect(widths[0]! / widths[1]!).toBeCloseTo(1, 2)
    expect(texts(log, 'g[aria-label="x-axis tick label"] text')).toEqual(['0.1', '1', '10', '100', '1000'])
  })

  it.each([
    { title: 'no rows', given: [], scale: 'linear' },
    { title: 'no rows on a logarithmic axis', given: [], scale: 'log' },
    { title: 'one point', given: [{ label: 'a', estimate: 2, lower: null, upper: null }], scale: 'linear' },
    {
      title: 'one point on a logarithmic axis',
      given: [{ label: 'a', estimate: 2, lower: 2, upper: 2 }],
      scale: 'log',
    },
    { title: 'zero', given: [{ label: 'a', estimate: 0, lower: 0, upper: 0 }], scale: 'linear' },
    { title: 'nothing estimable', given: [{ label: 'a', estimate: null, lower: null, upper: null }], scale: 'log' },
  ] as const)('draws $title without a number that is none', ({ given, scale }) => {
    expect(draw(intervalChart(given, { scale })).innerHTML).not.toMatch(/NaN|Infinity/)
  })

  it('says that nothing is known where no reason is given', () => {
    const silent = draw(intervalChart([{ label: 'a', estimate: null, lower: null, upper: null }]))
    expect(texts(silent, '.not-estimable text')).toEqual(['not estimable'])
    expect(silent.getAttribute('aria-description')).toBe('a: not estimable.')
  })

  it('refuses two rows of one name', () => {
    expect(() => intervalChart([...rows, rows[1]!])).toThrow("intervalChart: labels must differ, got 'beta' twice")
  })

  it('prints numbers as it is told to', () => {
    const svg = draw(intervalChart(rows.slice(0, 1), { format: (value) => value.toFixed(1) }))
    expect(texts(svg, '.interval-value text')).toEqual(['0.3 (0.3, 0.4)'])
  })
})
