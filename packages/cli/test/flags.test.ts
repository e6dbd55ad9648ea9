import { describe, expect, it } from 'vitest'
import { assignmentFlag, levelFlag, numberFlag, positiveFlag, repeatable, wholeFlag } from '../src/flags.js'

it.each([
  ['1e-3', 0.001],
  ['.5', 0.5],
  ['-2', -2],
  ['+1E21', 1e21],
  ['7.', 7],
])('numberFlag reads %s', (text, value) => {
  expect(numberFlag(text)).toBe(value)
})

describe('refuses what is not exactly that', () => {
  it.each(['', ' ', '1 ', '12abc', 'NaN', 'Infinity', '1e999', '0x10', '1,5', '--1'])('numberFlag %j', (text) => {
    expect(() => numberFlag(text)).toThrow('must be a number')
  })
  it.each(['0', '-1'])('positiveFlag %s', (text) => {
    expect(() => positiveFlag(text)).toThrow('greater than 0')
  })
  it.each(['-1', '1.5', '1e3', '', '9007199254740993', '1'])('wholeFlag(2) %j', (text) => {
    expect(() => wholeFlag(2)(text)).toThrow('whole number of at least 2')
  })
  it.each(['0', '1', '95', '-0.1'])('levelFlag %s', (text) => {
    expect(() => levelFlag(text)).toThrow('between 0 and 1')
  })
  it.each(['', '=x', 'name'])('assignmentFlag %j', (text) => {
    expect(() => assignmentFlag(text)).toThrow('name=value')
  })
})

it('reads what is inside the bounds', () => {
  expect(wholeFlag(2)('2')).toBe(2)
  expect(levelFlag('0.9')).toBe(0.9)
  expect(positiveFlag('1e24')).toBe(1e24)
})

it('splits an assignment at the first =', () => {
  expect(assignmentFlag('loss=final = loss')).toEqual({ name: 'loss', value: 'final = loss' })
  expect(assignmentFlag('a=')).toEqual({ name: 'a', value: '' })
})

it('collects', () => {
  const read = repeatable(positiveFlag)
  expect(read('2', read('1', undefined))).toEqual([1, 2])
})
