import { expressionText } from './expression.js'
import type { Expression, OperationExpression } from './expression.js'
import { evaluateNumbers } from './evaluate-expression.js'
import type { Evaluation } from './evaluate-expression.js'

const numeric: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

/** 1 in the rows where a comparison holds, 0 where not, `NaN` where an ingredient is missing. */
export function compareRows(comparison: OperationExpression, from: Evaluation): Float64Array {
  const { operator, left, right } = comparison
  const values = literalsOf(right)
  if (operator === '%in%') {
    if (values === null) throw new RangeError(`prepareModel: write what is meant by %in% as c(...) of values`)
    return labelled(left, comparison, from, (label) => values.includes(label))
  }
  if (left.kind !== 'text' && right.kind !== 'text') {
    const [a, b] = [evaluateNumbers(left, from), evaluateNumbers(right, from)]
    const holds = numeric[operator]!
    return a.map((value, i) => (Number.isNaN(value) || Number.isNaN(b[i]!) ? NaN : holds(value, b[i]!) ? 1 : 0))
  }
  if (operator !== '==' && operator !== '!=') {
    throw new RangeError(`prepareModel: text is equal or not; ${expressionText(comparison)} has no order`)
  }
  const [text, column] = left.kind === 'text' ? [left.value, right] : [(right as { value: string }).value, left]
  return labelled(column, comparison, from, (label) => (label === text) === (operator === '=='))
}

/** The values of `c(...)`, or of a single number or text. */
function literalsOf(expression: Expression): readonly string[] | null {
  if (expression.kind === 'number' || expression.kind === 'text') return [String(expression.value)]
  if (expression.kind !== 'call' || expression.name !== 'c') return null
  const values = expression.operands.map(literalsOf)
  return values.every((value) => value !== null) ? values.flat() : null
}

function labelled(
  column: Expression,
  comparison: OperationExpression,
  from: Evaluation,
  holds: (label: string) => boolean,
): Float64Array {
  if (column.kind !== 'name') {
    throw new RangeError(`prepareModel: ${expressionText(comparison)} must compare a column`)
  }
  const { codes, levels } = from.factor(column.name)
  const found = levels.map((level) => (holds(level) ? 1 : 0))
  return Float64Array.from(codes, (code) => (code < 0 ? NaN : found[code]!))
}
