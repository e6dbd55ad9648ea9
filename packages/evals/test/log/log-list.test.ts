import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logListItems } from '../../src/log/log-list.js'
import { parseLogJson, writeLogJson } from '../../src/log/log-json.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const items = (text: string, piece: number) => [...logListItems(bytes(text), 'summaries.json', piece)]

describe('a list in pieces', () => {
  it('is what it is in one piece', () => {
    const list = fc.array(fc.jsonValue(), { maxLength: 20 })
    fc.assert(
      fc.property(list, fc.integer({ min: 0, max: 40 }), (values, piece) => {
        const text = writeLogJson(values)
        expect(items(text, piece)).toEqual(parseLogJson(text))
        const spaced = JSON.stringify(values, null, 1)
        expect(items(` ${spaced}\n`, piece)).toEqual(parseLogJson(spaced))
      }),
    )
  })

  it('keeps NaN, brackets and quotes within strings, and integers beyond 2^53', () => {
    const text = String.raw`[{"a":NaN,"b":"],[\"}"},{"c":12345678901234567890},["\\"],"ä,ö"]`
    const expected = [{ a: Number.NaN, b: '],["}' }, { c: 12345678901234567890n }, ['\\'], 'ä,ö']
    for (const piece of [0, 1, 10, 30, 1000]) expect(items(text, piece)).toEqual(expected)
  })

  it.each([
    ['{"a":1}', 'invalid-log'],
    ['7', 'invalid-log'],
    ['[1,2', 'invalid-json'],
    ['["a', 'invalid-json'],
    ['[1,2]]', 'invalid-json'],
    ['[1,2],3', 'invalid-json'],
    ['[1,nope]', 'invalid-json'],
    ['[1,]', 'invalid-json'],
    ['[,1]', 'invalid-json'],
    ['[1,,2]', 'invalid-json'],
    ['[1}', 'invalid-json'],
  ])('refuses %s', (text, code) => {
    for (const piece of [0, 1, 1000])
      expect(() => items(text, piece), `${piece}`).toThrow(expect.objectContaining({ code }))
  })
})
