import { backtestLaw, simulateRuns } from '@safety-portfolio/scaling-laws'
import { describe, expect, it } from 'vitest'
import { backtestChart } from '../src/index.js'
import { all, draw, texts } from './document.js'

const parameters = { A: 480, B: 2100, E: 1.8, alpha: 0.35, beta: 0.37 }
const backtest = backtestLaw('chinchilla', simulateRuns({ parameters, noise: 0.005, seed: 1 }))
const drawn = backtest.factors.filter(({ predictions }) => predictions > 0)

describe('backtestChart', () => {
  it('draws coverage against what was promised, nearest forecasts first', () => {
    const svg = draw(backtestChart(backtest))
    expect(texts(svg, '.bar-label text')).toHaveLength(drawn.length)
    expect(texts(svg, '.threshold-label text')).toEqual(['promised'])
    expect(texts(svg, '.bar-label text')[0]).toContain(`(${drawn[0]!.predictions})`)
    expect(svg.getAttribute('aria-description')).toContain('promised: 95 %.')
  })

  it('draws errors without a promise', () => {
    const svg = draw(backtestChart(backtest, { show: 'error' }))
    expect(all(svg, '.bars rect')).toHaveLength(drawn.length)
    expect(texts(svg, '.threshold-label text')).toEqual([])
    expect(svg.getAttribute('aria-label')).toBe('Error of forecasts by how far they reach')
  })

  it('says why there is no forecast', () => {
    const none = backtestLaw('chinchilla', simulateRuns({ parameters, budgets: [1e19], modelsPerBudget: 2, seed: 1 }))
    expect(draw(backtestChart(none)).getAttribute('aria-description')).toMatch(/^No forecast: /)
  })
})
