import { expect, it } from 'vitest'
import { chinchillaLoss, publishedFits } from '../src/index.js'

it('is E plus the two terms', () => {
  expect(chinchillaLoss({ A: 8, B: 27, E: 1, alpha: 0.5, beta: 1 / 3 }, 16, 27)).toBeCloseTo(1 + 2 + 9, 12)
})

it('falls towards E', () => {
  const { parameters } = publishedFits.besiroglu
  expect(chinchillaLoss(parameters, 1e10, 1e12)).toBeLessThan(chinchillaLoss(parameters, 1e9, 1e11))
  expect(chinchillaLoss(parameters, Infinity, Infinity)).toBe(parameters.E)
})

it.each([
  [0, 1e9, /params must be > 0, got 0/],
  [1e9, -1, /tokens must be > 0, got -1/],
  [Number.NaN, 1e9, /params must be > 0, got NaN/],
])('refuses N = %s, D = %s', (params, tokens, message) => {
  expect(() => chinchillaLoss(publishedFits.besiroglu.parameters, params, tokens)).toThrow(message)
})
