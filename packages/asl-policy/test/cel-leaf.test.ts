import { celEnv, parse as parseBuf, plan } from '@bufbuild/cel'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { celLeaf, PolicyFault } from '../src/index.js'

describe('CEL leaf', () => {
  it('names its facts', () => {
    expect(celLeaf('a < 3 && b == "x" || a > c').facts).toEqual(['a', 'b', 'c'])
  })
  it('is unknown while a fact is missing, and absorbs what does not matter', () => {
    expect(celLeaf('a < 3').evaluate({})).toBe(1)
    expect(celLeaf('a < 3 && b < 3').evaluate({ b: 4 })).toBe(0)
    expect(celLeaf('a < 3 || b < 3').evaluate({ b: 2 })).toBe(2)
    expect(celLeaf('a < 3 && b < 3').evaluate({ b: 2 })).toBe(1)
  })
  it('stops on a fault of type', () => {
    expect(() => celLeaf('a < 3').evaluate({ a: 'text' })).toThrow(PolicyFault)
    expect(() => celLeaf('a + a').evaluate({ a: 1 })).toThrow(/true or false/)
    expect(() => celLeaf('a <')).toThrow(/not an expression/)
  })
  it('computes numbers', () => {
    expect(celLeaf('a * a').compute({ a: 9 })).toBe(81)
    expect(celLeaf('a * a').compute({})).toBeNull()
  })

  // @bufbuild/cel is another implementation of the same language.
  const environment = celEnv()
  const other = (text: string): ((facts: Readonly<Record<string, unknown>>) => 0 | 1 | 2) => {
    const program = plan(environment, parseBuf(text))
    return (facts) => {
      const value = program(facts as never)
      if (typeof value === 'boolean') return value ? 2 : 0
      return 1
    }
  }
  const number = fc.constantFrom('a', 'b', 'c')
  const line = fc.constantFrom('0.5', '1.0', '2.5')
  const comparison = fc.tuple(number, fc.constantFrom('<', '<=', '>', '>=', '=='), line).map((parts) => parts.join(' '))
  const expression = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      comparison,
      fc.tuple(tie('node'), fc.constantFrom('&&', '||'), tie('node')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    ),
  })).node
  const value = fc.option(fc.constantFrom(0.25, 0.5, 1, 2, 2.5, 3), { nil: undefined })

  it('agrees with another implementation, missing facts included', () => {
    fc.assert(
      fc.property(expression, fc.record({ a: value, b: value, c: value }), (text, facts) => {
        const known = Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined))
        expect(celLeaf(text).evaluate(known)).toBe(other(text)(known))
      }),
      { numRuns: 500 },
    )
  })
})
