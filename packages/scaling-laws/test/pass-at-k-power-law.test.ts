import { describe, expect, it } from 'vitest'
import { betaBinomialPassAtK, fitPassAtKPowerLaw } from '../src/index.js'

describe('fitPassAtKPowerLaw', () => {
  it('fits the curve of a Beta distribution as numpy.polyfit does', () => {
    const ks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000]
    const law = fitPassAtKPowerLaw(ks.map((k) => ({ k, pass: betaBinomialPassAtK({ alpha: 0.3, beta: 5 }, k) })))
    expect(law.exponent).toBeCloseTo(0.3645872227216415, 10)
    expect(Math.log(law.coefficient!)).toBeCloseTo(1.0371730771879906, 10)
    // The density's exponent is 0.3: the fit to the curve is off by a fifth even without noise.
    expect(law.exponent! - 0.3).toBeGreaterThan(0.06)
    expect(law.residualSd).toBeGreaterThan(0.01)
  })

  it('leaves out saturated points and says so', () => {
    const law = fitPassAtKPowerLaw([
      { k: 1, pass: 0 },
      { k: 2, pass: 0.5 },
      { k: 4, pass: 0.6 },
      { k: 8, pass: 1 },
    ])
    expect(law).toMatchObject({ n: 2, residualSd: null })
    expect(law.warnings[0]!.message).toBe('2 points at pass@k of 0 or 1 are left out.')
  })

  it.each([
    ['nothing', []],
    [
      'one k',
      [
        { k: 3, pass: 0.2 },
        { k: 3, pass: 0.3 },
      ],
    ],
    [
      'saturated points',
      [
        { k: 3, pass: 0 },
        { k: 5, pass: 0 },
      ],
    ],
  ])('refuses %s', (_, curve) => {
    const law = fitPassAtKPowerLaw(curve)
    expect(law.refusal?.code).toBe('too-few-points')
    expect([law.coefficient, law.exponent]).toEqual([null, null])
  })

  it('throws for what is no curve', () => {
    expect(() => fitPassAtKPowerLaw([{ k: 0, pass: 0.5 }])).toThrow('k must be an integer >= 1')
    expect(() => fitPassAtKPowerLaw([{ k: 7, pass: 1.5 }])).toThrow('pass@7 must be in [0, 1], got 1.5')
  })
})
