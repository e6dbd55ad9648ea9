import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIdList } from '../../src/node/run/id-list.js'

const id = fc.oneof(fc.integer(), fc.nat(20), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.nat(20).map(String))

describe('the ids of a run', () => {
  it('are given back by position, and equal texts are found', () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 80 }), (ids) => {
        const list = createIdList()
        const kept: (string | number)[] = []
        const texts = new Set<string>()
        for (const one of ids) {
          const isNew = !texts.has(String(one))
          expect(list.add(one)).toBe(isNew)
          if (!isNew) continue
          texts.add(String(one))
          kept.push(one)
        }
        expect(list.length).toBe(kept.length)
        expect(kept.map((_, position) => list.at(position))).toEqual(kept)
      }),
    )
  })

  it('numbered from 1 they are kept by counting, and a later text finds them', () => {
    const list = createIdList()
    for (let number = 1; number <= 3000; number += 1) expect(list.add(number)).toBe(true)
    expect(list.at(2999)).toBe(3000)
    expect(list.add('17')).toBe(false)
    expect(list.add('seventeen')).toBe(true)
    expect(list.add(3000)).toBe(false)
    expect(list.at(16)).toBe(17)
    expect(list.at(3000)).toBe('seventeen')
  })

  it('holds many, and some longer than a block', () => {
    const list = createIdList()
    const long = 'x'.repeat(100_000)
    expect(list.add(long)).toBe(true)
    for (let number = 0; number < 40_000; number += 1) expect(list.add(`question-${number}`)).toBe(true)
    expect(list.add(long)).toBe(false)
    expect(list.add('question-39999')).toBe(false)
    expect(list.at(0)).toBe(long)
    expect(list.at(40_000)).toBe('question-39999')
  })
})
