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

/** Text in quotes. */
export interface TextExpression {
  /** Tells the kinds of expression apart. */
  readonly kind: 'text'
  /** The text. */
  readonly value: string
}

/** A value that a formula spells out: a number, text in quotes, or `TRUE` and `FALSE`. */
export type Literal = number | string | boolean

/** A call such as `log(x)`. */
export interface CallExpression {
  /** Tells the kinds of expression apart. */
  readonly kind: 'call'
  /** Name of the function. */
  readonly name: string
  /** Its arguments. */
  readonly operands: readonly Expression[]
  /** Its named arguments, such as `raw = TRUE` or `levels = c("low", "high")`, if there are any. */
  readonly settings?: Readonly<Record<string, readonly Literal[]>>
}

/** An arithmetic operation or a comparison; negation is written as a difference from 0. */
export interface OperationExpression {
  /** Tells the kinds of expression apart. */
  readonly kind: 'operation'
  /** `+`, `-`, `*`, `/`, `^`, `<`, `<=`, `>`, `>=`, `==`, `!=` or `%in%`. */
  readonly operator: string
  /** Left operand. */
  readonly left: Expression
  /** Right operand. */
  readonly right: Expression
}

/** Arithmetic on columns, as it stands inside `I()`, `log()`, `offset()` or `cbind()`. */
export type Expression = NumberExpression | TextExpression | NameExpression | CallExpression | OperationExpression

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

/** Operators whose result is true or false. */
export const comparisons: readonly string[] = ['<', '<=', '>', '>=', '==', '!=', '%in%']

const precedence: readonly (readonly string[])[] = [comparisons, ['+', '-'], ['*', '/']]

/** Parses arithmetic: comparisons of sums of products of powers of names, numbers, text, calls and brackets. */
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
  if (reader.next.kind === 'text') return { kind: 'text', value: reader.take().text }
  if (reader.next.kind !== 'name') reader.fail('expected a column name, a number or (')
  return parseNameOrCall(reader)
}

/** A column name, or a call such as `log(x)`. */
export function parseNameOrCall(reader: TokenReader): Expression {
  const name = reader.take().text
  if (reader.accept('(') === null) return { kind: 'name', name }
  const operands: Expression[] = []
  const settings: Record<string, readonly Literal[]> = {}
  do {
    if (reader.next.kind === 'name' && reader.followedBy('=')) {
      const setting = reader.take().text
      reader.expect('=')
      settings[setting] = parseLiterals(reader)
    } else operands.push(parseArithmetic(reader))
  } while (reader.accept(',') !== null)
  reader.expect(')')
  // As in R, where both are written.
  const known = name === 'as.factor' ? 'factor' : name
  return { kind: 'call', name: known, operands, ...(Object.keys(settings).length === 0 ? {} : { settings }) }
}

/** One value, or several in `c()`. */
function parseLiterals(reader: TokenReader): readonly Literal[] {
  if (!(reader.next.kind === 'name' && reader.next.text === 'c')) return [parseLiteral(reader)]
  reader.take()
  reader.expect('(')
  const values = [parseLiteral(reader)]
  while (reader.accept(',') !== null) values.push(parseLiteral(reader))
  reader.expect(')')
  return values
}

const logical: Readonly<Record<string, boolean>> = { TRUE: true, T: true, FALSE: false, F: false }

function parseLiteral(reader: TokenReader): Literal {
  const sign = reader.accept('-') === null ? 1 : -1
  const { kind, text } = reader.next
  const value =
    kind === 'number' ? sign * Number(text) : kind === 'text' ? text : kind === 'name' ? logical[text] : undefined
  if (value === undefined || (sign < 0 && kind !== 'number'))
    return reader.fail('expected a number, text in quotes, TRUE or FALSE')
  reader.take()
  return value
}

/** The canonical text of an expression, spaced as R does it: its label in results. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value)
    case 'text':
      return literalText(expression.value)
    case 'name':
      return nameText(expression.name)
    case 'call':
      return `${expression.name}(${[...expression.operands.map(expressionText), ...settingsText(expression)].join(', ')})`
    case 'operation': {
      const { left, operator, right } = expression
      const own = strength(expression)
      if (isNegation(expression)) return `-${operandText(right, own)}`
      const space = operator === '^' || operator === '/' ? '' : ' '
      // Powers bind to the right, everything else to the left.
      const [before, after] = operator === '^' ? [own + 1, own - 1] : [own, own + 1]
      return `${operandText(left, before)}${space}${operator}${space}${operandText(right, after)}`
    }
  }
}

const isNegation = ({ operator, left }: OperationExpression): boolean =>
  operator === '-' && left.kind === 'number' && left.value === 0

/** How tightly an expression holds together: comparison, sum, product, negation, power, everything else. */
function strength(expression: Expression): number {
  if (expression.kind !== 'operation') return 5
  if (expression.operator === '^') return 4
  return isNegation(expression) ? 3 : precedence.findIndex((operators) => operators.includes(expression.operator))
}

/** An operand, in brackets where it would otherwise be read differently. */
function operandText(expression: Expression, least: number): string {
  return strength(expression) < least ? `(${expressionText(expression)})` : expressionText(expression)
}

function settingsText({ settings = {} }: CallExpression): readonly string[] {
  return Object.entries(settings).map(([name, values]) => {
    const texts = values.map(literalText)
    return `${name} = ${texts.length === 1 ? texts[0]! : `c(${texts.join(', ')})`}`
  })
}

function literalText(value: Literal): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (typeof value === 'number') return String(value)
  return value.includes('"') ? `'${value}'` : `"${value}"`
}

/** A column name as it must be written in a formula: quoted where it is not a plain name. */
export function nameText(name: string): string {
  return /^(?:\p{L}|\.(?!\d))[\p{L}\p{N}._]*$/u.test(name) ? name : `\`${name}\``
}
