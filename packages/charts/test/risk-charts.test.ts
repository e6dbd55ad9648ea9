import {
  analyseLayers,
  auditCurve,
  forecastRare,
  layerOutcomes,
  observationsFromLogProbabilities,
  observationsFromScores,
  type LayerItem,
} from '@safety-portfolio/risk'
import { describe, expect, it } from 'vitest'
import { auditChart, overlapChart, tailChart } from '../src/index.js'
import { all, draw, numbers, texts } from './document.js'

describe('tailChart', () => {
  const logP = Array.from({ length: 500 }, (_, i) => -Math.exp(3 + Math.log((i + 1) / 500) / 4))
  const observations = observationsFromLogProbabilities(logP)
  const forecast = forecastRare(observations, { method: 'ols', to: [50, 500, 5000, 50_000], seed: 1, replicates: 100 })

  it('draws the largest queries, the forecast and where the sample ends', () => {
    const options = tailChart(observations.scores, forecast, { marked: 20_000 })
    const svg = draw(options)
    expect(options.ariaDescription).toContain('sample: 500')
    expect(options.ariaDescription).toContain('deployment: 20')
    expect(all(svg, '.estimate path').length).toBe(200)
    expect(texts(svg, '.threshold-label text')).toEqual(['sample', 'deployment'])
  })

  it('says why there is no forecast', () => {
    const refused = forecastRare(observationsFromLogProbabilities([-1, -2]), { method: 'ols', seed: 1 })
    expect(tailChart([], refused).ariaDescription).toContain('2 observations')
  })

  it('draws scores as scores, and keeps out what is not finite', () => {
    const scores = observationsFromScores(Array.from({ length: 40 }, (_, i) => -Math.log((i + 1) / 40)))
    const scored = forecastRare(scores, { method: 'weissman', to: [40, 400], seed: 1, replicates: 50 })
    expect(tailChart([...scores.scores, -Infinity], scored).y!.label).toBe('Score of the worst of n')
    // The worst of one query under the log-normal law has no place.
    const normal = forecastRare(observations, { method: 'lognormal', to: [1, 100], seed: 1, replicates: 50 })
    expect(tailChart(observations.scores, normal).ariaDescription).toContain('at 100.')
  })
})

describe('overlapChart', () => {
  const repeat = (count: number, ...caught: boolean[]): LayerItem[] => Array.from({ length: count }, () => ({ caught }))
  const items = [
    ...repeat(40, false, false),
    ...repeat(60, false, true),
    ...repeat(20, true, false),
    ...repeat(840, true, true),
  ]
  const result = analyseLayers(layerOutcomes(items, ['input', 'a detector of long name']))

  it('draws a row a combination, to scale', () => {
    const svg = draw(overlapChart(result))
    expect(texts(svg, '.count-label text')).toEqual(['60', '40', '20'])
    const widths = all(svg, '.count rect').map((bar) => numbers(bar, 'width')[0]!)
    expect(widths[0]! / widths[2]!).toBeCloseTo(3, 1)
    expect(all(svg, '.missed-together line, .missed-together path')).toHaveLength(1)
    // What is drawn comes before the title, which is never cut.
    expect(texts(svg, '.detector text')[1]).toMatch(/^a detector of long name/)
  })

  it('keeps the combination that gets through, however rare', () => {
    const { ariaDescription } = overlapChart(
      analyseLayers(
        layerOutcomes([...repeat(5, false, true), ...repeat(4, true, false), ...repeat(1, false, false)], ['a', 'b']),
      ),
      { rows: 2, width: 320 },
    )
    expect(ariaDescription).toBe(
      'Of 10 positives, 0 missed by none. Missed by exactly a: 5; a, b: 1. 4 more in rarer combinations.',
    )
  })

  it('says that nothing was missed, or that there is nothing', () => {
    expect(overlapChart(analyseLayers(layerOutcomes(repeat(3, true), ['a']))).ariaDescription).toContain('None of 3')
    expect(overlapChart(analyseLayers(layerOutcomes([], ['a']))).ariaDescription).toBe('There is no positive.')
  })
})

describe('auditChart', () => {
  it('draws what is found beside chance', () => {
    const curve = auditCurve(
      { honest: [7, 5, 4, 3, 2, 2, 1, 1, 1, 0], attacks: [9, 8, 6, 5, 3, 1] },
      { budgets: [0.4, 0.1, 0], seed: 1 },
    )
    const options = auditChart(curve)
    expect(options.ariaDescription).toBe('found: 50 % at 10 %, 83 % at 40 %. at random: 10 % at 10 %, 40 % at 40 %.')
    expect(all(draw(options), 'circle')).toHaveLength(2)
  })

  it('says why nothing is drawn', () => {
    expect(auditChart(auditCurve({ honest: [], attacks: [1] }, { seed: 1 })).ariaDescription).toContain(
      'no honest work',
    )
    expect(auditChart(auditCurve({ honest: [1], attacks: [1] }, { budgets: [], seed: 1 })).ariaDescription).toContain(
      'No budget',
    )
  })
})
