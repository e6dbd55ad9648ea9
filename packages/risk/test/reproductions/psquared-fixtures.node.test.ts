import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import {
  betaBinomialJointMiss,
  cleanTrialsNeeded,
  copulaJointMiss,
  effectiveLayers,
  frechetBounds,
  jointMiss,
  missAgreement,
  phiBounds,
  phiPower,
} from '../../src/index.js'

type Table = Readonly<Record<string, number | readonly number[]>>
interface Fixtures {
  readonly 'p=.1 two filters': readonly { phi: number; joint: number; effective_layers: number }[]
  readonly 'phi range p=q=.1': readonly [number, number]
  readonly 'phi range p=.1,q=.02': readonly [number, number]
  readonly 'tetrachoric p=.1': readonly { r: number; joint: number; phi: number }[]
  readonly 'k filters p=.1 one-factor copula': Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly frechet: { readonly 'p=q=.1': readonly [number, number] }
  readonly '2x2 40,60,60,840': Table
  readonly '2x2 10,90,90,810 (independent)': Table
  readonly 'n for upper95<=x with 0 joint misses': Readonly<Record<string, number>>
  readonly 'power z-test phi (n positives)': Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly 'mixture: conditionally independent within difficulty': Readonly<Record<string, number>>
}

const absolute = 1e-10
// The stored table is rounded to six decimals, four for phi, three for layers.
const [sixDecimals, fourDecimals, threeDecimals] = [5.1e-7, 5.1e-5, 5.1e-4]
// The stored copula integrals are SciPy's adaptive quadrature, which is off by 7e-10 (k 5) and 1.7e-8 (k 10) at r 0.8: mpmath at 30 digits says so, and
// joint-miss.test.ts holds ours against it to 1e-12. All others agree to 1e-10.
const copulaAbsolute = (k: number, r: number): number => (r === 0.8 && k >= 5 ? 2e-8 : absolute)
// 4,000 replicates on either side: four standard errors of their difference.
const power = 4 * Math.sqrt((2 * 0.25) / 4000)

describeWithShared('fixtures of layered filters', ['oracles/psquared/fixtures.json'], () => {
  const fixtures = JSON.parse(readFileSync(sharedPath('oracles/psquared/fixtures.json'), 'utf8')) as Fixtures

  it('two filters that miss 10 %', () => {
    for (const { phi, joint, effective_layers } of fixtures['p=.1 two filters']) {
      // phi = 1 stands for its maximum, which rounding puts just below 1.
      const found = jointMiss({ p: 0.1, q: 0.1, phi })
      expect(Math.abs(found - joint)).toBeLessThan(absolute)
      expect(Math.abs(effectiveLayers(found, [0.1, 0.1]) - effective_layers)).toBeLessThan(threeDecimals)
    }
    for (const [key, q] of [
      ['phi range p=q=.1', 0.1],
      ['phi range p=.1,q=.02', 0.02],
    ] as const) {
      const { lower, upper } = phiBounds(0.1, q)
      expect(Math.abs(lower - fixtures[key][0])).toBeLessThan(absolute)
      expect(Math.abs(upper - fixtures[key][1])).toBeLessThan(absolute)
    }
    const { lower, upper } = frechetBounds([0.1, 0.1])
    expect([lower, upper]).toEqual(fixtures.frechet['p=q=.1'])
  })

  it('tetrachoric correlations', () => {
    for (const { r, joint, phi } of fixtures['tetrachoric p=.1']) {
      const found = jointMiss({ p: 0.1, q: 0.1, tetrachoric: r })
      expect(Math.abs(found - joint)).toBeLessThan(sixDecimals)
      expect(Math.abs((found - 0.01) / 0.09 - phi)).toBeLessThan(fourDecimals)
    }
  })

  it('one to ten layers under a one-factor copula', () => {
    for (const [k, byCorrelation] of Object.entries(fixtures['k filters p=.1 one-factor copula'])) {
      for (const [r, joint] of Object.entries(byCorrelation)) {
        const found = copulaJointMiss(
          Array.from({ length: Number(k) }, () => 0.1),
          Number(r),
        )
        expect(Math.abs(found - joint), `k ${k}, r ${r}`).toBeLessThan(copulaAbsolute(Number(k), Number(r)))
      }
    }
  })

  it.each([
    ['2x2 40,60,60,840', [40, 60, 60, 840]],
    ['2x2 10,90,90,810 (independent)', [10, 90, 90, 810]],
  ] as const)('%s', (key, [both, onlyFirst, onlySecond, neither]) => {
    const expected = fixtures[key]
    const found = missAgreement({ both, onlyFirst, onlySecond, neither }, { level: 0.9 })
    const values: Readonly<Record<string, number | null>> = {
      n: found.n,
      missA: found.missFirst.estimate,
      missB: found.missSecond.estimate,
      joint: found.joint.estimate,
      indep: found.independent,
      lift: found.lift.estimate,
      phi: found.phi.estimate,
      kappa: found.kappa.estimate,
      yuleQ: found.yuleQ.estimate,
      tetrachoric: found.tetrachoric.estimate,
      fisher_greater: found.fisherGreater,
      mcnemar_chi2: found.mcnemar.chiSquared,
    }
    for (const [name, value] of Object.entries(values)) {
      expect(Math.abs(value! - (expected[name] as number)), name).toBeLessThan(absolute)
    }
    const [lower, upper] = expected['joint_CP90'] as readonly [number, number]
    expect(Math.abs(found.joint.interval!.lower - lower)).toBeLessThan(absolute)
    expect(Math.abs(found.joint.interval!.upper - upper)).toBeLessThan(absolute)
    expect(Math.abs(found.fisherGreater / (expected['fisher_greater'] as number) - 1)).toBeLessThan(absolute)
  })

  it('positives needed, and the power to see phi', () => {
    for (const [target, n] of Object.entries(fixtures['n for upper95<=x with 0 joint misses'])) {
      expect(cleanTrialsNeeded(Number(target))).toBe(n)
    }
    for (const [key, byN] of Object.entries(fixtures['power z-test phi (n positives)'])) {
      const phi = Number(key.replace('phi=', ''))
      for (const [n, expected] of Object.entries(byN)) {
        const { estimate } = phiPower({ p: 0.1, q: 0.1, phi }, Number(n), { seed: 11 })
        expect(Math.abs(estimate! - expected), `${key}, n ${n}`).toBeLessThan(power)
      }
    }
  })

  it('detectors that are independent given difficulty are dependent over items', () => {
    const expected = fixtures['mixture: conditionally independent within difficulty']
    const joint = 0.9 * 0.05 ** 2 + 0.1 * 0.55 ** 2
    expect(joint).toBeCloseTo(expected['joint']!, 12)
    const phi = (joint - 0.01) / 0.09
    expect(phi).toBeCloseTo(expected['phi']!, 12)
    expect(jointMiss({ p: 0.1, q: 0.1, phi })).toBeCloseTo(joint, 12)
    expect(betaBinomialJointMiss(0.1, 2, phi)).toBeCloseTo(joint, 12)
  })
})
