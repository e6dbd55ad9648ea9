import { describe, expect, it } from 'vitest'
import {
  booleanCell,
  type Cell,
  dateCell,
  numberCell,
  type NumberCellOptions,
  optionalCell,
  textCell,
} from '../src/index.js'

function valueOf(cell: Cell<unknown>, value: unknown): unknown {
  const result = cell['~standard'].validate(value)
  if (result instanceof Promise) throw new Error('asynchronous')
  return result.issues === undefined ? result.value : `refused: ${result.issues.map(({ message }) => message).join()}`
}

describe('numberCell', () => {
  it.each<[unknown, number]>([
    ['1e21', 1e21],
    ['6.02E+23', 6.02e23],
    ['-0.5', -0.5],
    ['+3', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['007', 7],
    [' 12 ', 12],
    ['12\r', 12],
    ['0', 0],
    ['-0', -0],
    ['0e5', 0],
    ['5e-324', 5e-324],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    [0, 0],
    [-2.5, -2.5],
    [12n, 12],
  ])('takes %s', (value, number) => {
    expect(valueOf(numberCell(), value)).toBe(number)
  })

  it.each<[unknown, RegExp]>([
    ['', /empty/],
    ['  ', /empty/],
    [undefined, /empty/],
    [null, /empty/],
    ['12abc', /without units or text/],
    ['high', /without units or text/],
    ['12 3', /without units or text/],
    ['0x10', /not a number/],
    ['0b1', /not a number/],
    ['0o7', /not a number/],
    ['1_000', /thousands separators/],
    ['1,000', /thousands separators/],
    ['12,345,678.9', /thousands separators/],
    ['1 000', /thousands separators/],
    ['2,5', /decimal comma/],
    ['2,5e+08', /decimal comma/],
    ['1e', /not a number/],
    ['e5', /not a number/],
    ['.', /not a number/],
    ['--1', /not a number/],
    ['NaN', /finite/],
    ['nan', /finite/],
    ['Infinity', /finite/],
    ['-inf', /finite/],
    ['1e999', /too large/],
    ['-1e999', /too large/],
    ['1e-400', /too small/],
    [Number.NaN, /finite/],
    [Infinity, /finite/],
    [2n ** 60n, /2\^53/],
    [true, /not a number/],
    [{}, /not a number/],
    [new Date(0), /not a number/],
  ])('refuses %s', (value, message) => {
    expect(valueOf(numberCell(), value)).toMatch(message)
  })

  it.each<[NumberCellOptions, string, RegExp | number]>([
    [{ positive: true }, '0', /greater than 0/],
    [{ positive: true }, '-1e-9', /greater than 0/],
    [{ positive: true }, '1e-9', 1e-9],
    [{ integer: true }, '1.5', /whole number/],
    [{ integer: true }, '9007199254740993', /whole number/],
    [{ integer: true }, '1e3', 1000],
    [{ min: 0 }, '-1', /at least 0/],
    [{ min: 0 }, '0', 0],
    [{ max: 1 }, '1.01', /at most 1/],
    [{ max: 1 }, '1', 1],
  ])('%j on %s', (options, text, expected) => {
    const value = valueOf(numberCell(options), text)
    if (typeof expected === 'number') expect(value).toBe(expected)
    else expect(value).toMatch(expected)
  })
})

describe('textCell', () => {
  it('keeps text as it is', () => {
    expect(valueOf(textCell(), ' a\n')).toBe(' a\n')
  })

  it.each<[Cell<string>, unknown, RegExp]>([
    [textCell(), '', /empty/],
    [textCell(), undefined, /empty/],
    [textCell(), null, /empty/],
    [textCell(), 1, /not text/],
    [textCell({ oneOf: ['a', 'b'] }), 'c', /one of "a", "b"/],
    [textCell({ oneOf: ['a', 'b'] }), '', /one of "a", "b"/],
  ])('refuses what does not fit', (cell, value, message) => {
    expect(valueOf(cell, value)).toMatch(message)
  })

  it('takes an empty cell where that is allowed', () => {
    expect(valueOf(textCell({ empty: true }), '')).toBe('')
    expect(valueOf(textCell({ oneOf: ['', 'a'] }), '')).toBe('')
  })
})

describe('booleanCell', () => {
  it.each<[unknown, boolean | RegExp]>([
    ['true', true],
    [' Yes', true],
    ['1', true],
    [1, true],
    [true, true],
    ['FALSE', false],
    ['no', false],
    [0, false],
    [false, false],
    ['', /empty/],
    [null, /empty/],
    ['y', /must be true, 1, yes or false, 0, no/],
    [2, /must be/],
  ])('%j', (value, expected) => {
    const actual = valueOf(booleanCell(), value)
    if (typeof expected === 'boolean') expect(actual).toBe(expected)
    else expect(actual).toMatch(expected)
  })

  it('takes other words', () => {
    expect(valueOf(booleanCell({ true: ['PASS'], false: ['FAIL'] }), 'pass')).toBe(true)
    expect(valueOf(booleanCell({ true: ['PASS'], false: ['FAIL'] }), 'true')).toMatch(/must be pass or fail/)
  })
})

describe('dateCell', () => {
  it.each(['2024-02-29', '2000-02-29', '1999-12-31', '2023-04-30', ' 2023-01-01 '])('takes %s', (text) => {
    expect(valueOf(dateCell(), text)).toBe(text.trim())
  })

  it.each(['T00:00:00Z', ' 00:00:00', 'T00:00', ' 00:00:00.000', 'T00:00:00+00:00'])(
    'leaves out the midnight of %j',
    (time) => {
      expect(valueOf(dateCell(), `2024-02-29${time}`)).toBe('2024-02-29')
      expect(valueOf(dateCell(), `2023-02-29${time}`)).toMatch(/no such day/)
    },
  )

  it('takes the day of a Date in UTC', () => {
    expect(valueOf(dateCell(), new Date('2024-03-01T23:59:59Z'))).toBe('2024-03-01')
    expect(valueOf(dateCell(), new Date(Number.NaN))).toMatch(/not a date/)
  })

  it.each(['2023-02-29', '1900-02-29', '2023-04-31', '2023-13-01', '2023-00-10', '2023-01-00', '2023-01-32'])(
    'refuses %s, which does not exist',
    (text) => {
      expect(valueOf(dateCell(), text)).toMatch(/no such day/)
    },
  )

  it.each([
    '03/04/2023',
    '2023',
    '2023-1-1',
    'May 2023',
    '2023-01-01T12:00:00Z',
    '2023-01-01T00:00:00+02:00',
    '2023-01-01 00',
    5,
  ])('refuses %j', (value) => {
    expect(valueOf(dateCell(), value)).toMatch(/YYYY-MM-DD|empty/)
  })
})

describe('optionalCell', () => {
  it('lets a cell be empty and leaves the rest to the inner cell', () => {
    const cell = optionalCell(numberCell({ positive: true }))
    for (const empty of ['', null, undefined]) expect(valueOf(cell, empty)).toBe(undefined)
    expect(valueOf(cell, '2')).toBe(2)
    expect(valueOf(cell, '-2')).toMatch(/greater than 0/)
  })
})
