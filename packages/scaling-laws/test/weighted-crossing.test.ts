import fc from 'fast-check'
import { expect, it } from 'vitest'
import { weightedCrossing } from '../src/internal/weighted-crossing.js'

const entry = fc.record({ place: fc.integer({ min: 0, max: 9 }), jump: fc.integer({ min: 1, max: 5 }) })

it('is where the sum of sorted jumps reaches what is needed, with all smaller places before it', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (entries, need) => {
      const place = Float64Array.from(entries, (each) => each.place)
      const jump = Float64Array.from(entries, (each) => each.jump)
      const label = Int32Array.from(entries.keys())
      const at = weightedCrossing(place, jump, label, entries.length, need)
      const sorted = entries.toSorted((left, right) => left.place - right.place)
      let sum = 0
      const expected = sorted.find((each) => (sum += each.jump) >= need)
      expect(at === -1 ? undefined : place[at]).toBe(expected?.place)
      if (at === -1) return
      const before = jump.subarray(0, at).reduce((total, value) => total + value, 0)
      expect(before).toBeLessThan(need)
      expect(before + jump[at]!).toBeGreaterThanOrEqual(need)
      expect(place.every((value, k) => (k < at ? value <= place[at]! : value >= place[at]!))).toBe(true)
      expect(label.every((name, k) => entries[name]!.place === place[k] && entries[name]!.jump === jump[k])).toBe(true)
    }),
  )
})
