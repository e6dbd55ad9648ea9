import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { equivalentCompute, fitFamilyCompute, type FamilyPoint } from '../src/index.js'

function family(name: string, n: number, noise: number, seed: number): readonly FamilyPoint[] {
  const random = createRandom(seed)
  return Array.from({ length: n }, (_, i) => {
    const x = 20 + (4 * i) / (n - 1)
    return { family: name, compute: 10 ** x, capability: 0.3 * x - 6 + noise * random.normal() }
  })
}

describe('fitFamilyCompute', () => {
  it('recovers planted lines, one per family, in the order of appearance', () => {
    const fits = fitFamilyCompute([...family('b', 5, 0, 1), ...family('a', 3, 0, 2)])
    expect(fits.map((fit) => [fit.family, fit.n])).toEqual([
      ['b', 5],
      ['a', 3],
    ])
    for (const { slope, intercept, rSquared } of fits) {
      expect(slope.estimate).toBeCloseTo(0.3, 12)
      expect(intercept.estimate).toBeCloseTo(-6, 10)
      expect(rSquared).toBeCloseTo(1, 12)
    }
  })

  it('has t intervals that hold the slope in about 95 of 100 cases', () => {
    let held = 0
    for (let seed = 0; seed < 400; seed += 1) {
      const { lower, upper } = fitFamilyCompute(family('a', 5, 0.1, seed))[0]!.slope.interval!
      if (lower < 0.3 && 0.3 < upper) held += 1
    }
    // Binomial(400, 0.95) is within 367..392 with probability 0.998.
    expect(held).toBeGreaterThanOrEqual(367)
    expect(held).toBeLessThanOrEqual(392)
  })

  it('does not depend on the order of models', () => {
    const points = family('a', 6, 0.1, 3)
    const [a, b] = [fitFamilyCompute(points)[0]!, fitFamilyCompute(points.toReversed())[0]!]
    expect(b.slope.estimate).toBeCloseTo(a.slope.estimate!, 12)
  })

  it('refuses families of fewer than three models or of one compute', () => {
    const [few, one] = fitFamilyCompute([
      ...family('few', 2, 0, 1),
      ...[1, 2, 3].map((capability) => ({ family: 'one', compute: 1e21, capability })),
    ])
    expect(few).toMatchObject({ refusal: { code: 'too-few-models' }, line: null, rSquared: null })
    expect(one).toMatchObject({ refusal: { code: 'one-compute' }, slope: { estimate: null } })
    expect(equivalentCompute(few!, 1)).toMatchObject({ estimate: null, reason: few!.refusal!.message })
    expect(fitFamilyCompute([])).toEqual([])
  })

  it('has no share of variance where capability does not vary', () => {
    const level = [1e20, 1e21, 1e22].map((compute) => ({ family: 'a', compute, capability: 0.5 }))
    const [fit] = fitFamilyCompute(level)
    expect(fit!.rSquared).toBeNull()
    expect(equivalentCompute(fit!, 0.5)).toMatchObject({
      estimate: null,
      reason: expect.stringMatching(/not grow/) as string,
    })
  })

  it.each([
    [{ compute: 0 }, /compute/],
    [{ compute: NaN }, /compute/],
    [{ capability: Infinity }, /capability/],
  ])('throws for %o', (wrong, message) => {
    expect(() => fitFamilyCompute([{ family: 'a', compute: 1, capability: 1, ...wrong }])).toThrow(message)
  })
})

describe('equivalentCompute', () => {
  it('inverts the line', () => {
    const [fit] = fitFamilyCompute(family('a', 5, 0, 1))
    for (const x of [19, 21.3, 25]) expect(equivalentCompute(fit!, 0.3 * x - 6).estimate! / 10 ** x).toBeCloseTo(1, 9)
  })

  it('has Fieller intervals that hold the truth in about 95 of 100 cases', () => {
    let held = 0
    for (let seed = 0; seed < 400; seed += 1) {
      const [fit] = fitFamilyCompute(family('a', 6, 0.05, seed))
      const { lower, upper } = equivalentCompute(fit!, 0.3 * 23 - 6).interval!
      if (lower < 1e23 && 1e23 < upper) held += 1
    }
    expect(held).toBeGreaterThanOrEqual(367)
    expect(held).toBeLessThanOrEqual(392)
  })

  it('is monotone in capability', () => {
    const [fit] = fitFamilyCompute(family('a', 6, 0.05, 1))
    const values = [0.1, 0.4, 0.7, 1].map((capability) => equivalentCompute(fit!, capability).estimate!)
    expect(values.toSorted((a, b) => a - b)).toEqual(values)
  })

  it('gives no interval where the slope may be 0, and no number that is not one', () => {
    const rough = fitFamilyCompute(
      [0.1, 0.9, 0.3].map((capability, i) => ({ family: 'a', compute: 10 ** (20 + i), capability })),
    )[0]!
    const loose = equivalentCompute(rough, 0.5)
    expect(loose.estimate).toBeGreaterThan(0)
    expect(loose).toMatchObject({ interval: null, reason: expect.stringMatching(/does not differ from 0/) as string })
    const [fit] = fitFamilyCompute(family('a', 6, 0.05, 1))
    expect(equivalentCompute(fit!, 1e6)).toMatchObject({ estimate: null, interval: null })
    expect(equivalentCompute({ ...fit!, line: null }, 1).reason).toMatch(/no line/)
    expect(() => equivalentCompute(fit!, NaN)).toThrow(/capability/)
  })
})
