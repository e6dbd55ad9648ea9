import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  entropy,
  hellingerDistance,
  jensenShannonDistance,
  jensenShannonDivergence,
  normalisedEntropy,
  pairSimilarities,
  similarity,
  smallestSimilarity,
  totalVariation,
} from '../src/index.js'

const mass = (size: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1, noNaN: true })), {
      minLength: size,
      maxLength: size,
    })
    .filter((values) => values.some((value) => value > 0))
const pair = fc.integer({ min: 1, max: 12 }).chain((size) => fc.tuple(mass(size), mass(size)))
/** Sums of a dozen rounded terms. */
const rounding = 1e-14

/** The definition, with logarithms, for comparison where nothing cancels. */
function byDefinition(p: readonly number[], q: readonly number[]): number {
  const [a, b] = [p, q].map((values) => {
    const total = values.reduce((sum, value) => sum + value, 0)
    return values.map((value) => value / total)
  }) as [number[], number[]]
  const half = (x: number, m: number): number => (x > 0 ? (x / 2) * Math.log(x / m) : 0)
  return a.reduce((sum, x, i) => sum + half(x, (x + b[i]!) / 2) + half(b[i]!, (x + b[i]!) / 2), 0)
}

describe('Jensen-Shannon laws', () => {
  it('is the definition where that is accurate', () => {
    fc.assert(
      fc.property(pair, ([p, q]) => {
        expect(Math.abs(jensenShannonDivergence(p, q, { base: 'e' }) - byDefinition(p, q))).toBeLessThan(rounding)
      }),
    )
  })

  it('is symmetric, bounded, and 0 only for equal distributions', () => {
    fc.assert(
      fc.property(pair, ([p, q]) => {
        const d = jensenShannonDistance(p, q)
        expect(d).toBe(jensenShannonDistance(q, p))
        expect(d).toBeGreaterThanOrEqual(0)
        expect(d).toBeLessThanOrEqual(1 + rounding)
        expect(jensenShannonDistance(p, p)).toBe(0)
      }),
    )
  })

  it('obeys the triangle inequality', () => {
    const three = fc.integer({ min: 2, max: 6 }).chain((size) => fc.tuple(mass(size), mass(size), mass(size)))
    fc.assert(
      fc.property(three, ([p, q, r]) => {
        expect(jensenShannonDistance(p, r)).toBeLessThanOrEqual(
          jensenShannonDistance(p, q) + jensenShannonDistance(q, r) + rounding,
        )
      }),
    )
  })

  it('does not depend on the order of options or the unit of mass, and options without mass add nothing', () => {
    fc.assert(
      fc.property(pair, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), ([p, q], unit) => {
        const d = jensenShannonDivergence(p, q)
        expect(Math.abs(jensenShannonDivergence(p.toReversed(), q.toReversed()) - d)).toBeLessThan(rounding)
        expect(
          Math.abs(
            jensenShannonDivergence(
              p.map((value) => value * unit),
              q,
            ) - d,
          ),
        ).toBeLessThan(rounding)
        expect(Math.abs(jensenShannonDivergence([...p, 0], [...q, 0]) - d)).toBeLessThan(rounding)
      }),
    )
  })

  it('bounds: total variation and Hellinger', () => {
    fc.assert(
      fc.property(pair, ([p, q]) => {
        const bits = jensenShannonDivergence(p, q)
        // Lin (1991), theorem 3, and Jensen-Shannon between squared Hellinger times ln 2 and itself.
        expect(bits).toBeLessThanOrEqual(totalVariation(p, q) + rounding)
        expect(jensenShannonDivergence(p, q, { base: 'e' })).toBeLessThanOrEqual(
          hellingerDistance(p, q) ** 2 + rounding,
        )
        expect(jensenShannonDivergence(p, q, { base: 'e' })).toBeGreaterThanOrEqual(
          Math.LN2 * hellingerDistance(p, q) ** 2 - rounding,
        )
      }),
    )
  })

  it('is smooth across the cells of its table and where it ends', () => {
    for (const d of [1 / 512, 0.25, 0.5, 0.9375, 0.99]) {
      for (const shift of [-1e-9, 0, 1e-9]) {
        const p = [(1 + d + shift) / 2, (1 - d - shift) / 2]
        const [u, v] = [1 - d - shift, 1 + d + shift]
        // Against (1/2, 1/2) the option terms have other d; two-point distributions against their mirror have exactly d.
        const exact = (v * Math.log(v) + u * Math.log(u)) / 2
        expect(Math.abs(jensenShannonDivergence(p, p.toReversed(), { base: 'e' }) - exact)).toBeLessThan(1e-15)
      }
    }
  })
})

describe('bases', () => {
  it('are declared, and change the scale', () => {
    expect(similarity([1, 0], [0, 1])).toBe(0)
    expect(similarity([1, 0], [0, 1], { base: 'e' })).toBeCloseTo(1 - Math.sqrt(Math.LN2), 15)
    expect(similarity([1, 0], [0, 1], { base: Math.E })).toBeCloseTo(1 - Math.sqrt(Math.LN2), 15)
    expect(smallestSimilarity('jensen-shannon', 'e')).toBeCloseTo(0.1674453888, 9)
    expect(smallestSimilarity('hellinger', 'e')).toBe(0)
  })

  it.each([1, 0, -2, NaN, Infinity])('refuses %s', (base) => {
    expect(() => similarity([1], [1], { base })).toThrow(RangeError)
  })
})

describe('bad mass', () => {
  it.each([
    ['empty', [], []],
    ['unequal', [1], [0.5, 0.5]],
    ['negative', [-0.1, 1.1], [0.5, 0.5]],
    ['NaN', [NaN, 1], [0.5, 0.5]],
    ['infinite', [Infinity, 1], [0.5, 0.5]],
    ['all zero', [0, 0], [0.5, 0.5]],
  ])('%s', (_, p, q) => {
    expect(() => jensenShannonDistance(p, q)).toThrow(/^jensenShannonDivergence: /)
    expect(() => totalVariation(p, q)).toThrow(RangeError)
  })

  it('huge and tiny mass is divided without loss', () => {
    expect(jensenShannonDistance([1e308, 1e308], [1, 1])).toBe(0)
    expect(jensenShannonDistance([5e-324, 5e-324], [1, 1])).toBe(0)
  })
})

it('pairs are the single function, in any layout', () => {
  const first = Float64Array.of(0.2, 0.8, 0.5, 0.5, 0)
  const second = Float64Array.of(1, 0.1, 0.9, 0.3, 0.3, 0.4)
  const got = pairSimilarities(
    {
      first,
      firstOffsets: Int32Array.of(0, 2),
      second,
      secondOffsets: Int32Array.of(1, 3),
      lengths: Int32Array.of(2, 3),
    },
    { base: 'e' },
  )
  expect(got[0]).toBeCloseTo(similarity([0.2, 0.8], [0.1, 0.9], { base: 'e' }), 15)
  expect(got[1]).toBeCloseTo(similarity([0.5, 0.5, 0], [0.3, 0.3, 0.4], { base: 'e' }), 15)
})

it('entropy of one option, and of a uniform answer', () => {
  expect(entropy([3])).toBe(0)
  expect(normalisedEntropy([3])).toBe(0)
  expect(normalisedEntropy([1, 1, 1, 1, 1])).toBeCloseTo(1, 15)
  expect(() => entropy([])).toThrow(RangeError)
})
