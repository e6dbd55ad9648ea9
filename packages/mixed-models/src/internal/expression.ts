import type { Token } from './formula-tokens.js'

/** A number written in a formula. */
export interface NumberExpression {
  /** Tells the kinds of expression apart. */
  readonly kind: 'number'
  /** The number. */
  readonly value: number
}

/** A column. */
export interface NameExpression {
  /** Tells the kinds of expression apart. */
  readonly kind: 'name'
  /** Name of the column. */
  readonly name: string
}

/** A call such as `log(x)`. */
export interface CallExpression {
  /** Tells the kinds of expression apart. */
  readonly kind: 'call'
  /** Name of the function. */
  readonly name: string
  /** Its arguments. */
  readonly operands: readonly Expression[]
}

/** An arithmetic operation; negation is written as a difference from 0. */
export interface OperationExpression {
  /** Tells the kinds of expression apart. */
  readonly kind: 'operation'
  /** `+`, `-`, `*`, `/` or `^`. */
  readonly operator: string
  /** Left operand. */
  readonly left: Expression
  /** Right operand. */
  readonly right: Expression
}

/** Arithmetic on columns, as it stands inside `I()`, `log()`, `offset()` or `cbind()`. */
export type Expression = NumberExpression | NameExpression | CallExpression | OperationExpression

/** Reads tokens one after the other; every complaint names the position. */
export class TokenReader {
  private index = 0
  private readonly tokens: readonly Token[]
  private readonly text: string

  constructor(tokens: readonly Token[], text: string) {
    this.tokens = tokens
    this.text = text
  }

  get next(): Token {
    return this.tokens[this.index]!
  }

  is(...symbols: readonly string[]): boolean {
    return this.next.kind === 'symbol' && symbols.includes(this.next.text)
  }

  /** Whether the token after the next one is `symbol`. */
  followedBy(symbol: string): boolean {
    const after = this.tokens[this.index + 1]
    return after?.kind === 'symbol' && after.text === symbol
  }

  take(): Token {
    const token = this.next
    if (token.kind !== 'end') this.index += 1
    return token
  }

  accept(...symbols: readonly string[]): string | null {
    return this.is(...symbols) ? this.take().text : null
  }

  expect(symbol: string): void {
    if (this.accept(symbol) === null) this.fail(`expected '${symbol}'`)
  }

  fail(what: string, at: Token = this.next): never {
    const found = at.kind === 'end' ? 'the end' : `'${at.text}'`
    throw new RangeError(
      `parseFormula: ${what} but found ${found} at position ${at.position} of ${JSON.stringify(this.text)}`,
    )
  }
}

const precedence: readonly (readonly string[])[] = [
  ['+', '-'],
  ['*', '/'],
]

/** Parses arithmetic: sums of products of powers of names, numbers, calls and brackets. */
export function parseArithmetic(reader: TokenReader, level = 0): Expression {
  const operators = precedence[level]
  if (operators === undefined) return parseSigned(reader)
  let left = parseArithmetic(reader, level + 1)
  for (let operator = reader.accept(...operators); operator !== null; operator = reader.accept(...operators)) {
    left = { kind: 'operation', operator, left, right: parseArithmetic(reader, level + 1) }
  }
  return left
}

function parseSigned(reader: TokenReader): Expression {
  if (reader.accept('-') !== null) {
    return { kind: 'operation', operator: '-', left: { kind: 'number', value: 0 }, right: parseSigned(reader) }
  }
  const base = parsePrimary(reader)
  if (reader.accept('^') === null) return base
  return { kind: 'operation', operator: '^', left: base, right: parseSigned(reader) }
}

function parsePrimary(reader: TokenReader): Expression {
  if (reader.accept('(') !== null) {
    const inner = parseArithmetic(reader)
    reader.expect(')')
    return inner
  }
  if (reader.next.kind === 'number') return { kind: 'number', value: Number(reader.take().text) }
  if (reader.next.kind !== 'name') reader.fail('expected a column name, a number or (')
  return parseNameOrCall(reader)
}

/** A column name, or a call such as `log(x)`. */
export function parseNameOrCall(reader: TokenReader): Expression {
  const name = reader.take().text
  if (reader.accept('(') === null) return { kind: 'name', name }
  const operands = [parseArithmetic(reader)]
  while (reader.accept(',') !== null) operands.push(parseArithmetic(reader))
  reader.expect(')')
  // As in R, where both are written.
  return { kind: 'call', name: name === 'as.factor' ? 'factor' : name, operands }
}

/** The canonical text of an expression: its label in results. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value)
    case 'name':
      return nameText(expression.name)
    case 'call':
      return `${expression.name}(${expression.operands.map(expressionText).join(', ')})`
    case 'operation': {
      const { left, operator, right } = expression
      const negation = operator === '-' && left.kind === 'number' && left.value === 0
      const space = operator === '^' ? '' : ' '
      return negation
        ? `-${operandText(right)}`
        : `${operandText(left)}${space}${operator}${space}${operandText(right)}`
    }
  }
}

function operandText(expression: Expression): string {
  return expression.kind === 'operation' ? `(${expressionText(expression)})` : expressionText(expression)
}

/** A column name as it must be written in a formula: quoted where it is not a plain name. */
export function nameText(name: string): string {
  return /^[\p{L}.][\p{L}\p{N}._]*$/u.test(name) ? name : `\`${name}\``
}
