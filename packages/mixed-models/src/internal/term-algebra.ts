import { expressionText, nameText, parseNameOrCall } from './expression.js'
import type { Expression, TokenReader } from './expression.js'

/** A set of terms while it is being parsed: each term is a sorted list of variable labels; the empty one is the intercept. */
export interface TermSet {
  terms: string[][]
  removed: string[][]
}

/** What the terms of a formula refer to, collected on the way. */
export interface FormulaParts {
  readonly variables: Map<string, Expression>
  readonly offsets: Expression[]
  readonly random: { terms: TermSet; group: TermSet; correlated: boolean }[]
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name))
const union = (a: readonly string[][], b: readonly string[][]): string[][] => {
  const result = [...a]
  for (const term of b) if (!result.some((other) => same(other, term))) result.push(term)
  return result
}
const without = (a: readonly string[][], b: readonly string[][]): string[][] =>
  a.filter((term) => !b.some((other) => same(term, other)))
const joined = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])]
const products = (a: readonly string[][], b: readonly string[][]): string[][] =>
  union(
    [],
    a.flatMap((left) => b.map((right) => joined(left, right))),
  )

/**
 * `a + b - c`: union and removal; `0` removes the intercept. In a grouping, `a / b` is `a` and `b:a`, the inner factor first, as lme4 names it;
 * elsewhere it is `a` and `a:b`.
 */
export function parseSum(reader: TokenReader, parts: FormulaParts, grouping = false): TermSet {
  const set: TermSet = { terms: [], removed: [] }
  let sign: string = reader.accept('+', '-') ?? '+'
  for (;;) {
    const next = parseProduct(reader, parts, grouping)
    if (sign === '-') {
      set.removed = union(set.removed, next.terms)
      set.terms = without(set.terms, next.terms)
      if (next.removed.length > 0) set.terms = union(set.terms, next.removed)
    } else {
      set.terms = union(without(set.terms, next.removed), next.terms)
      set.removed = union(without(set.removed, next.terms), next.removed)
    }
    const operator = reader.accept('+', '-')
    if (operator === null) return set
    sign = operator
  }
}

function parseProduct(reader: TokenReader, parts: FormulaParts, grouping: boolean): TermSet {
  let left = parseInteraction(reader, parts, grouping)
  for (let operator = reader.accept('*', '/'); operator !== null; operator = reader.accept('*', '/')) {
    const right = parseInteraction(reader, parts, grouping)
    // The innermost term names all the factors it is nested in.
    const inner = grouping ? left.terms.toSorted((a, b) => b.length - a.length) : left.terms
    const outer = [inner.reduce<string[]>(joined, [])]
    const nested = grouping ? products(right.terms, outer) : products(outer, right.terms)
    const crossed = operator === '*' ? products(left.terms, right.terms) : nested
    const main = operator === '*' ? union(left.terms, right.terms) : left.terms
    left = { terms: union(main, crossed), removed: [] }
  }
  return left
}

function parseInteraction(reader: TokenReader, parts: FormulaParts, grouping: boolean): TermSet {
  let left = parsePower(reader, parts, grouping)
  while (reader.accept(':') !== null) {
    left = { terms: products(left.terms, parsePower(reader, parts, grouping).terms), removed: [] }
  }
  return left
}

function parsePower(reader: TokenReader, parts: FormulaParts, grouping: boolean): TermSet {
  const base = parseAtom(reader, parts, grouping)
  if (reader.accept('^') === null) return base
  const token = reader.next
  const degree = token.kind === 'number' ? Number(reader.take().text) : NaN
  if (!Number.isInteger(degree) || degree < 1) reader.fail('expected a whole power of at least 1', token)
  let result = base.terms
  for (let power = 1; power < degree; power += 1) result = union(result, products(result, base.terms))
  return { terms: result, removed: [] }
}

function parseAtom(reader: TokenReader, parts: FormulaParts, grouping: boolean): TermSet {
  if (reader.next.kind === 'number') {
    const token = reader.take()
    if (token.text === '1') return { terms: [[]], removed: [] }
    if (token.text === '0') return { terms: [], removed: [[]] }
    return reader.fail('the only numbers allowed as terms are 0 and 1,', token)
  }
  if (reader.accept('(') !== null) {
    const inner = parseSum(reader, parts, grouping)
    const bar = reader.accept('|', '||')
    if (bar !== null) {
      const group = parseSum(reader, parts, true)
      parts.random.push({ terms: inner, group, correlated: bar === '|' })
    }
    reader.expect(')')
    return bar === null ? inner : { terms: [], removed: [] }
  }
  if (reader.next.kind !== 'name') reader.fail('expected a term')
  const expression = parseNameOrCall(reader)
  if (expression.kind === 'call' && expression.name === 'offset') {
    parts.offsets.push(...expression.operands)
    return { terms: [], removed: [] }
  }
  const label = expression.kind === 'name' ? nameText(expression.name) : expressionText(expression)
  parts.variables.set(label, expression)
  return { terms: [[label]], removed: [] }
}
