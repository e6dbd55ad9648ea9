import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cramerDistance,
  isOrdinalMeasure,
  kendallTauB,
  measures,
  ordinalAlignment,
  similarityBy,
  wassersteinDistance,
} from '../src/index.js'

describe('ordinal distances', () => {
  it('move with the positions of the options', () => {
    expect(wassersteinDistance([1, 0, 0], [0, 0, 1], { positions: [1, 2, 10] })).toBe(9)
    expect(cramerDistance([1, 0, 0], [0, 0, 1], { positions: [1, 2, 10] })).toBe(9)
    expect(ordinalAlignment([1, 0, 0], [0, 1, 0], { positions: [0, 3, 4] })).toBe(0.25)
  })

  it('refuse positions that do not ascend or do not fit, and scales of one option', () => {
    expect(() => wassersteinDistance([1, 0], [0, 1], { positions: [2, 1] })).toThrow(RangeError)
    expect(() => wassersteinDistance([1, 0], [0, 1], { positions: [1] })).toThrow(RangeError)
    expect(() => ordinalAlignment([1], [1])).toThrow(RangeError)
    expect(() => similarityBy('cramer', [1], [1])).toThrow(RangeError)
  })

  it('know distance along the scale, which the others do not', () => {
    const [near, far] = [
      [0, 1, 0, 0],
      [0, 0, 0, 1],
    ]
    for (const measure of measures) {
      const [close, distant] = [near, far].map((q) => similarityBy(measure, [1, 0, 0, 0], q))
      if (isOrdinalMeasure(measure)) expect(close).toBeGreaterThan(distant!)
      else expect(close).toBe(distant)
      expect(similarityBy(measure, near, near)).toBe(1)
    }
  })
})

describe('tau-b', () => {
  // scipy.stats.kendalltau 1.17 gives these.
  it.each([
    [[1, 2, 3, 4, 5], [3, 1, 2, 5, 4], 0.4],
    [[1, 2, 2, 3], [1, 3, 2, 2], 0.4],
    [[12, 2, 1, 12, 2], [1, 4, 7, 1, 0], -0.47140452079103173],
  ])('%j, %j', (first, second, tau) => {
    expect(kendallTauB(first, second)).toBeCloseTo(tau, 12)
  })

  it('is null where one side orders nothing, and refuses what is no pair of lists', () => {
    expect(kendallTauB([1, 1], [1, 2])).toBeNull()
    expect(() => kendallTauB([1], [1])).toThrow(RangeError)
    expect(() => kendallTauB([1, NaN], [1, 2])).toThrow(RangeError)
  })

  it('turns its sign with the order of one side', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2, maxLength: 12 }), (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
        const tau = kendallTauB(a, b)
        const turned = kendallTauB(
          a,
          b.map((y) => -y),
        )
        if (tau === null) expect(turned).toBeNull()
        else expect(turned).toBeCloseTo(-tau, 12)
      }),
    )
  })
})
