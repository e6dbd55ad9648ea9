import { describe, expect, it } from 'vitest'
import type { Decision, RuleTrace } from '@safety-portfolio/asl-policy'
import { decisionChart, policyTimelineChart } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'

const versions = [
  { id: 'rsp', version: '2.0', effective: '2024-10-15' },
  { id: 'rsp', version: '1.0', effective: '2023-09-19' },
  { id: 'xai', version: '2025-12-30', effective: '2025-12-30' },
]
const decisions = [{ model: 'a model', date: '2024-03-04', policy: { id: 'rsp', version: '1.0' } }]

describe('policyTimelineChart', () => {
  const svg = draw(policyTimelineChart(versions, { decisions, marked: ['rsp 2.0'], until: '2026-09-30' }))
  it('draws each version to the next one, to scale', () => {
    const bars = all(svg, '.versions rect')
    expect(bars).toHaveLength(3)
    const [first, second] = bars.map((bar) => [numbers(bar, 'x')[0]!, numbers(bar, 'width')[0]!] as const)
    // 392 days, then 715.
    expect(second![1] / first![1]).toBeCloseTo(715 / 392, 1)
    expect(first![0] + first![1]).toBeCloseTo(second![0], -1)
  })
  it('names versions where there is room, and draws decisions', () => {
    expect(texts(svg, '.version-label text')).toEqual(['1.0', '2.0', '2025-12-30'])
    expect(all(svg, '.decisions circle')).toHaveLength(1)
    expect(all(draw(policyTimelineChart(versions)), '.decisions circle')).toHaveLength(0)
  })
  it('says everything in words', () => {
    expect(svg.getAttribute('aria-description')).toBe(
      'rsp: 2.0 from 2024-10-15, 1.0 from 2023-09-19; 1 decision on record. xai: 2025-12-30 from 2025-12-30.',
    )
  })
  it('is empty without versions', () => {
    expect(policyTimelineChart([]).ariaDescription).toContain('There is no version')
  })
})

describe('decisionChart', () => {
  const rule = (name: string, value: RuleTrace['value']): RuleTrace => ({
    rule: name,
    stage: 'safeguards',
    clause: '1',
    value,
    outcome: value === 'true' ? null : 'hold',
    when: null,
    require: { text: name, value },
  })
  const decision: Pick<Decision, 'outcome' | 'trace'> = {
    outcome: 'hold',
    trace: [rule('a', 'true'), rule('b', 'unknown'), rule('c', 'false'), rule('d'.repeat(200), 'true')],
  }
  it('gives each value a sign and a word of its own', () => {
    const svg = draw(decisionChart(decision))
    expect(all(svg, '.kept circle')).toHaveLength(2)
    expect(all(svg, '.unknown circle')).toHaveLength(1)
    expect(all(svg, '.not-kept path')).toHaveLength(1)
    expect(texts(svg, '.rule-label text').map((words) => words.split(/\s/)[0])).toEqual([
      'true',
      'unknown',
      'false',
      'true',
    ])
    expect(texts(svg, '.rule-label text')[3]).toContain('…')
  })
  it('says everything in words', () => {
    expect(decisionChart(decision).ariaDescription).toMatch(/^Outcome: hold\. a: true\. b: unknown\. c: false\./)
    expect(decisionChart({ outcome: 'permit', trace: [] }).ariaDescription).toContain('No rule')
  })
  it('fits a narrow column', () => {
    expect(decisionChart(decision, { width: 320 }).width).toBe(320)
  })
})
