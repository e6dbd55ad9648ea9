import { expect, it } from 'vitest'
import { rowSentence, valueText } from '../src/internal/interval-text.js'

const format = (value: number): string => value.toFixed(1)

it.each([
  [{ estimate: 1, lower: 0, upper: 2 }, '1.0 (0.0, 2.0)', '1.0 (0.0 to 2.0)'],
  [{ estimate: 1, lower: null, upper: 2 }, '1.0 (no interval)', '1.0 (no interval)'],
  [{ estimate: 1, lower: 0, upper: 2, truth: 1.5 }, '1.0 (0.0, 2.0)', '1.0 (0.0 to 2.0), truth 1.5'],
  [{ estimate: null, lower: null, upper: null }, '', 'not estimable'],
  [{ estimate: null, lower: null, upper: null, reason: 'Too few runs.' }, '', 'Too few runs'],
])('prints %j', (row, printed, sentence) => {
  expect(valueText({ label: 'alpha', ...row }, format)).toBe(printed)
  expect(rowSentence({ label: 'alpha', ...row }, format)).toBe(sentence)
})
