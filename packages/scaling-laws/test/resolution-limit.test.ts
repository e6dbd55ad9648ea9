import { clopperPearsonInterval } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { itemsToResolve, resolutionLimit } from '../src/index.js'

it.each([1, 10, 100, 5000])('the bound at zero of %s items is the one-sided Clopper-Pearson bound', (items) => {
  // A one-sided 95 % bound is the upper end of a two-sided 90 % interval.
  expect(resolutionLimit(items).upperBoundAtZero).toBeCloseTo(
    clopperPearsonInterval(0, items, { level: 0.9 }).upper,
    12,
  )
  expect(resolutionLimit(items).smallestStep).toBe(1 / items)
})

it.each([0.5, 0.03, 1e-4])('enough items for a rate of %s, and not one more', (rate) => {
  const items = itemsToResolve(rate)
  expect(1 - (1 - rate) ** items).toBeGreaterThanOrEqual(0.95)
  expect(1 - (1 - rate) ** (items - 1)).toBeLessThan(0.95)
  expect(itemsToResolve(rate, { level: 0.5 })).toBeLessThan(items)
})

it.each([
  [() => resolutionLimit(0), 'items must be an integer >= 1'],
  [() => resolutionLimit(10, { level: 1 }), 'level must be in (0, 1)'],
  [() => itemsToResolve(0), 'rate must be in (0, 1), got 0'],
  [() => itemsToResolve(0.1, { level: 0 }), 'level must be in (0, 1)'],
])('refuses what is out of its domain: %s', (call, message) => {
  expect(call).toThrow(message)
})
