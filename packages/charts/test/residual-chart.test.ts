import { expect, it } from 'vitest'
import { residualChart } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'
import { fixedFit, refused, runs } from './fixed-fit.js'

const fit = fixedFit([1e22])
// One run 2 % above the law, one 1 % below, in logarithms; the rest on it.
const shifted = runs.map((run, index) => ({
  ...run,
  loss: run.loss * Math.exp(index === 0 ? 0.02 : index === 1 ? -0.01 : 0),
}))

it('draws how far each run lies from the law, in per cent', () => {
  const svg = draw(residualChart(fit, shifted))
  const [zero] = all(svg, '.reference line').map((line) => numbers(line, 'y1')[0]!)
  const heights = all(svg, '.residuals circle').map((dot) => zero! - numbers(dot, 'cy')[0]!)
  expect(heights[0]! / -heights[1]!).toBeCloseTo(2, 1)
  for (const height of heights.slice(2)) expect(height).toBeCloseTo(0, 1)
  expect(texts(svg, '.residuals circle title')[0]).toMatch(/ 2\.00 % from the law$/)
  expect(texts(svg, '.residuals circle title')[1]).toMatch(/ -1\.00 % from the law$/)
  expect(svg.getAttribute('aria-description')).toBe(
    '15 runs: 14 lie within 1 % of the fitted loss; the largest distance is 2.0 %.',
  )
})

it('shows where the Huber loss is quadratic, and nothing where there is no threshold', () => {
  expect(all(draw(residualChart(fit, shifted)), '.quadratic-zone rect')).toHaveLength(1)
  expect(
    all(draw(residualChart({ ...fit, loss: { name: 'lad', delta: null } }, shifted)), '.quadratic-zone'),
  ).toHaveLength(0)
})

it.each([
  { over: 'compute', label: 'Training compute (FLOP)' },
  { over: 'tokens-per-param', label: 'Tokens per parameter' },
  { over: 'params', label: 'Parameters' },
  { over: 'tokens', label: 'Tokens' },
] as const)('draws them over $over', ({ over, label }) => {
  const svg = draw(residualChart(fit, shifted, { over, width: 320 }))
  expect(texts(svg, 'g[aria-label="x-axis label"] text')[0]).toContain(label)
  expect(all(svg, '.residuals circle')).toHaveLength(15)
})

it('draws runs that lie exactly on the law', () => {
  expect(draw(residualChart(fit, [{ ...runs[0]!, compute: 1e19 }])).innerHTML).not.toMatch(/NaN|Infinity/)
})

it('says why a refused fit has no residuals', () => {
  expect(texts(draw(residualChart(refused, runs)), '.note text').join(' ')).toContain('only 1 model size')
  const { refusal, ...silent } = refused
  expect(refusal).toBeDefined()
  expect(texts(draw(residualChart(silent, runs)), '.note text').join(' ')).toContain('the fit has no parameters')
})
