import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8Decode } from '../../src/internal/text-codec.js'
import { createEntryStore } from '../../src/zip/entry-store.js'

const number = fc.oneof(fc.nat(300), fc.nat(2 ** 31), fc.integer({ min: 0, max: 2 ** 50 }))
const entry = fc.record({
  name: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.nat(1e6).map((n) => `samples/${n}_epoch_1.json`),
  ),
  method: fc.constantFrom(0, 8, 93),
  crc: fc.nat(2 ** 32 - 1),
  compressedSize: number,
  size: number,
  offset: number,
})

describe('the entries of an archive that grows', () => {
  it('come back as they went in, whatever their order, sizes and names', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(entry, fc.nat(2 ** 32 - 1)), { maxLength: 60 }), (added) => {
        const store = createEntryStore()
        for (const [one, dosTime] of added) store.add(one, dosTime)
        const found = [...store.entries()].length
        expect(found).toBe(added.length)
        expect(store.count).toBe(added.length)
        let index = 0
        for (const { name, dosTime, ...rest } of store.entries()) {
          const [{ name: expected, ...fields }, time] = added[index]!
          // Lone surrogates have no UTF-8 form.
          if (!/\p{Surrogate}/u.test(expected)) expect(utf8Decode(name)).toBe(expected.replace(/^\uFEFF/, ''))
          expect(rest).toEqual(fields)
          expect(dosTime).toBe(time)
          index += 1
        }
      }),
    )
  })

  it('holds names longer than a block, one after another', () => {
    const names = ['a'.repeat(40_000), `${'a'.repeat(70_000)}b`, 'b', `${'a'.repeat(70_000)}b`]
    const store = createEntryStore()
    for (const [index, name] of names.entries())
      store.add({ name, method: 8, crc: index, compressedSize: 1, size: 2, offset: index }, 0)
    const found: string[] = []
    for (const { name } of store.entries()) found.push(utf8Decode(name))
    expect(found).toEqual(names)
  })
})
