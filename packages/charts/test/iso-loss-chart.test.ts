import { describe, expect, it } from 'vitest'
import { isoLossChart } from '../src/index.js'
import { all, corners, draw, numbers, texts, type Drawn, type Point } from './document.js'
import { bestParams, fixedFit, lossAt, parameters, refused, runs } from './fixed-fit.js'

const budgets = [1e19, 1e20, 1e21, 1e22, 1e23]
const fit = fixedFit(budgets)

/** Pixels become compute and model size again by way of the labelled ticks, as a reader would do it. */
function reader(svg: Drawn): (point: Point) => { compute: number; params: number } {
  const axis = (name: 'x' | 'y', value: (label: string) => number): ((pixel: number) => number) => {
    const ticks = all(svg, `g[aria-label="${name}-axis tick label"] text`).map((tick) => ({
      pixel: numbers(tick, 'transform')[name === 'x' ? 0 : 1]!,
      log: Math.log(value(tick.textContent)),
    }))
    const [first, last] = [ticks[0]!, ticks.at(-1)!]
    return (pixel) =>
      Math.exp(first.log + ((pixel - first.pixel) / (last.pixel - first.pixel)) * (last.log - first.log))
  }
  const superscript = (label: string): number =>
    10 ** Number(label.slice(2).replaceAll(/./g, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit))))
  const count = (label: string): number =>
    Number.parseFloat(label) * { K: 1e3, M: 1e6, B: 1e9, T: 1e12 }[label.at(-1) as 'K']
  const [compute, params] = [axis('x', superscript), axis('y', count)]
  return ({ x, y }) => ({ compute: compute(x), params: params(y) })
}

/** Half a pixel is about 1 % of compute here; the axes are read off at hundredths of a pixel. */
const readingError = 2e-3

describe('isoLossChart', () => {
  const svg = draw(isoLossChart(fit, runs, { budgets: [1e22] }))
  const read = reader(svg)

  it('draws contours on which the law has one loss', () => {
    const labels = texts(svg, '.contour-label text').map(Number)
    expect(labels.length).toBeGreaterThanOrEqual(5)
    const contours = all(svg, '.contour path').map((path) => corners(path).map(read))
    expect(contours.length).toBeGreaterThanOrEqual(labels.length)
    const drawn = contours.map((contour) => {
      const losses = contour.map(({ compute, params }) => lossAt(parameters, params, compute / 6 / params))
      expect(Math.max(...losses) - Math.min(...losses)).toBeLessThan(readingError)
      return losses[0]!
    })
    for (const label of labels)
      expect(Math.min(...drawn.map((loss) => Math.abs(loss - label)))).toBeLessThan(readingError)
  })

  it('draws the frontier through the best model of each budget', () => {
    const [start, end] = corners(all(svg, '.frontier path')[0]!).map(read)
    for (const { compute, params } of [start!, end!]) {
      expect(params / bestParams(compute)).toBeCloseTo(1, 2)
    }
  })

  it('draws the band exactly over the intervals of the fit', () => {
    const band = corners(all(svg, '.frontier-interval path')[0]!).map(read)
    expect(band).toHaveLength(2 * 4)
    for (const { compute, params } of band) {
      const best = bestParams(compute)
      const ratio = params > best ? params / best : best / params
      expect(ratio).toBeCloseTo(1.25, 1)
    }
  })

  it('marks a budget with its optimum, its interval and a sentence', () => {
    const dot = all(svg, '.optimum circle')[0]!
    const optimum = read({ x: numbers(dot, 'cx')[0]!, y: numbers(dot, 'cy')[0]! })
    expect(optimum.compute / 1e22).toBeCloseTo(1, 2)
    expect(optimum.params / bestParams(1e22)).toBeCloseTo(1, 2)
    expect(all(svg, '.optimum-interval line')).toHaveLength(1)
    expect(dot.textContent).toMatch(/^10²² FLOP: optimum at [\d.]+B parameters \(95 % interval [\d.]+B to [\d.]+B\)$/)
  })

  it('draws every run and says what it is', () => {
    const dots = all(svg, '.runs circle')
    expect(dots).toHaveLength(runs.length)
    expect(dots[0]!.textContent).toMatch(/parameters, .* tokens, 10¹⁹ FLOP: loss 2\.969$/)
    const given = draw(isoLossChart(fit, [{ params: 1e9, tokens: 1e10, loss: 2.5, compute: 7e19 }, ...runs]))
    expect(all(given, '.runs circle')[0]!.textContent).toContain('7×10¹⁹ FLOP')
  })

  it('tells those who do not see it the law and the optimum', () => {
    const description = svg.getAttribute('aria-description')
    expect(description).toContain('15 training runs')
    expect(description).toContain('1.8 + 480/N^0.35 + 2100/D^0.37')
    expect(description).toContain('10²² FLOP: optimum at')
  })

  it('keeps ticks, labels and points in a picture of 320 pixels', () => {
    const narrow = draw(isoLossChart(fit, runs, { budgets: [1e22], width: 320, height: 300 }))
    const ticks = all(narrow, 'g[aria-label="x-axis tick label"] text').map((tick) => numbers(tick, 'transform')[0]!)
    expect(ticks.length).toBeLessThanOrEqual(5)
    for (const x of ticks) expect(x).toBeLessThanOrEqual(310)
    for (const dot of all(narrow, '.runs circle')) {
      expect(numbers(dot, 'cx')[0]!).toBeLessThanOrEqual(320)
      expect(numbers(dot, 'cy')[0]!).toBeGreaterThanOrEqual(0)
    }
  })

  it('draws a refused fit as runs with the reason', () => {
    const empty = draw(isoLossChart(refused, runs))
    expect(all(empty, '.contour, .frontier, .frontier-interval')).toHaveLength(0)
    expect(all(empty, '.runs circle')).toHaveLength(runs.length)
    expect(texts(empty, '.note text').join(' ')).toContain('no law is drawn')
    expect(empty.getAttribute('aria-description')).toContain('only 1 model size')
    const { refusal, ...silent } = refused
    expect(refusal).toBeDefined()
    expect(draw(isoLossChart(silent, runs)).getAttribute('aria-description')).toContain('the fit has no parameters')
  })

  it('says so where there are no intervals', () => {
    const without = draw(isoLossChart(fixedFit(budgets, null), runs, { budgets: [1e22] }))
    expect(all(without, '.frontier-interval path, .optimum-interval line')).toHaveLength(0)
    expect(texts(without, '.note text').join(' ')).toContain('without a band')
    expect(all(without, '.optimum circle')[0]!.textContent).toContain('no interval')
  })

  it('refuses a budget whose interval the fit does not know', () => {
    expect(() => isoLossChart(fit, runs, { budgets: [3e22] })).toThrow(
      /isoLossChart: budget 3e\+22 .* must be one of the budgets/,
    )
    expect(() => isoLossChart(fixedFit([]), runs, { budgets: [3e22] })).toThrow(/got none/)
  })

  it('takes a budget that went through text', () => {
    const budget = 10 ** 22.3
    const chart = isoLossChart(fixedFit([1e21, budget]), runs, { budgets: [Number(budget.toPrecision(12))] })
    expect(all(draw(chart), '.optimum circle')).toHaveLength(1)
  })

  it.each([
    { title: 'no runs', given: [] },
    { title: 'one run', given: runs.slice(0, 1) },
    { title: 'equal runs', given: [runs[0]!, runs[0]!] },
  ])('draws $title without a number that is none', ({ given }) => {
    expect(draw(isoLossChart(fixedFit([]), given)).innerHTML).not.toMatch(/NaN|Infinity/)
    expect(draw(isoLossChart(refused, given)).innerHTML).not.toMatch(/NaN|Infinity/)
  })

  it('draws the window that is asked for', () => {
    const svg = draw(isoLossChart(fit, runs, { computeDomain: [1e18, 1e24], paramsDomain: [1e7, 1e12], contours: 4 }))
    expect(texts(svg, 'g[aria-label="x-axis tick label"] text')).toEqual([
      '10¹⁸',
      '10¹⁹',
      '10²⁰',
      '10²¹',
      '10²²',
      '10²³',
      '10²⁴',
    ])
    expect(texts(svg, 'g[aria-label="y-axis tick label"] text')).toEqual(['10M', '100M', '1B', '10B', '100B', '1T'])
    expect(texts(svg, '.contour-label text').length).toBeLessThanOrEqual(4)
  })
})
