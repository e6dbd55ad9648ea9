import { compareRows } from './compare-rows.js'
import { comparisons, expressionText } from './expression.js'
import type { CallExpression, Expression, Literal } from './expression.js'
import type { ColumnScaling } from './model-frame.js'
import { orthogonalPolynomials, polynomialColumns } from './orthogonal-polynomials.js'
import type { OrthogonalPolynomials } from './orthogonal-polynomials.js'
import { withLevels } from './columns.js'
import type { BasisVariable, FactorVariable, Variable } from './columns.js'

/** Where an expression gets its columns, and what it must remember to be evaluated again on other rows. */
export interface Evaluation {
  readonly rowCount: number
  column(name: string): Variable
  factor(name: string): FactorVariable
  /** Mean and standard deviation of each `scale()` call, filled by the first evaluation and reused by later ones. */
  readonly scaling: Map<string, ColumnScaling>
  /** The same for each `poly()` call. */
  readonly polynomials: Map<string, OrthogonalPolynomials>
}

const functions: Readonly<Record<string, (x: number) => number>> = {
  I: (x) => x,
  'as.numeric': (x) => x,
  log: (x) => Math.log(x),
  log1p: (x) => Math.log1p(x),
  log2: (x) => Math.log2(x),
  log10: (x) => Math.log10(x),
  exp: (x) => Math.exp(x),
  sqrt: (x) => Math.sqrt(x),
  abs: (x) => Math.abs(x),
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
  qlogis: (p) => Math.log(p / (1 - p)),
  plogis: (x) => 1 / (1 + Math.exp(-x)),
}

/** What is more than a number for each number. */
const special: readonly string[] = ['scale', 'factor', 'relevel', 'poly', 'c']

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
}

/** A variable of a formula: a column as it is, `factor(column)`, a comparison, `poly(column, degree)`, or a computed number. */
export function evaluateVariable(expression: Expression, from: Evaluation): Variable {
  if (expression.kind === 'name') return from.column(expression.name)
  if (expression.kind === 'call') {
    const [operand] = expression.operands
    if (expression.name === 'factor' || expression.name === 'relevel') return evaluateFactor(expression, from)
    if (expression.name === 'poly') return evaluatePolynomials(expression, from)
    if (expression.name === 'I' && operand !== undefined && expression.operands.length === 1 && isComparison(operand)) {
      return evaluateVariable(operand, from)
    }
  }
  if (isComparison(expression)) {
    // Levels and their order are those of a logical column in R.
    const holds = evaluateNumbers(expression, from)
    const codes = Int32Array.from(holds, (value) => (Number.isNaN(value) ? -1 : value))
    return { kind: 'factor', codes, levels: ['FALSE', 'TRUE'] }
  }
  return { kind: 'numeric', values: evaluateNumbers(expression, from) }
}

const isComparison = (expression: Expression): boolean =>
  expression.kind === 'operation' && comparisons.includes(expression.operator)

/** The named arguments of a call, of which only some are known. */
function settingsOf(call: CallExpression, known: readonly string[]): Readonly<Record<string, readonly Literal[]>> {
  const { settings = {} } = call
  const unknown = Object.keys(settings).find((name) => !known.includes(name))
  if (unknown === undefined) return settings
  throw new RangeError(
    `prepareModel: ${call.name}() has no argument ${unknown} here${known.length === 0 ? '' : `; it has ${known.join(', ')}`}`,
  )
}

/** `factor(column)`, `factor(column, levels = c(...))`, `relevel(column, ref = ...)`. */
function evaluateFactor(call: CallExpression, from: Evaluation): FactorVariable {
  const [operand] = call.operands
  const relevelled = call.name === 'relevel'
  const { levels, ref } = settingsOf(call, relevelled ? ['ref'] : ['levels'])
  const inner = relevelled && operand?.kind === 'call' && operand.name === 'factor'
  if (operand === undefined || call.operands.length !== 1 || !(operand.kind === 'name' || inner)) {
    const how = relevelled ? 'ref = and the level' : 'levels = c(...) for their order'
    throw new RangeError(`prepareModel: ${call.name}() takes one column name, and ${how}`)
  }
  const factor = operand.kind === 'name' ? from.factor(operand.name) : evaluateFactor(operand, from)
  if (levels !== undefined) return withLevels(factor, levels.map(String))
  if (!relevelled) return factor
  const first = String(ref?.[0])
  if (ref?.length !== 1 || !factor.levels.includes(first)) {
    throw new RangeError(
      `prepareModel: ${expressionText(call)} needs ref = one of the levels: ${factor.levels.slice(0, 20).join(', ')}`,
    )
  }
  return withLevels(factor, [first, ...factor.levels.filter((level) => level !== first)])
}

/** `poly(x, degree)`, orthogonal over the rows, or with `raw = TRUE` the powers. */
function evaluatePolynomials(call: CallExpression, from: Evaluation): BasisVariable {
  const { degree: named, raw } = settingsOf(call, ['degree', 'raw'])
  const [operand, second] = call.operands
  const degree = second?.kind === 'number' ? second.value : (named?.[0] ?? 1)
  const label = expressionText(call)
  const whole = typeof degree === 'number' && Number.isInteger(degree) && degree >= 1
  const positional = second === undefined || (second.kind === 'number' && named === undefined)
  if (operand === undefined || !whole || !positional || call.operands.length > 2) {
    throw new RangeError(`prepareModel: ${label} must name one variable and a whole degree of at least 1`)
  }
  const values = evaluateNumbers(operand, from)
  if (raw?.[0] === true) {
    return { kind: 'basis', columns: Array.from({ length: degree }, (_, k) => values.map((value) => value ** (k + 1))) }
  }
  let known = from.polynomials.get(label)
  if (known === undefined) {
    known = orthogonalPolynomials(values, degree, label)
    from.polynomials.set(label, known)
  }
  return { kind: 'basis', columns: polynomialColumns(values, known) }
}

/** The numbers of an expression, one for each row; `NaN` where an ingredient is missing. */
export function evaluateNumbers(expression: Expression, from: Evaluation): Float64Array {
  switch (expression.kind) {
    case 'number':
      return new Float64Array(from.rowCount).fill(expression.value)
    case 'text':
      throw new RangeError(
        `prepareModel: text such as ${expressionText(expression)} can only be compared with a column`,
      )
    case 'name': {
      const variable = from.column(expression.name)
      if (variable.kind === 'numeric') return variable.values
      throw new RangeError(
        `prepareModel: arithmetic needs numbers, but column ${JSON.stringify(expression.name)} holds text`,
      )
    }
    case 'operation': {
      if (isComparison(expression)) return compareRows(expression, from)
      const left = evaluateNumbers(expression.left, from)
      const right = evaluateNumbers(expression.right, from)
      const operate = operators[expression.operator]!
      return left.map((value, i) => operate(value, right[i]!))
    }
    case 'call': {
      const [operand] = expression.operands
      const apply = functions[expression.name]
      if (apply === undefined && !special.includes(expression.name)) {
        throw new RangeError(
          `prepareModel: unknown function ${expression.name}(); known are scale, factor, relevel, poly, ${Object.keys(functions).join(', ')}`,
        )
      }
      if (operand === undefined || expression.operands.length !== 1) {
        throw new RangeError(`prepareModel: ${expression.name}() takes one argument in ${expressionText(expression)}`)
      }
      if (expression.name === 'scale') return scale(expression, evaluateNumbers(operand, from), from)
      if (apply === undefined) {
        throw new RangeError(
          `prepareModel: ${expression.name}() stands alone, not inside other functions, in ${expressionText(expression)}`,
        )
      }
      settingsOf(expression, [])
      return evaluateNumbers(operand, from).map(apply)
    }
  }
}

/** `scale(x)` of R: without `center` the spread is the root mean square. */
function scale(call: CallExpression, values: Float64Array, from: Evaluation): Float64Array {
  const label = expressionText(call)
  const settings = settingsOf(call, ['center', 'scale'])
  let known = from.scaling.get(label)
  if (known === undefined) {
    const present = values.filter((value) => !Number.isNaN(value))
    const chosen = (name: string): boolean => {
      const [value = true] = settings[name] ?? []
      if (typeof value === 'boolean') return value
      throw new RangeError(`prepareModel: ${name} is TRUE or FALSE in ${label}`)
    }
    const center = chosen('center') ? present.reduce((sum, value) => sum + value / present.length, 0) : 0
    const squares = present.reduce((sum, value) => sum + (value - center) ** 2, 0)
    known = { center, spread: chosen('scale') ? Math.sqrt(squares / (present.length - 1)) : 1 }
    from.scaling.set(label, known)
  }
  const { center, spread } = known
  return values.map((value) => (value - center) / spread)
}
