import { dot, type PlotOptions } from '@observablehq/plot'
import { expect, it } from 'vitest'
import { intervalChart, toSvg } from '../src/index.js'
import { all, draw, parse, testDocument } from './document.js'

const chart = intervalChart([{ label: 'alpha & <beta>', estimate: 0.35, lower: 0.32, upper: 0.37 }])

it('gives a picture with a name, a description and no group that a name may not have', () => {
  const svg = draw(chart)
  expect(svg.getAttribute('role')).toBe('img')
  expect(svg.getAttribute('aria-label')).toBe('Estimates with intervals')
  expect(svg.getAttribute('aria-description')).toContain('0.35 (0.32 to 0.37)')
  const groups = all(svg, 'g[aria-label]')
  expect(groups.length).toBeGreaterThan(0)
  for (const group of groups) expect(group.getAttribute('role')).toBe('group')
})

it('refers to nothing outside itself', () => {
  const markup = toSvg(chart, testDocument)
  expect(markup).toMatch(/^<svg .*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(markup).not.toMatch(/<script|<image|href=|url\(|@import|var\(/)
  expect(markup).toContain('#0e8099')
  expect(markup).toContain('font-family: system-ui, sans-serif')
})

it('keeps the variables of the page where it is drawn for one', () => {
  const markup = toSvg(chart, testDocument, { themed: true })
  expect(markup).toContain('var(--safety-portfolio-estimate, #0e8099)')
  expect(markup).toContain('var(--safety-portfolio-font, system-ui, sans-serif)')
})

it('escapes text', () => {
  expect(toSvg(chart, testDocument)).toContain('alpha &amp; &lt;beta&gt;')
})

it('rounds geometry to hundredths of a pixel and leaves text alone', () => {
  const markup = toSvg(
    { marks: [dot([{ x: 1 / 3, title: 'loss 2.123456' }], { x: 'x', title: 'title' })] },
    testDocument,
  )
  expect(markup).toContain('loss 2.123456')
  expect(markup).not.toMatch(/ (?:cx|cy|d|transform)="[^"]*\.\d{3}/)
})

it('takes the chart out of the figure that Plot makes of titles and legends', () => {
  const options: PlotOptions = {
    title: 'A title',
    color: { legend: 'ramp', type: 'ordinal' },
    ariaLabel: 'the chart itself',
    marks: [dot([1, 2, 3], { x: (value: number) => value, fill: (value: number) => value })],
  }
  const svg = draw(options)
  expect(svg.localName).toBe('svg')
  expect(svg.getAttribute('aria-label')).toBe('the chart itself')
})

it('keeps a style given as an object', () => {
  const svg = parse(toSvg({ style: { color: 'red' }, marks: [] }, testDocument))
  expect(svg.getAttribute('style')).toContain('red')
})

it('gives the same string again', () => {
  expect(toSvg(chart, testDocument)).toBe(toSvg(chart, testDocument))
})
