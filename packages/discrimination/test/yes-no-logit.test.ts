import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logitOf, massGate, mergeSurfaceForms, yesNoLogit } from '../src/index.js'

describe('yes/no logit', () => {
  it('is the logit of the normalised probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -30, max: 0, noNaN: true }),
        fc.double({ min: -30, max: 0, noNaN: true }),
        (yes, no) => {
          const { logit, probability } = yesNoLogit(yes, no)
          expect(probability).toBeCloseTo(Math.exp(yes) / (Math.exp(yes) + Math.exp(no)), 12)
          if (probability > 1e-12 && probability < 1 - 1e-12) expect(logitOf(probability)).toBeCloseTo(logit, 3)
        },
      ),
    )
  })

  it('knows the mass of log-probabilities only', () => {
    expect(yesNoLogit(Math.log(0.7), Math.log(0.2)).mass).toBeCloseTo(0.9, 12)
    expect(yesNoLogit(10, 2).mass).toBeNull()
    expect(yesNoLogit(-0.1, -0.1).mass).toBeNull()
    expect(yesNoLogit(-1, -2, false).mass).toBeNull()
  })

  it('stays finite in the far tails', () => {
    expect(yesNoLogit(0, -800).probability).toBe(1)
    expect(yesNoLogit(-800, 0).probability).toBe(0)
    expect(() => yesNoLogit(-Infinity, 0)).toThrow('yes must be finite')
    expect(() => logitOf(1)).toThrow('strictly between')
  })
})

describe('surface forms', () => {
  it('adds up spellings, quotes and word starts', () => {
    const p = { yes: 0.1, Yes: 0.2, ' YES': 0.05, '"yes': 0.05, '▁Yes.': 0.1, No: 0.3, 'ĠNo,': 0.1, yesterday: 0.05 }
    const merged = mergeSurfaceForms(Object.fromEntries(Object.entries(p).map(([token, x]) => [token, Math.log(x)])))
    expect(Math.exp(merged.yes!)).toBeCloseTo(0.5, 12)
    expect(Math.exp(merged.no!)).toBeCloseTo(0.4, 12)
    expect(merged.mass).toBeCloseTo(0.9, 12)
    expect(merged.bound).toBeNull()
  })

  it('bounds a missing answer by the least token and by what is left', () => {
    expect(mergeSurfaceForms({ yes: Math.log(0.6), sure: Math.log(0.1) }).bound).toBeCloseTo(Math.log(0.1), 12)
    expect(mergeSurfaceForms({ yes: Math.log(0.98) }).bound).toBeCloseTo(Math.log(0.02), 12)
    expect(mergeSurfaceForms({ yes: 0 }).bound).toBeNull()
    expect(mergeSurfaceForms({ maybe: -1 })).toEqual({ yes: null, no: null, mass: 0, bound: null })
    expect(() => mergeSurfaceForms({})).toThrow('must not be empty')
    expect(() => mergeSurfaceForms({ yes: 0.1 })).toThrow('at most 0')
  })
})

describe('mass gate', () => {
  it('reports what lies below, and what is unknown', () => {
    expect(massGate([1, 0.995, 0.5]).report).toMatchObject({ known: true, below: 1 / 3, smallest: 0.5 })
    expect(massGate([1, 0.995, 0.5], 0.4).findings).toEqual([])
    expect(massGate([1, null]).report).toMatchObject({ known: false, below: null })
    expect(massGate([1], 0.99, 3).findings.map(({ code }) => code)).toEqual(['rows-dropped'])
  })
})
