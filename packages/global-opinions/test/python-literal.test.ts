import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePythonLiteral, PythonLiteralError, type PythonValue } from '../src/index.js'

describe('Python literals', () => {
  it.each<readonly [string, PythonValue]>([
    ['1', 1],
    ['-0.5e-3', -0.0005],
    ['+.5', 0.5],
    ['1_000', 1000],
    ['True', true],
    ['False', false],
    ['None', null],
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['[]', []],
    ['[1, 2,]', [1, 2]],
    ['(1)', 1],
    ['(1,)', [1]],
    ['(1, 2)', [1, 2]],
    ['()', []],
    [`'it\\'s'`, "it's"],
    [`"don't"`, "don't"],
    [String.raw`'\x41\u00e9\U0001F600\n\t\\'`, 'Aé😀\n\t\\'],
    [`'’'`, '’'],
    ['{}', new Map()],
    [
      `{'a': [1], 2: None}`,
      new Map<PythonValue, PythonValue>([
        ['a', [1]],
        [2, null],
      ]),
    ],
    [`defaultdict(<class 'list'>, {'a': [0.1, 0.9]})`, new Map([['a', [0.1, 0.9]]])],
    [`defaultdict(None, {})`, new Map()],
    ['  [ 1 ]  ', [1]],
  ])('%s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value)
  })

  it('reads nan', () => {
    expect(parsePythonLiteral('[nan]')).toEqual([NaN])
  })

  it.each([
    ['', 'ends too early'],
    ['[1', 'expected ","'],
    ['[1 2]', 'expected ","'],
    [`'abc`, 'not closed'],
    [`'a\nb'`, 'not closed'],
    ['1 2', 'after the literal'],
    ['__import__("os")', 'unknown name'],
    ['[x for x in y]', 'unknown name'],
    ['{1}', 'expected ":"'],
    [String.raw`'\q'`, 'unknown escape'],
    [String.raw`'\x4'`, 'unknown escape'],
    [`defaultdict(list, {})`, 'begin with its class'],
    [`defaultdict(<class 'list'>, [])`, 'must hold a dictionary'],
    ['$', 'unexpected "$"'],
    [`${'['.repeat(70)}${']'.repeat(70)}`, 'nested deeper'],
  ])('refuses %s', (text, reason) => {
    expect(() => parsePythonLiteral(text)).toThrow(PythonLiteralError)
    expect(() => parsePythonLiteral(text)).toThrow(reason)
  })

  it('names the place', () => {
    try {
      parsePythonLiteral('[1, ?]')
      expect.unreachable()
    } catch (error) {
      expect((error as PythonLiteralError).position).toBe(4)
    }
  })

  it('reads back what Python writes of lists of numbers and text', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\n\r]/.test(value))
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), text)), (values) => {
        const written = `[${values
          .map((value) =>
            typeof value === 'number' ? String(value) : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
          )
          .join(', ')}]`
        expect(parsePythonLiteral(written)).toEqual(values.map((value) => (Object.is(value, -0) ? 0 : value)))
      }),
    )
  })
})
