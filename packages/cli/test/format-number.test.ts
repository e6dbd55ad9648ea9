import { describe, expect, it } from 'vitest'
import { formatCompute, formatEstimate, formatNumber } from '../src/text/format-number.js'

describe('formatNumber', () => {
  it.each([
    [0, 4, '0'],
    [1, 4, '1.000'],
    [482.00572, 4, '482.0'],
    [-0.5, 2, '−0.50'],
    [0.0001, 2, '0.00010'],
    [0.00001, 2, '1.0e-5'],
    [999_999.9, 4, '1.000e6'],
    [999_999, 6, '999999'],
    [123_456, 2, '120000'],
    [1.5e21, 2, '1.5e21'],
    [-1.5e21, 2, '−1.5e21'],
    [Number.NaN, 4, 'not a number'],
    [Infinity, 4, '∞'],
    [-Infinity, 4, '−∞'],
    [5e-324, 2, '4.9e-324'],
    [1.7976931348623157e308, 3, '1.80e308'],
    [2, 0, '2'],
    [1 / 3, 99, '0.33333333333333331'],
  ])('%d to %d digits is %s', (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text)
  })
})

describe('formatEstimate', () => {
  it.each([
    [0.3552, 0.0096, '0.3552'],
    [545.3, 88, '545'],
    [1951, 350, '1950'],
    [5, 88, '5.0'],
    [1.8172180990100757, 1e-9, '1.81722'],
    [0.5, null, '0.5000'],
    [0.5, 0, '0.5000'],
    [0.5, Number.NaN, '0.5000'],
    [0.5, Infinity, '0.5000'],
    [0, 1, '0'],
  ])('%d with standard error %d is %s', (value, standardError, text) => {
    expect(formatEstimate(value, standardError)).toBe(text)
  })
})

it.each([
  [1e23, '1e23'],
  [5.76e23, '5.76e23'],
  [6.02214076e23, '6.02e23'],
  [150, '1.5e2'],
])('compute %d is %s', (flop, text) => {
  expect(formatCompute(flop)).toBe(text)
})
