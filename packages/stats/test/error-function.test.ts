import { describe, expect, it } from 'vitest'
import { erf, erfc, logErfc } from '../src/index.js'
import { RELATIVE, relativeError } from './oracle-grid.js'
import oracle from './oracles/special-functions.json' with { type: 'json' }

describe('error function', () => {
  it.each([
    ['erf', erf, oracle.erf],
    ['erfc', erfc, oracle.erfc],
    ['logErfc', logErfc, oracle.logErfc],
  ] as const)('%s agrees with mpmath', (_, f, rows) => {
    expect(rows.length).toBeGreaterThan(130)
    const wrong = rows.filter(([x, truth]) => !(relativeError(f(x!), truth!) <= RELATIVE))
    expect(wrong).toEqual([])
  })

  it.each([
    [-Infinity, -1, 2, Math.LN2],
    [0, 0, 1, 0],
    [Infinity, 1, 0, -Infinity],
    [30, 1, 0, -903.9741171106439],
    [1e200, 1, 0, -Infinity],
  ])('at %d', (x, a, b, c) => {
    expect(erf(x)).toBe(a)
    expect(erfc(x)).toBe(b)
    expect(relativeError(logErfc(x) + 0, c)).toBeLessThan(RELATIVE)
  })

  it('is odd', () => {
    for (const x of [1e-300, 0.1, 0.499, 0.501, 3, 9]) expect(erf(-x)).toBe(-erf(x))
  })

  it.each([
    ['erf', erf],
    ['erfc', erfc],
    ['logErfc', logErfc],
  ])('%s refuses NaN', (name, f) => {
    expect(() => f(NaN)).toThrow(new RangeError(`${name}: x must be a number, got NaN`))
  })
})
