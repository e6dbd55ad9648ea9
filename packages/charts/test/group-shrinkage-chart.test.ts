import { describe, expect, it } from 'vitest'
import { groupShrinkageChart } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'

const groups = [
  { level: 'a', rows: 20, own: 1.4, shrunken: 1.3, sd: 0.05 },
  { level: 'b', rows: 4, own: 0.2, shrunken: 0.7, sd: 0.2 },
  { level: 'c', rows: 1, own: null, shrunken: 1, sd: 0.4 },
]
const shrinkage = { group: 'question', term: 'age', population: 1, groups }

describe('groupShrinkageChart', () => {
  const svg = draw(groupShrinkageChart(shrinkage))

  it('draws a dot and an interval for each group that has an own effect', () => {
    const dots = all(svg, '.estimate circle').map((dot) => ({ x: numbers(dot, 'cx')[0]!, y: numbers(dot, 'cy')[0]! }))
    expect(dots).toHaveLength(2)
    const [a, b] = dots
    expect(a!.x).toBeGreaterThan(b!.x)
    expect(a!.y).toBeLessThan(b!.y)
    // The interval of b is four times as long as that of a.
    const [first, second] = all(svg, '.interval line').map((rule) =>
      Math.abs(numbers(rule, 'y1')[0]! - numbers(rule, 'y2')[0]!),
    )
    expect(second! / first!).toBeCloseTo(4, 1)
  })

  it('shows the population, and counts groups without an own effect', () => {
    expect(all(svg, '.population line')).toHaveLength(1)
    expect(texts(svg, '.population-label text')).toEqual(['population 1'])
    expect(texts(svg, '.note text').join(' ')).toContain('1 group does not determine')
    expect(svg.getAttribute('aria-description')).toContain('b: 0.2 by its own rows, 0.7 by the model. Population: 1.')
  })

  it('says so where no group has one, and fits a narrow page', () => {
    const none = draw(groupShrinkageChart({ ...shrinkage, groups: [groups[2]!] }))
    expect(texts(none, '.note text').join(' ')).toContain('No group determines')
    const narrow = draw(groupShrinkageChart(shrinkage, { width: 320, effect: 'Effect of age', level: 0.9 }))
    for (const dot of all(narrow, '.estimate circle')) expect(numbers(dot, 'cx')[0]!).toBeLessThan(320)
  })

  it('draws a single group', () => {
    expect(
      all(
        draw(groupShrinkageChart({ ...shrinkage, groups: [{ ...groups[0]!, sd: 0, own: 1, shrunken: 1 }] })),
        '.estimate circle',
      ),
    ).toHaveLength(1)
  })
})
