import { describe, expect, it } from 'vitest'
import { countLabel, powerLabel } from '../src/index.js'

describe('countLabel', () => {
  it.each([
    [0, '0'],
    [1, '1'],
    [17.92, '17.9'],
    [999, '999'],
    [999.6, '1K'],
    [1000, '1K'],
    [999_400, '999K'],
    [999_600, '1M'],
    [7.319e10, '73.2B'],
    [1.4e12, '1.4T'],
    [9.994e14, '999T'],
    [1e15, '10¹⁵'],
    [2.5e-5, '2.5×10⁻⁵'],
    [-7e9, '−7B'],
    [-12.5, '−12.5'],
    [NaN, 'n/a'],
    [Infinity, 'n/a'],
  ])('writes %d as %s', (count, label) => {
    expect(countLabel(count)).toBe(label)
  })
})

describe('powerLabel', () => {
  it.each([
    [1e21, '10²¹'],
    [5.76e23, '5.76×10²³'],
    [9.999e20, '10²¹'],
    [1, '10⁰'],
    [0.001, '10⁻³'],
    [-2e9, '−2×10⁹'],
    [0, '0'],
    [-Infinity, 'n/a'],
  ])('writes %d as %s', (value, label) => {
    expect(powerLabel(value)).toBe(label)
  })
})
