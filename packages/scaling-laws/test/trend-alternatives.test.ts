import { describe, expect, it } from 'vitest'
import { compareTrends, dateAfter, type ComputeModel } from '../src/index.js'
import oracle from './oracles/compute-trend.json' with { type: 'json' }

const models = oracle.dates.map((date, i): ComputeModel => ({ name: `M${i}`, date, compute: oracle.flop[i]! }))
// Ripple of mean about 0, so that no shape fits exactly.
const planted = (mean: (t: number) => number) =>
  Array.from({ length: 80 }, (_, i): ComputeModel => {
    const t = i / 8
    return { name: `M${i}`, date: dateAfter(t)!, compute: 10 ** (mean(t) + 0.05 * Math.sin(7 * i)) }
  })

describe('compareTrends', () => {
  it('agrees with R', () => {
    const { alternatives, preferred } = compareTrends(models, { minimumSegment: 3 })
    for (const { form, bic } of alternatives) expect(bic, form).toBeCloseTo(oracle.bic[form], 7)
    expect(alternatives[1]!.breakYears).toBeCloseTo(oracle.breakYears.kinked, 10)
    expect(alternatives[2]!.breakYears).toBeCloseTo(oracle.breakYears.jump, 10)
    expect(alternatives[3]!.breakYears).toBeCloseTo(oracle.breakYears.hyperbolic, 4)
    expect(preferred).toBe('jump')
    expect(alternatives[2]!.deltaBic).toBe(0)
  })

  it.each([
    ['exponential', (t: number) => 18 + 0.5 * t, null],
    ['kinked', (t: number) => 18 + 0.3 * t + 0.6 * Math.max(t - 5, 0), 5],
    ['jump', (t: number) => 18 + 0.5 * t + (t >= 4 ? 1.5 : 0), 4],
    ['hyperbolic', (t: number) => 20 - 3 * Math.log10(12 - t), 12],
  ] as const)('finds what was planted: %s', (form, mean, at) => {
    const { preferred, alternatives } = compareTrends(planted(mean), { crossValidation: { seed: 3 } })
    expect(preferred).toBe(form)
    const found = alternatives.find((one) => one.form === form)!
    if (at !== null) expect(Math.abs(found.breakYears! - at)).toBeLessThan(0.3)
    const worst = Math.max(...alternatives.map((one) => one.crossValidatedError ?? 0))
    expect(found.crossValidatedError).toBeLessThanOrEqual(worst)
    expect(JSON.parse(JSON.stringify(alternatives))).toEqual(alternatives)
  })

  it('says when a pole is not identified, a shape has too few models, or a fit is exact', () => {
    const bent = planted((t) => 18 + 2 * t - 0.1 * t * t)
    const hyperbola = compareTrends(bent).alternatives[3]!
    expect(hyperbola.breakDate).toBeNull()
    expect(hyperbola.reason).toContain('not identified')
    const small = compareTrends(models)
    expect(small.alternatives.map(({ bic }) => bic !== null)).toEqual([true, false, false, true])
    expect(small.alternatives[1]!.reason).toContain('too few')
    expect(compareTrends([]).preferred).toBeNull()
    const flat = compareTrends(models.map((model) => ({ ...model, compute: 1 })))
    expect(flat.alternatives[0]!.reason).toContain('without error')
    const few = compareTrends(models.slice(0, 6), { minimumSegment: 3, crossValidation: { seed: 1, folds: 3 } })
    expect(few.alternatives[1]!.crossValidatedError).toBeNull()
  })

  it('refuses segments of one model and single folds', () => {
    expect(() => compareTrends(models, { minimumSegment: 1 })).toThrow('minimumSegment must be an integer >= 2')
    expect(() => compareTrends(models, { crossValidation: { seed: 1, folds: 1 } })).toThrow('folds')
  })
})
