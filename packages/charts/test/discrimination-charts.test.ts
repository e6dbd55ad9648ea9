import type { Interventions } from '@safety-portfolio/discrimination'
import { describe, expect, it } from 'vitest'
import { discriminationScoreChart, interventionChart, shrinkageChart } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'

const range = (lower: number, upper: number) => ({ lower, upper, level: 0.95, method: 'test' })

type Analysis = Parameters<typeof discriminationScoreChart>[0] & Parameters<typeof shrinkageChart>[0]
/** What the charts read of an analysis. */
const analysis = {
  baseline: { gender: 'male', race: 'white' },
  scores: [
    {
      term: 'race=Black',
      estimate: 0.5,
      interval: range(0.3, 0.7),
      probabilityScale: { estimate: 0.02, interval: range(0.01, 0.03) },
    },
    {
      term: 'gender=female',
      estimate: null,
      interval: null,
      reason: 'separated',
      probabilityScale: { estimate: 0.1, interval: null, reason: 'no variation' },
    },
  ],
  perQuestion: (
    [
      ['loan', 0.9, 1.4, [0.6, 1.2]],
      ['visa', -0.4, -0.8, [-0.7, -0.1]],
      ['lease', 0.2, null, [-0.3, 0.7]],
    ] as readonly (readonly [string, number, number | null, readonly [number, number]])[]
  ).map(([question, estimate, own, [lower, upper]]) => ({
    question,
    n: 8,
    scores: [{ term: 'race=Black', estimate, own, se: 0.1, interval: range(lower, upper) }],
  })),
} as unknown as Analysis

describe('discriminationScoreChart', () => {
  it('draws scores around 0 and says why one is missing', () => {
    const svg = draw(discriminationScoreChart(analysis, { truth: { 'race=Black': 0.6 } }))
    expect(texts(svg, '.interval-value text')).toEqual(['0.5 (0.3, 0.7)'])
    expect(texts(svg, '.not-estimable text')).toEqual(['separated'])
    expect(all(svg, '.truth path')).toHaveLength(1)
    expect(svg.getAttribute('aria-label')).toContain('against gender male, race white')
  })

  it('draws the scale of probabilities, narrow too', () => {
    const svg = draw(discriminationScoreChart(analysis, { scale: 'probability', width: 320 }))
    expect(svg.getAttribute('aria-label')).toBe('Estimates with intervals: Change of the probability of yes')
    expect(texts(svg, '.interval-value text')).toEqual(['0.02 (0.01, 0.03)', '0.1 (no interval)'])
  })
})

describe('shrinkageChart', () => {
  const svg = draw(shrinkageChart(analysis, { term: 'race=Black' }))

  it('orders questions, and draws own rows hollow where there are any', () => {
    expect(texts(svg, '.question-label text')).toEqual(['visa', 'lease', 'loan'])
    expect(all(svg, '.estimate circle')).toHaveLength(3)
    expect(all(svg, '.own circle')).toHaveLength(2)
    const [visa, , loan] = all(svg, '.estimate circle').map((dot) => numbers(dot, 'cx')[0]!)
    const [visaOwn, loanOwn] = all(svg, '.own circle').map((dot) => numbers(dot, 'cx')[0]!)
    // Shrinkage draws both towards the mean, which lies between them.
    expect([visaOwn! < visa!, visa! < loan!, loan! < loanOwn!]).toEqual([true, true, true])
    expect(svg.getAttribute('aria-description')).toBe(
      '3 questions: the interval lies above 0 in 1, below 0 in 1. Mean score 0.5.',
    )
  })

  it('names few questions, draws many, and says when there are none', () => {
    const many = {
      ...analysis,
      perQuestion: Array.from({ length: 70 }, (_, k) => ({ ...analysis.perQuestion[k % 3]!, question: `q${k}` })),
    }
    const drawn = draw(shrinkageChart(many, { width: 320 }))
    expect(all(drawn, '.question-label text')).toHaveLength(0)
    expect(all(drawn, '.estimate circle')).toHaveLength(70)
    expect(texts(draw(shrinkageChart(analysis, { term: 'race=Asian' })), '.note text')[0]).toContain(
      'nothing to shrink',
    )
  })
})

describe('interventionChart', () => {
  const condition = (name: string, score: number | null, correlation: number | null) => ({
    condition: name,
    scores: score === null ? [] : [{ term: 'race=Black', estimate: score, interval: range(score - 0.1, score + 0.1) }],
    logitCorrelation: {
      estimate: correlation,
      interval: correlation === null ? null : range(correlation - 0.05, correlation),
    },
    probabilityCorrelation: { estimate: correlation, interval: null },
  })
  const found = {
    reference: 'default',
    conditions: [condition('default', 0.9, 1), condition('ignore', 0.3, 0.9), condition('removed', null, 0.8)],
  } as unknown as Pick<Interventions, 'conditions' | 'reference'>

  it('draws score over agreement, and names what has none', () => {
    const svg = draw(interventionChart(found))
    expect(texts(svg, '.condition-label text').toSorted()).toEqual(['default', 'ignore'])
    expect(texts(svg, '.not-estimable text')).toEqual(['Not estimable: removed'])
    expect(all(svg, '.estimate path')).toHaveLength(2)
    expect(svg.getAttribute('aria-description')).toContain(
      'ignore: score 0.3 (0.2 to 0.4), correlation 0.9 (0.85 to 0.9).',
    )
  })

  it('draws correlations of probabilities, and says when there is nothing', () => {
    const svg = draw(interventionChart(found, { correlation: 'probability', width: 320 }))
    expect(svg.getAttribute('aria-description')).toContain('correlation 0.9 (0.9 to 0.9)')
    expect(texts(svg, '.condition-list text')).toEqual(['1 default', '2 ignore'])
    expect(texts(svg, '.condition-label text').toSorted()).toEqual(['1', '2'])
    expect(texts(draw(interventionChart({ reference: 'a', conditions: [] })), '.note text')).toHaveLength(1)
  })

  it('numbers names that would lie on each other, in a wide picture too', () => {
    const close = [condition('default', 0.9, 1), condition('ignore', 0.3, 0.9), condition('ignore, wordy', 0.31, 0.905)]
    const svg = draw(interventionChart({ ...found, conditions: close } as unknown as typeof found))
    expect(texts(svg, '.condition-list text')).toEqual(['1 default', '2 ignore', '3 ignore, wordy'])
    expect(texts(svg, '.condition-label text').toSorted()).toEqual(['1', '2', '3'])
  })

  it.each([320, 680])('nothing that is listed below lies on the label of the axis, %i px wide', (width) => {
    const svg = draw(interventionChart(found, { width }))
    const down = (selector: string): number[] =>
      all(svg, selector).map((one) => Number(/,([\d.]+)\)$/.exec(one.getAttribute('transform')!)![1]))
    const [label] = down('[aria-label="x-axis label"]')
    for (const line of [...down('.condition-list'), ...down('.not-estimable')]) {
      expect(line - label!).toBeGreaterThanOrEqual(15)
    }
  })
})
