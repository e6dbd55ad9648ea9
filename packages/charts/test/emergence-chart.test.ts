import { auditEmergence } from '@safety-portfolio/scaling-laws'
import { describe, expect, it } from 'vitest'
import { emergenceChart } from '../src/index.js'
import { all, draw, texts } from './document.js'

const points = [0, 0, 1, 12, 55, 88].map((successes, k) => ({ scale: 10 ** (7 + k), successes, trials: 100 }))
const audit = auditEmergence(points, { answerTokens: 4, bootstrap: { replicates: 50, seed: 1 } })

describe('emergenceChart', () => {
  it('draws accuracies with their intervals and the step of one item', () => {
    const svg = draw(emergenceChart(audit, { scaleLabel: 'Parameters' }))
    expect(all(svg, '.estimate circle')).toHaveLength(6)
    expect(all(svg, '.interval line')).toHaveLength(6)
    expect(texts(svg, '.threshold-label text')).toEqual(['one item'])
    expect(svg.getAttribute('aria-label')).toBe('Accuracy over parameters')
    expect(svg.innerHTML).toContain('100M: accuracy 0 (0 to 0.0362); 0 of 100 items')
  })

  it.each(['token-success', 'token-loss'] as const)('leaves models below the resolution hollow: %s', (metric) => {
    const svg = draw(emergenceChart(audit, { metric }))
    const unknown = audit.rows.filter(({ tokenSuccess }) => tokenSuccess.estimate === null)
    expect(unknown.length).toBeGreaterThan(0)
    expect(all(svg, '.unknown circle')).toHaveLength(unknown.length)
    expect(svg.innerHTML).toContain('below what the test can see')
    expect(svg.innerHTML).not.toMatch(/NaN|Infinity/)
  })
})
