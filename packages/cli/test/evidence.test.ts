import { caseBootstrap, fitChinchilla } from '@safety-portfolio/scaling-laws'
import { expect, it } from 'vitest'
import { fitEvidence } from '../src/laws/evidence.js'
import { simulatedRuns } from './simulated-runs.js'

it('tells what speaks for the optimum', () => {
  const fit = fitChinchilla(simulatedRuns(), { bootstrap: caseBootstrap({ replicates: 5, seed: 1 }) })
  const evidence = new Map(fitEvidence(fit))
  expect(evidence.get('converged')).toBe('yes, certified')
  expect(Number(evidence.get('objective'))).toBeCloseTo(fit.objective!, 6)
  expect(evidence.get('gradient, relative to its terms')).toMatch(/^\d\.\de-1\d$/)
  expect(evidence.get('optima found')).toMatch(/^\d+, from \d+ starts?$/)
  expect(evidence.get('resamples')).toBe('5, of which 0 gave no fit')
})

it('leaves out what there is not', () => {
  const none = { ...fitChinchilla([]), objective: null, gradientNorm: null, basins: null, bootstrap: null }
  expect(fitEvidence(none)).toEqual([
    ['converged', 'no'],
    ['objective', 'none'],
  ])
})
