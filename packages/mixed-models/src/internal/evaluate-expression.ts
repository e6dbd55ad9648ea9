import { expressionText } from './expression.js'
import type { Expression } from './expression.js'
import type { ColumnScaling } from './model-frame.js'
import type { FactorVariable, Variable } from './columns.js'

/** Where an expression gets its columns, and what it must remember to be evaluated again on other rows. */
export interface Evaluation {
  readonly rowCount: number
  column(name: string): Variable
  factor(name: string): FactorVariable
  /** Mean and standard deviation of each `scale()` call, filled by the first evaluation and reused by later ones. */
  readonly scaling: Map<string, ColumnScaling>
}

const functions: Readonly<Record<string, (x: number) => number>> = {
  I: (x) => x,
  log: (x) => Math.log(x),
  log1p: (x) => Math.log1p(x),
  log2: (x) => Math.log2(x),
  log10: (x) => Math.log10(x),
  exp: (x) => Math.exp(x),
  sqrt: (x) => Math.sqrt(x),
  abs: (x) => Math.abs(x),
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
}

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
}

/** A variable of a formula: a column as it is, `factor(column)`, or a computed number. */
export function evaluateVariable(expression: Expression, from: Evaluation): Variable {
  if (expression.kind === 'name') return from.column(expression.name)
  if (expression.kind === 'call' && expression.name === 'factor') {
    const [operand] = expression.operands
    if (operand?.kind !== 'name') throw new RangeError(`prepareModel: factor() takes one column name`)
    return from.factor(operand.name)
  }
  return { kind: 'numeric', values: evaluateNumbers(expression, from) }
}

/** The numbers of an expression, one for each row; `NaN` where an ingredient is missing. */
export function evaluateNumbers(expression: Expression, from: Evaluation): Float64Array {
  switch (expression.kind) {
    case 'number':
      return new Float64Array(from.rowCount).fill(expression.value)
    case 'name': {
      const variable = from.column(expression.name)
      if (variable.kind === 'numeric') return variable.values
      throw new RangeError(
        `prepareModel: arithmetic needs numbers, but column ${JSON.stringify(expression.name)} holds text`,
      )
    }
    case 'operation': {
      const left = evaluateNumbers(expression.left, from)
      const right = evaluateNumbers(expression.right, from)
      const operate = operators[expression.operator]!
      return left.map((value, i) => operate(value, right[i]!))
    }
    case 'call': {
      const [operand] = expression.operands
      if (operand === undefined || expression.operands.length !== 1) {
        throw new RangeError(`prepareModel: ${expression.name}() takes one argument in ${expressionText(expression)}`)
      }
      const values = evaluateNumbers(operand, from)
      if (expression.name === 'scale') return scale(values, expressionText(expression), from)
      const apply = functions[expression.name]
      if (apply === undefined) {
        throw new RangeError(
          `prepareModel: unknown function ${expression.name}(); known are scale, factor, ${Object.keys(functions).join(', ')}`,
        )
      }
      return values.map(apply)
    }
  }
}

function scale(values: Float64Array, label: string, from: Evaluation): Float64Array {
  let known = from.scaling.get(label)
  if (known === undefined) {
    const present = values.filter((value) => !Number.isNaN(value))
    const center = present.reduce((sum, value) => sum + value / present.length, 0)
    const squares = present.reduce((sum, value) => sum + (value - center) ** 2, 0)
    known = { center, spread: Math.sqrt(squares / (present.length - 1)) }
    from.scaling.set(label, known)
  }
  const { center, spread } = known
  return values.map((value) => (value - center) / spread)
}
