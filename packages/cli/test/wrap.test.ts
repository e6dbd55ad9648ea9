import fc from 'fast-check'
import { expect, it } from 'vitest'
import { counted } from '../src/text/counted.js'
import { sentence, wrap } from '../src/text/wrap.js'

it('breaks at spaces and indents later lines', () => {
  expect(wrap('one two three', 7, '  ')).toBe('one two\n  three')
  expect(wrap('', 10)).toBe('')
  expect(wrap('indivisible', 3)).toBe('indivisible')
  expect(wrap('at 95\u00A0% level', 6)).toBe('at\n95\u00A0%\nlevel')
})

it('loses no word and exceeds the width only for single words', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/)), fc.integer({ min: 1, max: 40 }), (words, width) => {
      const lines = wrap(words.join(' '), width).split('\n')
      expect(lines.join(' ')).toBe(words.join(' '))
      for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true)
    }),
  )
})

it('makes sentences', () => {
  expect(sentence('sum of squares')).toBe('Sum of squares.')
  expect(sentence('Is it?')).toBe('Is it?')
})

it('counts in singular and plural', () => {
  expect([0, 1, 2].map((count) => counted(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows'])
})
