import { DataError } from '@safety-portfolio/records'
import type { DataIssue } from '@safety-portfolio/records'
import type { Formula } from '../formula.js'
import type { ModelOptions, ResponseBounds, Rows } from '../mixed-model.js'
import { readBounds, representative } from './censored-response.js'
import { crossFactors, keepRows, readColumn, readFactor } from './columns.js'
import type { FactorVariable, Variable } from './columns.js'
import { evaluateNumbers, evaluateVariable } from './evaluate-expression.js'
import type { Evaluation } from './evaluate-expression.js'
import { expressionText } from './expression.js'
import type { Expression } from './expression.js'
import type { OrthogonalPolynomials } from './orthogonal-polynomials.js'

/** What `scale()` subtracted and divided by. */
export interface ColumnScaling {
  /** Mean of the column. */
  readonly center: number
  /** Standard deviation of the column. */
  readonly spread: number
}

/** How each variable of a formula was coded, so that new rows can be coded alike. */
export interface FrameSpecification {
  /** The levels of each factor among the fixed and random variables. */
  readonly levels: Readonly<Record<string, readonly string[]>>
  /** Centre and spread of each `scale()` call. */
  readonly scaling: ReadonlyMap<string, ColumnScaling>
  /** Recurrence of each `poly()` call. */
  readonly polynomials: ReadonlyMap<string, OrthogonalPolynomials>
  /** Mean of each numeric variable over the used rows: the default of marginal means. */
  readonly means: Readonly<Record<string, number>>
}

export interface ModelFrame {
  readonly rowCount: number
  readonly omittedRows: readonly number[]
  readonly response: Float64Array
  readonly responseLevels: readonly [no: string, yes: string] | null
  readonly trials: Float64Array | null
  readonly bounds: ResponseBounds | null
  readonly weights: Float64Array | null
  readonly offset: Float64Array
  readonly variables: Readonly<Record<string, Variable>>
  readonly groups: ReadonlyMap<string, FactorVariable>
  readonly specification: FrameSpecification
}

/** Evaluates everything a formula names and keeps the rows where nothing is missing. */
export function modelFrame(formula: Formula, rows: Rows, options: ModelOptions): ModelFrame {
  const baselines = options.baselines ?? {}
  const cache = new Map<string, Variable>()
  const from: Evaluation = {
    rowCount: rows.length,
    column(name) {
      let variable = cache.get(name)
      if (variable === undefined) {
        variable = readColumn(rows, name, options.factors?.includes(name) ?? false, baselines[name])
        cache.set(name, variable)
      }
      return variable
    },
    factor: (name) => readFactor(rows, name, baselines[name]),
    scaling: new Map(),
    polynomials: new Map(),
  }
  const variables = Object.entries(formula.variables)
    .filter(([label]) => usedInDesign(formula, label))
    .map(([label, expression]) => [label, evaluateVariable(expression, from)] as const)
  const groups = new Map<string, FactorVariable>()
  for (const { group } of formula.random) {
    const key = group.join(':')
    if (!groups.has(key)) groups.set(key, crossFactors(group.map((name) => groupColumn(formula, name, from))))
  }
  const { response, trials = null, bounds = null, levels = null } = readResponse(formula.response, from, rows)
  const weights = readWeights(options.weights, rows, from)
  const offset = formula.offsets.reduce<Float64Array>((sum, expression) => {
    const values = evaluateNumbers(expression, from)
    return sum.map((value, i) => value + values[i]!)
  }, new Float64Array(rows.length))

  const label = expressionText(formula.response)
  const all: (readonly [label: string, variable: Variable])[] = [
    [label, { kind: 'numeric', values: response }],
    ['offset', { kind: 'numeric', values: offset }],
    ...(trials === null ? [] : [[label, { kind: 'numeric', values: trials }] as const]),
    ...(weights === null ? [] : [['weights', { kind: 'numeric', values: weights }] as const]),
    ...variables,
    ...groups,
  ]
  const missing = missingRows(all, rows.length)
  const omittedRows = Array.from(rows.keys()).flatMap((i) => (missing[i] === 1 ? [i + 1] : []))
  if (omittedRows.length === rows.length) {
    throw new RangeError(
      `prepareModel: no row has a value in every column that the model needs${blankColumns(all, rows.length)}`,
    )
  }
  const complete = omittedRows.length === 0
  const keep = Int32Array.from(complete ? [] : Array.from(rows.keys()).filter((i) => missing[i] === 0))
  const numbersOf = (values: Float64Array): Float64Array =>
    complete ? values : Float64Array.from(keep, (row) => values[row]!)
  const keepOf = (variable: Variable): Variable => (complete ? variable : keepRows(variable, keep))
  const keptVariables = Object.fromEntries(variables.map(([label, variable]) => [label, keepOf(variable)]))
  return {
    rowCount: rows.length - omittedRows.length,
    omittedRows,
    response: numbersOf(response),
    responseLevels: levels,
    trials: trials === null ? null : numbersOf(trials),
    bounds: bounds === null ? null : { lower: numbersOf(bounds.lower), upper: numbersOf(bounds.upper) },
    weights: weights === null ? null : numbersOf(weights),
    offset: numbersOf(offset),
    variables: keptVariables,
    groups: new Map([...groups].map(([key, factor]) => [key, keepOf(factor) as FactorVariable])),
    specification: specify(keptVariables, from),
  }
}

/** Names the variables that are missing in every row: leaving one out may be all it takes. */
function blankColumns(all: readonly (readonly [label: string, variable: Variable])[], count: number): string {
  const blank = all.filter(([, variable]) => missingRows([['', variable]], count).every((one) => one === 1))
  return blank.length === 0 ? '' : `: ${[...new Set(blank.map(([label]) => label))].join(', ')} is blank in all of them`
}

function usedInDesign(formula: Formula, label: string): boolean {
  return [formula.fixed, ...formula.random].some(({ terms }) => terms.some((term) => term.includes(label)))
}

function groupColumn(formula: Formula, label: string, from: Evaluation): FactorVariable {
  const expression = formula.variables[label]!
  if (expression.kind === 'name') return from.factor(expression.name)
  const variable = evaluateVariable(expression, from)
  if (variable.kind === 'factor') return variable
  throw new RangeError(`prepareModel: a grouping factor must be a column or factor(column), got ${label}`)
}

function readResponse(
  expression: Expression,
  from: Evaluation,
  rows: Rows,
): {
  response: Float64Array
  trials?: Float64Array
  bounds?: ResponseBounds
  levels?: readonly [no: string, yes: string]
} {
  if (expression.kind === 'call' && expression.name === 'censored') {
    const bounds = readBounds(expression, rows)
    return { response: representative(bounds), bounds }
  }
  if (expression.kind === 'call' && expression.name === 'cbind') {
    const [yes, no] = expression.operands
    if (yes === undefined || no === undefined || expression.operands.length !== 2) {
      throw new RangeError('prepareModel: cbind() takes two columns, the number of yes and of no')
    }
    const successes = evaluateNumbers(yes, from)
    const failures = evaluateNumbers(no, from)
    const trials = successes.map((value, i) => value + failures[i]!)
    return { response: successes.map((value, i) => (trials[i] === 0 ? 0 : value / trials[i]!)), trials }
  }
  const variable = evaluateVariable(expression, from)
  if (variable.kind === 'numeric') return { response: variable.values }
  if (variable.kind === 'basis') throw new RangeError('prepareModel: the response must be one column, not poly()')
  if (variable.levels.length > 2) {
    throw new RangeError(
      `prepareModel: the response must be numeric or have two levels, got the levels ${variable.levels.slice(0, 5).join(', ')}`,
    )
  }
  const [no = '', yes = no] = variable.levels
  return { response: Float64Array.from(variable.codes, (code) => (code < 0 ? NaN : code)), levels: [no, yes] }
}

function readWeights(
  weights: string | readonly number[] | undefined,
  rows: Rows,
  from: Evaluation,
): Float64Array | null {
  if (weights === undefined) return null
  if (typeof weights !== 'string' && weights.length !== rows.length) {
    throw new RangeError(
      `prepareModel: weights must have one number for each of ${rows.length} rows, got ${weights.length}`,
    )
  }
  const values =
    typeof weights === 'string' ? evaluateNumbers({ kind: 'name', name: weights }, from) : Float64Array.from(weights)
  const issues: DataIssue[] = []
  values.forEach((value, i) => {
    if (Number.isNaN(value) || (value > 0 && value < Infinity)) return
    const column = typeof weights === 'string' ? weights : 'weights'
    issues.push({
      code: 'bad-weight',
      path: [i + 1, column],
      column,
      value: String(value),
      message: `a weight must be a positive number, got ${value}`,
    })
  })
  if (issues.length > 0) throw new DataError(issues)
  return values
}

function specify(
  variables: Readonly<Record<string, Variable>>,
  { scaling, polynomials }: Evaluation,
): FrameSpecification {
  const entries = Object.entries(variables)
  return {
    levels: Object.fromEntries(entries.flatMap(([label, v]) => (v.kind === 'factor' ? [[label, v.levels]] : []))),
    means: Object.fromEntries(entries.flatMap(([label, v]) => (v.kind === 'numeric' ? [[label, mean(v.values)]] : []))),
    scaling,
    polynomials,
  }
}

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Marks rows with a missing number or level; an expression that gives an infinity, such as log(0), is an error and not a missing cell. */
function missingRows(all: readonly (readonly [label: string, variable: Variable])[], count: number): Uint8Array {
  const missing = new Uint8Array(count)
  const issues: DataIssue[] = []
  for (const [label, variable] of all) {
    if (variable.kind === 'factor') {
      const { codes } = variable
      for (let i = 0; i < count; i += 1) if (codes[i]! < 0) missing[i] = 1
      continue
    }
    for (const values of variable.kind === 'basis' ? variable.columns : [variable.values]) {
      for (let i = 0; i < count; i += 1) {
        const value = values[i]!
        if (Number.isNaN(value)) missing[i] = 1
        else if (!Number.isFinite(value)) {
          const message = `${label} must be finite in every row, got ${value}`
          issues.push({ code: 'not-finite', path: [i + 1, label], column: label, value: String(value), message })
        }
      }
    }
  }
  if (issues.length > 0) throw new DataError(issues)
  return missing
}
