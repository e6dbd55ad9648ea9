import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kleeneAll, kleeneAny, kleeneAtLeast, kleeneImplies, kleeneNot, type Truth } from '../src/index.js'

// Kleene, Introduction to Metamathematics (1952), section 64.
const letters = { F: 'false', U: 'unknown', T: 'true' } as const
const and = { FF: 'F', FU: 'F', FT: 'F', UF: 'F', UU: 'U', UT: 'U', TF: 'F', TU: 'U', TT: 'T' } as const
const or = { FF: 'F', FU: 'U', FT: 'T', UF: 'U', UU: 'U', UT: 'T', TF: 'T', TU: 'T', TT: 'T' } as const
const implies = { FF: 'T', FU: 'T', FT: 'T', UF: 'U', UU: 'U', UT: 'T', TF: 'F', TU: 'U', TT: 'T' } as const

const truth = fc.constantFrom<Truth>('true', 'false', 'unknown')

function pair(key: string): readonly [Truth, Truth] {
  return [letters[key[0] as 'F'], letters[key[1] as 'F']]
}

describe('strong Kleene logic', () => {
  it.each(Object.entries(and))('%s by and is %s', (key, value) => {
    expect(kleeneAll(pair(key))).toBe(letters[value])
  })
  it.each(Object.entries(or))('%s by or is %s', (key, value) => {
    expect(kleeneAny(pair(key))).toBe(letters[value])
  })
  it.each(Object.entries(implies))('%s by implies is %s', (key, value) => {
    expect(kleeneImplies(...pair(key))).toBe(letters[value])
  })
  it('not', () => {
    expect((['true', 'unknown', 'false'] as const).map(kleeneNot)).toEqual(['false', 'unknown', 'true'])
  })
  it('of nothing', () => {
    expect([kleeneAll([]), kleeneAny([]), kleeneAtLeast(0, []), kleeneAtLeast(1, [])]).toEqual([
      'true',
      'false',
      'true',
      'false',
    ])
  })
  it.each([-1, 0.5, Number.NaN])('refuses at least %s', (count) => {
    expect(() => kleeneAtLeast(count, [])).toThrow(/kleeneAtLeast: count/)
  })

  it('at least k holds as over all completions', () => {
    fc.assert(
      fc.property(fc.array(truth, { maxLength: 6 }), fc.nat(6), (values, count) => {
        const completions = values.reduce<(readonly boolean[])[]>(
          (list, value) =>
            list.flatMap((before) =>
              value === 'unknown'
                ? [
                    [...before, true],
                    [...before, false],
                  ]
                : [[...before, value === 'true']],
            ),
          [[]],
        )
        const answers = new Set(completions.map((list) => list.filter(Boolean).length >= count))
        const expected = answers.size === 2 ? 'unknown' : answers.has(true) ? 'true' : 'false'
        expect(kleeneAtLeast(count, values)).toBe(expected)
      }),
    )
  })
})
