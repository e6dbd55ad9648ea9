import { expect, it } from 'vitest'
import { frontierChart } from '../src/index.js'
import { all, corners, draw, numbers, texts } from './document.js'
import { fixedFit, refused } from './fixed-fit.js'

const budgets = [1e21, 1e22, 1e23, 1e24]

it('draws parameters and tokens with their bands, named at the end of the line', () => {
  const svg = draw(frontierChart(fixedFit(budgets)))
  expect(texts(svg, '.line-label text')).toEqual(['parameters', 'tokens'])
  const lines = all(svg, '.frontier path').map(corners)
  const bands = all(svg, '.frontier-interval path').map(corners)
  expect(lines.map((line) => line.length)).toEqual([4, 4])
  // Bands are spread 1.25 up and down: on a logarithmic axis the line is their middle.
  for (const [index, line] of lines.entries()) {
    for (const { x, y } of line) {
      const at = bands[index]!.filter((corner) => Math.abs(corner.x - x) < 0.01).map((corner) => corner.y)
      expect(at).toHaveLength(2)
      expect((at[0]! + at[1]!) / 2).toBeCloseTo(y, 1)
      expect(Math.abs(at[0]! - at[1]!)).toBeGreaterThan(1)
    }
  }
})

it('does not depend on the order of the budgets', () => {
  expect(draw(frontierChart(fixedFit(budgets.toReversed()))).innerHTML).toBe(
    draw(frontierChart(fixedFit(budgets))).innerHTML,
  )
})

it.each([
  { quantity: 'tokens-per-param', label: 'Compute-optimal tokens per parameter', unit: 'tokens per parameter' },
  { quantity: 'loss', label: 'Compute-optimal loss', unit: 'loss' },
] as const)('draws $quantity alone', ({ quantity, label, unit }) => {
  const svg = draw(frontierChart(fixedFit(budgets), { quantity }))
  expect(svg.getAttribute('aria-label')).toBe(label)
  expect(all(svg, '.frontier path')).toHaveLength(1)
  expect(texts(svg, '.optimum circle title')[0]).toMatch(
    new RegExp(`^10²¹ FLOP: [\\d.]+ ${unit} \\(interval [\\d.]+ to [\\d.]+\\)$`),
  )
  expect(svg.getAttribute('aria-description')).toMatch(/10²¹ FLOP: .* 10²⁴ FLOP: /)
})

it('says so where there are no intervals', () => {
  const svg = draw(frontierChart(fixedFit(budgets, null)))
  expect(texts(svg, '.note text').join(' ')).toContain('no bands')
  expect(svg.getAttribute('aria-description')).toContain('no interval')
})

it('says why nothing is drawn', () => {
  expect(texts(draw(frontierChart(refused)), '.note text').join(' ')).toContain('only 1 model size')
  expect(texts(draw(frontierChart(fixedFit([]))), '.note text').join(' ')).toContain('without budgets')
})

it('draws one budget, and many without a dot for each', () => {
  const one = draw(frontierChart(fixedFit([1e22]), { width: 320 }))
  expect(all(one, '.optimum circle')).toHaveLength(2)
  expect(one.innerHTML).not.toContain('NaN')
  const many = draw(frontierChart(fixedFit(Array.from({ length: 30 }, (_, k) => 10 ** (20 + k / 10)))))
  expect(all(many, '.optimum circle')).toHaveLength(0)
  for (const tick of all(many, 'g[aria-label="x-axis tick label"] text'))
    expect(numbers(tick, 'transform')[0]).toBeGreaterThan(0)
})
