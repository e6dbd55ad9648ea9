import type { Finding } from '@safety-portfolio/stats'
import { parseFormula } from './formula.js'
import type { Formula, RandomTerm } from './formula.js'
import { keepFullRank } from './internal/full-rank.js'
import { designColumns, randomColumnLimit } from './internal/design-columns.js'
import { groupName } from './internal/group-name.js'
import { modelFrame } from './internal/model-frame.js'
import type { FrameSpecification } from './internal/model-frame.js'

/** A table: one object per row. Cells hold numbers, text or booleans; text that is strictly a number counts as one. */
export type Rows = readonly Readonly<Record<string, unknown>>[]

/** Bounds of a response that is known up to an interval; equal where it is known, infinite where an end is open. */
export interface ResponseBounds {
  /** Lower bound of each row. */
  readonly lower: Float64Array
  /** Upper bound of each row. */
  readonly upper: Float64Array
}

/** How the columns of a table become a model. */
export interface ModelOptions {
  /** Prior weights: a column name, or one number for each row. The variance of a row is sigma^2 / weight; for `binomial` see {@link fitGeneralised}. */
  readonly weights?: string | readonly number[]
  /** The level of a factor that its dummies are compared with, e.g. `{ race: 'white' }`. Default: the first in sorted order. */
  readonly baselines?: Readonly<Record<string, string>>
  /** Columns that are factors although they hold numbers. Grouping columns always are. */
  readonly factors?: readonly string[]
}

/** The random effects of one grouping factor; terms of the formula that share it are side by side. */
export interface GroupingFactor {
  /** The grouping column, or several joined by `:` as the formula writes them. */
  readonly name: string
  /** The groups. */
  readonly levels: readonly string[]
  /** The group of each row, as an index into `levels`. */
  readonly codes: Int32Array
  /** Column names of all terms in turn, e.g. `['(Intercept)', 'Days']`. */
  readonly columnNames: readonly string[]
  /** The columns, one value for each row. */
  readonly columns: readonly Float64Array[]
  /** How many columns each term has: effects of one term are correlated, those of different terms are not. */
  readonly blocks: readonly number[]
}

/** A formula joined with its data: what every fit and test starts from. Make one with {@link prepareModel}. */
export interface MixedModel {
  /** The formula. */
  readonly formula: Formula
  /** Number of rows used. */
  readonly n: number
  /** Row numbers of the table (from 1) that were left out because a needed cell is missing. */
  readonly omittedRows: readonly number[]
  /** Response of each used row; for `cbind(yes, no)` the proportion of yes. */
  readonly response: Float64Array
  /** For a response of text or booleans: the level that counts as 0 (no) and the one that counts as 1 (yes), in sorted order; else `null`. */
  readonly responseLevels: readonly [no: string, yes: string] | null
  /** For a response of counts: yes + no of each row. */
  readonly trials: Float64Array | null
  /** For a response `censored(lower, upper)`: what is known of each used row; `response` is then the middle, or the end that is known. */
  readonly bounds: ResponseBounds | null
  /** Prior weight of each used row, or `null` for equal weights. */
  readonly weights: Float64Array | null
  /** The sum of the offsets of each used row. */
  readonly offset: Float64Array
  /** Names of the fixed-effect columns that are estimable. */
  readonly fixedNames: readonly string[]
  /** The fixed-effect columns. */
  readonly fixedColumns: readonly Float64Array[]
  /** The term of each fixed-effect column: an index into `formula.fixed.terms`, -1 for the intercept. */
  readonly fixedTerms: readonly number[]
  /** Columns left out because they are linear combinations of others. */
  readonly droppedColumns: readonly string[]
  /** The grouping factors. */
  readonly factors: readonly GroupingFactor[]
  /** What is needed to code new rows in the same way. */
  readonly specification: FrameSpecification
  /** What the reader must know about the data. */
  readonly warnings: readonly Finding[]
}

/**
 * Joins a formula with a table: codes factors, drops rows with missing cells (listed in `omittedRows`) and fixed-effect columns
 * that are linear combinations of earlier ones (listed in `droppedColumns`).
 *
 * @param formula - Text in the notation of {@link parseFormula}.
 * @param rows - The table.
 * @param options - Weights, baselines and columns to be read as factors.
 * @throws RangeError when a column is missing or the formula cannot be used with the data.
 * @throws DataError listing every infinite cell or bad weight.
 * @example
 * ```ts
 * import { prepareModel } from '@safety-portfolio/mixed-models'
 *
 * const rows = [
 *   { y: 1, x: 'b', g: 1 },
 *   { y: 2, x: 'a', g: 1 },
 *   { y: null, x: 'a', g: 2 },
 *   { y: 4, x: 'b', g: 2 },
 * ]
 * const model = prepareModel('y ~ x + (1 | g)', rows, { baselines: { x: 'b' } })
 * model.fixedNames // => ['(Intercept)', 'xa']
 * model.omittedRows // => [3]
 * ```
 */
export function prepareModel(formula: string, rows: Rows, options: ModelOptions = {}): MixedModel {
  const parsed = parseFormula(formula)
  if (rows.length === 0) throw new RangeError('prepareModel: the table has no rows')
  const frame = modelFrame(parsed, rows, options)
  const n = frame.rowCount
  refuseExtreme(frame.response)
  const design = designColumns(parsed.fixed, frame.variables, n)
  const { kept, dropped } = keepFullRank(design.columns, frame.weights)
  const warnings: Finding[] = []
  if (frame.omittedRows.length > 0) {
    warnings.push({
      code: 'rows-omitted',
      message: `${frame.omittedRows.length} of ${rows.length} rows have a missing cell and were left out (first: row ${frame.omittedRows[0]!}).`,
    })
  }
  const droppedColumns = dropped.map((index) => design.names[index]!)
  if (dropped.length > 0) {
    warnings.push({
      code: 'rank-deficient',
      message: `The fixed effects are rank deficient: ${droppedColumns.join(', ')} cannot be told from the other columns and were left out.`,
    })
  }
  const single = [...new Set(parsed.fixed.terms.flat())].filter((label) => {
    const variable = frame.variables[label]
    return variable?.kind === 'factor' && variable.levels.length === 1
  })
  if (single.length > 0) {
    warnings.push({
      code: 'one-level',
      message: `${single.join(', ')} ${single.length === 1 ? 'has one level' : 'have one level each'}, so nothing can be compared: no effect of it is estimated.`,
    })
  }
  return {
    formula: parsed,
    n,
    omittedRows: frame.omittedRows,
    response: frame.response,
    responseLevels: frame.responseLevels,
    trials: frame.trials,
    bounds: frame.bounds,
    weights: frame.weights,
    offset: frame.offset,
    fixedNames: kept.map((index) => design.names[index]!),
    fixedColumns: kept.map((index) => design.columns[index]!),
    fixedTerms: kept.map((index) => design.term[index]!),
    droppedColumns,
    factors: groupingFactors(parsed, frame.groups, (term) =>
      designColumns(term, frame.variables, n, randomColumnLimit),
    ),
    specification: frame.specification,
    warnings,
  }
}

/** Squares of larger numbers overflow. */
const largest = 1e140

function refuseExtreme(response: Float64Array): void {
  let size = 0
  for (const value of response) size = Math.max(size, Math.abs(value))
  if (size <= largest) return
  throw new RangeError(`prepareModel: the response reaches ${size}, beyond ${largest}: give it in other units`)
}

/** Puts random terms that share a grouping factor side by side. */
function groupingFactors(
  formula: Formula,
  groups: ReadonlyMap<string, { readonly codes: Int32Array; readonly levels: readonly string[] }>,
  code: (term: RandomTerm) => { readonly names: readonly string[]; readonly columns: readonly Float64Array[] },
): GroupingFactor[] {
  const { random } = formula
  const keys = [...new Set(random.map((term) => term.group.join(':')))]
  return keys.map((key) => {
    const { codes, levels } = groups.get(key)!
    const terms = random.filter((term) => term.group.join(':') === key)
    const parts = terms.map(code)
    return {
      name: groupName(formula, terms[0]!.group),
      levels,
      codes,
      columnNames: parts.flatMap((part) => part.names),
      columns: parts.flatMap((part) => part.columns),
      blocks: parts.map((part) => part.names.length),
    }
  })
}
