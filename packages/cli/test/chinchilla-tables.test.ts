import { allocationAt, type ChinchillaFit, fitChinchilla } from '@safety-portfolio/scaling-laws'
import { describe, expect, it } from 'vitest'
import { defaultBudgets, fittedChinchilla } from '../src/laws/chinchilla.js'
import { allocationTable, chinchillaLead, parameterTable } from '../src/laws/chinchilla-tables.js'
import { fitText } from '../src/report/fit-summary.js'
import { memoryIo } from './memory-io.js'
import { simulatedRuns } from './simulated-runs.js'

const runs = simulatedRuns()
const fit = fitChinchilla(runs, { allocation: allocationAt([5.76e23]) })
const none = { E: null, A: null, alpha: null, B: null, beta: null }
const warnings = [{ code: 'no-intervals', message: 'Ask for a bootstrap.' }]
const bare: ChinchillaFit = {
  ...fit,
  standardErrors: none,
  intervals: none,
  exponents: null,
  allocation: fit.allocation.map((row) => {
    const without = { estimate: row.params.estimate, standardError: null, interval: null, reason: 'no covariance' }
    return { ...row, params: without, tokens: without, tokensPerParam: without, loss: without }
  }),
  warnings,
}

describe('a fit without intervals', () => {
  it('gives the reason in their place', () => {
    const { header, rows } = parameterTable(bare)
    expect(header).toEqual(['constant', 'estimate', 'interval', 'standard error'])
    expect(rows.map((row) => row.slice(2))).toEqual(Array.from({ length: 5 }, () => ['none: see warnings', 'none']))
    expect(allocationTable(bare).rows[0]![1]).toMatch(/^\S+B \(no covariance\)$/)
    expect(chinchillaLead(bare)).toMatch(/ parameters \(no covariance\) .*\(no covariance\)\.$/)
  })

  it('prints its warnings', () => {
    const io = memoryIo()
    const text = fitText({ title: 'Law', formula: 'L' }, fittedChinchilla(bare, runs), [], io)
    expect(text).toContain('Warnings\n- Ask for a bootstrap. [no-intervals]\n')
  })
})

describe('chinchillaLead', () => {
  it('names the largest budget', () => {
    expect(chinchillaLead(fit)).toMatch(
      /^64 runs put the best use of 5\.76e23 FLOP, 580 times the largest run, at \S+B parameters \(\S+B to \S+B\) and /,
    )
  })
  it('warns of a fit that did not converge', () => {
    expect(chinchillaLead({ ...fit, converged: false })).toContain('did not converge: do not use these numbers.')
  })
  it('does without budgets', () => {
    expect(chinchillaLead({ ...fit, allocation: [] })).toBe('64 runs were fitted.')
  })
})

describe('defaultBudgets', () => {
  it('are powers of ten that reach a hundred times beyond the largest run', () => {
    expect(defaultBudgets(runs)).toEqual([1e19, 1e20, 1e21, 1e22, 1e23])
    expect(defaultBudgets([{ params: 1e9, tokens: 2e10, loss: 2 }])).toEqual([1e21, 1e22])
    expect(defaultBudgets([{ params: 1, tokens: 1, loss: 2, compute: 1e20 }])).toEqual([1e20, 1e21, 1e22])
  })
  it('stay few for absurd ranges', () => {
    const absurd = [1e-300, 1e300].map((compute) => ({ params: 1, tokens: 1, loss: 2, compute }))
    expect(defaultBudgets(absurd).length).toBeLessThanOrEqual(30)
    expect(defaultBudgets([])).toEqual([])
  })
})
