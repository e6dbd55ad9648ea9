import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runningFrontier } from '../src/index.js'

const model = fc.record({
  name: fc.constant('M'),
  date: fc.integer({ min: 10, max: 28 }).map((day) => `2020-01-${day}`),
  compute: fc.integer({ min: 1, max: 6 }),
})

describe('runningFrontier', () => {
  it('is the brute-force definition', () => {
    fc.assert(
      fc.property(fc.array(model, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (models, top) => {
        const expected = models.filter(
          (one) => models.filter((other) => other.date < one.date && other.compute > one.compute).length < top,
        )
        expect(runningFrontier(models, { top })).toEqual(expected)
      }),
    )
  })

  it('grows with k, and skips models without date or compute', () => {
    const models = [
      { name: 'a', date: '2020-01-01', compute: 5 },
      { name: 'b', date: '2020-01-02', compute: 1 },
      { name: 'c', compute: 9 },
      { name: 'd', date: '2020-01-03' },
    ]
    expect(runningFrontier(models, { top: 1 }).map(({ name }) => name)).toEqual(['a'])
    expect(runningFrontier(models, { top: 2 }).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(runningFrontier(models)).toHaveLength(2)
    expect(runningFrontier([])).toEqual([])
  })

  it.each([0, 1.5, NaN])('refuses top %s', (top) => {
    expect(() => runningFrontier([], { top })).toThrow(RangeError)
  })
})
