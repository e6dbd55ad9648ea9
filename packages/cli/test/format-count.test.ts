import { expect, it } from 'vitest'
import { formatCount } from '../src/text/format-count.js'

it.each([
  [2.77e10, 1.8e9, '27.7B'],
  [1.72e12, 3e11, '1.72T'],
  [855_123_456, 3e7, '855M'],
  [12_345, null, '12.35K'],
  [999, null, '999.0'],
  [0, null, '0'],
  [1.2e15, null, '1.200e15'],
  [Number.NaN, null, 'not a number'],
  [Infinity, 1, '∞'],
  [-2e9, 1e8, '−2.00B'],
])('%d with spread %d is %s', (value, spread, text) => {
  expect(formatCount(value, spread)).toBe(text)
})
