import { expect, it } from 'vitest'
import { estimateCells, intervalHeader, standardErrorCell } from '../src/text/estimate-cells.js'

const interval = { lower: 1.234, upper: 3.456, level: 0.95, method: 't' }

it('prints an estimate beside its interval', () => {
  expect(estimateCells({ estimate: 2.345, standardError: 0.56, interval })).toEqual(['2.35', '1.23 to 3.46'])
  expect(estimateCells({ estimate: 2.345, standardError: null, interval })).toEqual(['2.35', '1.23 to 3.46'])
})

it('prints no more digits at the end of a ratio than at its estimate', () => {
  const wide = { ...interval, lower: 2.93e9, upper: 7.58543e21 }
  expect(estimateCells({ estimate: 4.7e15, standardError: 3.4e16, interval: wide })).toEqual([
    '4.7e15',
    '2.9e9 to 7.6e21',
  ])
  const signed = { ...interval, lower: -0.8812, upper: 1.0712 }
  expect(estimateCells({ estimate: 0.095, standardError: 0.5, interval: signed })).toEqual(['0.095', '−0.88 to 1.07'])
})

it('gives the reason for what is missing', () => {
  expect(estimateCells({ estimate: null, standardError: null, interval: null, reason: 'one run' })).toEqual([
    'none',
    'one run',
  ])
  expect(estimateCells({ estimate: null, standardError: null, interval: null })).toEqual(['none', 'not estimable'])
  expect(estimateCells({ estimate: 2, standardError: null, interval: null })).toEqual(['2.000', 'no interval'])
  expect(estimateCells({ estimate: 2, standardError: null, interval: null, reason: 'lad' })).toEqual(['2.000', 'lad'])
})

it('names the level only where it is the same for all', () => {
  expect(intervalHeader([interval, null, undefined])).toBe('95 % interval')
  expect(intervalHeader([{ ...interval, level: 0.999 }])).toBe('99.9 % interval')
  expect(intervalHeader([interval, { ...interval, level: 0.8 }])).toBe('interval')
  expect(intervalHeader([null])).toBe('interval')
})

it('prints a standard error to two digits', () => {
  expect([standardErrorCell(0.01234), standardErrorCell(null)]).toEqual(['0.012', 'none'])
})
