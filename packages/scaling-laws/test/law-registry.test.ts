import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import {
  backtestLaw,
  bootstrapLaw,
  compareLaws,
  fitM1,
  fitM3,
  fitM4,
  fitOverTraining,
  m4Loss,
  powerOffsetLoss,
  predictLoss,
  profileIntervals,
  publishedFits,
  simulateRuns,
  type CurvePoint,
} from '../src/index.js'

const random = createRandom(5)
const curve = Array.from({ length: 24 }, (_, k): CurvePoint => {
  const x = 1e5 * 1.6 ** k
  return { x, loss: powerOffsetLoss({ E: 0.4, B: 150, c: 0.45 }, x) * Math.exp(0.003 * random.normal()) }
})
const plateau = Array.from({ length: 30 }, (_, k): CurvePoint => {
  const x = 1e2 * 1.7 ** k
  return { x, loss: m4Loss({ E: 0.3, E0: 3, B: 60, c: 0.4, alpha: 1 }, x) * Math.exp(0.003 * random.normal()) }
})
const loss = 'log-squared'

it.each(['m1', 'm2', 'm3', 'm4', 'power', 'power-offset'] as const)('all of inference works for %s', (law) => {
  const points = law === 'm4' ? plateau : curve
  const profile = profileIntervals(law, points, { loss })
  expect(profile.refusal).toBeUndefined()
  expect(profile.converged).toBe(true)
  const { predictions } = predictLoss(law, points, [{ x: 1e11 }], { loss })
  expect(predictions[0]!.mean.estimate!).toBeGreaterThan(0)
  expect(predictions[0]!.mean.interval).not.toBeNull()
  const found = bootstrapLaw(law, points, { kind: 'wild', loss, replicates: 10, seed: 1 })
  expect(found.bootstrap!.failed).toBeLessThan(10)
  expect(backtestLaw(law, points, { loss }).cutoffs.length).toBeGreaterThan(2)
})

it('finds the constants that the fits find', () => {
  expect(profileIntervals('m1', curve, { loss }).parameters!.c).toBeCloseTo(fitM1(curve, { loss }).parameters!.c, 8)
  expect(profileIntervals('m3', curve, { loss }).parameters!.c).toBeCloseTo(fitM3(curve, { loss }).parameters!.c, 5)
  expect(profileIntervals('m4', plateau, { loss }).parameters!.c).toBeCloseTo(fitM4(plateau, { loss }).parameters!.c, 5)
  const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 2 })
  const own = profileIntervals('over-training', runs, { loss })
  expect(own.parameters!.eta).toBeCloseTo(fitOverTraining(runs, { loss }).parameters!.eta, 8)
  expect(own.estimates['eta']!.interval!.lower).toBeLessThan(own.parameters!.eta)
})

it('compares the laws of curves: no offset is worse, and the true form extrapolates', () => {
  const { laws, preferred } = compareLaws([
    { law: 'm1', points: curve },
    { law: 'm2', points: curve },
    { law: 'm3', points: curve },
  ])
  expect(preferred.bic).toBe('m2')
  expect(laws[0]!.extrapolationError!).toBeGreaterThan(laws[1]!.extrapolationError!)
})
