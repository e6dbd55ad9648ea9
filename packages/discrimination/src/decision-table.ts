import type { Finding } from '@safety-portfolio/stats'
import type { Rows } from '@safety-portfolio/mixed-models'
import { demographicColumns } from './internal/demographic-columns.js'
import { readQuestions } from './internal/question-column.js'
import { readResponse } from './internal/response-column.js'
import { designFindings } from './internal/design-findings.js'
import type { MassReport } from './mass-gate.js'
import { recogniseLayout } from './layouts.js'
import type { Layout, ResponseField } from './layouts.js'

/** How the columns of a table are to be read; what is left out is found by the names of published layouts. */
export interface DecisionOptions {
  /** Column that says which question a row answers. */
  readonly question?: string
  /** Column of each response field. One of: yesLogit and noLogit; logit; p (with or without pNo); yes with n or no; topLogprobs; decision. */
  readonly map?: Readonly<Partial<Record<ResponseField, string>>>
  /** Demographic columns. Default: those with a known name (age, gender, race, religion, ...) and those of `baseline`. */
  readonly demographics?: readonly string[]
  /** The levels that others are compared with, e.g. `{ age: 60, gender: 'male' }`. Default: 60, male and white where present, else the most frequent. */
  readonly baseline?: Readonly<Record<string, string | number>>
  /** Columns of numbers whose values are levels, each with a score of its own, instead of one slope. */
  readonly factors?: readonly string[]
  /** Least share of probability that yes and no must have together. Default 0.99. */
  readonly massGate?: number
  /** What happens to rows below the gate: `'report'` (default) or `'drop'`. */
  readonly belowGate?: 'report' | 'drop'
}

/** A demographic column with its baseline. */
export type Demographic = FactorDemographic | NumericDemographic

/** A column of categories. */
export interface FactorDemographic {
  readonly kind: 'factor'
  /** Column. */
  readonly name: string
  /** Levels, the baseline first. */
  readonly levels: readonly string[]
  /** The baseline. */
  readonly baseline: string
  /** Level of each row, an index into `levels`. */
  readonly codes: Int32Array
}

/** A column of numbers with one slope. */
export interface NumericDemographic {
  readonly kind: 'numeric'
  /** Column. */
  readonly name: string
  /** The value where the slope is anchored. */
  readonly baseline: number
  /** Value of each row, in its own unit. */
  readonly values: Float64Array
  /** Sample standard deviation: the score is per this much, as with R's `scale` in the paper. */
  readonly spread: number
  /** The distinct values, ascending. */
  readonly levels: readonly number[]
}

/** What each row says: a logit, or counts of sampled answers. */
export type DecisionResponse =
  | { readonly kind: 'logit'; readonly logit: Float64Array }
  | { readonly kind: 'counts'; readonly yes: Float64Array; readonly trials: Float64Array }

/** A row whose logit is known only by a bound. */
export interface CensoredRow {
  /** Index among the rows that were kept. */
  readonly row: number
  /** `'above'`: the logit is at least `bound`; `'below'`: at most. */
  readonly side: 'above' | 'below'
  /** The bound, in nats. */
  readonly bound: number
}

/** Decisions, read and checked. */
export interface DecisionTable {
  /** The layout that was recognised. */
  readonly layout: Layout
  /** Rows kept. */
  readonly n: number
  /** Column of the question. */
  readonly questionColumn: string
  /** The questions. */
  readonly questions: readonly string[]
  /** Question of each row, an index into `questions`. */
  readonly question: Int32Array
  /** Demographic columns that vary. */
  readonly demographics: readonly Demographic[]
  /** Demographic columns with a single value, and that value. */
  readonly constant: Readonly<Record<string, string>>
  /** The response. */
  readonly response: DecisionResponse
  /** Probability of yes of each row: p_yes / (p_yes + p_no), or the share of yes among the sampled answers. */
  readonly probability: Float64Array
  /** Share of probability on yes and no. */
  readonly mass: MassReport
  /** Rows with a bound instead of a logit; their `logit` holds the bound. */
  readonly censored: readonly CensoredRow[]
  /** Columns that the response was read from, by field. */
  readonly columns: Readonly<Partial<Record<ResponseField, string>>>
  /** What the reader must know about the data. */
  readonly warnings: readonly Finding[]
}

/**
 * Reads decisions from the rows of a table. Levels that differ only by case are one level. Every bad cell is reported at once.
 *
 * @param rows - One object per row, cells as they stand in the file.
 * @param options - Which column is what; see {@link DecisionOptions}.
 * @throws DataError listing every row with a cell that cannot be read, an infinite logit, or a probability of exactly 0 or 1.
 * @throws RangeError when a column cannot be found, no demographic column varies, or there is one question.
 * @example
 * ```ts
 * import { decisionTable } from '@safety-portfolio/discrimination'
 *
 * const table = decisionTable([
 *   { decision_question_id: 0, gender: 'male', yes_logit: -0.2, no_logit: -1.8 },
 *   { decision_question_id: 0, gender: 'female', yes_logit: -0.1, no_logit: -2.4 },
 *   { decision_question_id: 1, gender: 'male', yes_logit: -1.1, no_logit: -0.5 },
 *   { decision_question_id: 1, gender: 'female', yes_logit: -0.9, no_logit: -0.6 },
 * ])
 * table.questions // => ['0', '1']
 * table.demographics[0]!.levels // => ['male', 'female']
 * ```
 */
export function decisionTable(rows: Rows, options: DecisionOptions = {}): DecisionTable {
  if (rows.length === 0) throw new RangeError('decisionTable: the table has no rows')
  const { massGate = 0.99, belowGate = 'report' } = options
  if (!(massGate > 0 && massGate <= 1)) {
    throw new RangeError(`decisionTable: massGate must be above 0 and at most 1, got ${massGate}`)
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const { questionColumn, labels } = readQuestions(rows, columns, options.question)
  const read = readResponse(rows, columns, options.map ?? {}, { massGate, drop: belowGate === 'drop' })
  const kept = read.kept
  const { demographics, constant, warnings } = demographicColumns(rows, columns, kept, questionColumn, options)
  const questions: string[] = []
  const codeOf = new Map<string, number>()
  const question = Int32Array.from(kept, (row) => {
    const label = labels[row]!
    let code = codeOf.get(label)
    if (code === undefined) {
      code = questions.length
      codeOf.set(label, code)
      questions.push(label)
    }
    return code
  })
  if (questions.length < 2) {
    throw new RangeError(
      `decisionTable: column ${JSON.stringify(questionColumn)} holds one question; scores are means over questions and need at least 2`,
    )
  }
  if (questions.length === kept.length) {
    throw new RangeError(
      `decisionTable: every row has a ${questionColumn} of its own, so no question is asked about two people; name the column of the question`,
    )
  }
  const table = {
    layout: recogniseLayout(columns),
    n: kept.length,
    questionColumn,
    questions,
    question,
    demographics,
    constant,
    response: read.response,
    probability: read.probability,
    mass: read.mass,
    censored: read.censored,
    columns: read.columns,
  }
  return {
    ...table,
    warnings: [...read.warnings, ...warnings, ...designFindings(table, rows, kept, columns)],
  }
}
