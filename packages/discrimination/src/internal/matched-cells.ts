import type { DecisionTable } from '../decision-table.js'
import { decisionCells } from './decision-cells.js'
import { logits } from './logit-scale.js'

/** A case that two conditions decided. */
export interface MatchedCell {
  readonly question: string
  /** A row of the first table with this case. */
  readonly row: number
  readonly logit: readonly [before: number, after: number]
  readonly probability: readonly [before: number, after: number]
  readonly yes: readonly [before: boolean, after: boolean]
}

/** Cases of both tables, matched by question and attributes. */
export function matchedCells(before: DecisionTable, after: DecisionTable): readonly MatchedCell[] {
  const second = new Map(cellsOf(after).map((cell) => [cell.key, cell]))
  return cellsOf(before).flatMap((cell) => {
    const other = second.get(cell.key)
    if (other === undefined) return []
    return [
      {
        question: cell.question,
        row: cell.row,
        logit: [cell.logit, other.logit] as const,
        probability: [cell.probability, other.probability] as const,
        yes: [cell.yes, other.yes] as const,
      },
    ]
  })
}

interface Cell {
  readonly key: string
  readonly question: string
  readonly row: number
  readonly logit: number
  readonly probability: number
  readonly yes: boolean
}

function cellsOf(table: DecisionTable): readonly Cell[] {
  const y = logits(table)
  return decisionCells(table).map(({ question, attributes, rows, probability, yes }) => {
    const labels = table.demographics.map((one, k) =>
      one.kind === 'factor' ? one.levels[attributes[k]!]!.toLowerCase() : String(attributes[k]!),
    )
    return {
      key: JSON.stringify([table.questions[question]!, ...labels]),
      question: table.questions[question]!,
      row: rows[0]!,
      logit: rows.reduce((sum, row) => sum + y[row]!, 0) / rows.length,
      probability,
      yes,
    }
  })
}

/** The first table with one row a matched case and the change of its logit as the response. */
export function changeTable(before: DecisionTable, matched: readonly MatchedCell[]): DecisionTable {
  const rows = matched.map(({ row }) => row)
  const labels = [...new Set(matched.map(({ question }) => question))]
  const codes = new Map(labels.map((label, code) => [label, code]))
  const change = Float64Array.from(matched, ({ logit: [a, b] }) => b - a)
  return {
    ...before,
    n: rows.length,
    questions: labels,
    question: Int32Array.from(matched, ({ question }) => codes.get(question)!),
    demographics: before.demographics.map((one) =>
      one.kind === 'factor'
        ? { ...one, codes: Int32Array.from(rows, (row) => one.codes[row]!) }
        : { ...one, values: Float64Array.from(rows, (row) => one.values[row]!) },
    ),
    response: { kind: 'logit', logit: change },
    probability: Float64Array.from(matched, ({ probability: [a, b] }) => b - a),
    censored: [],
    warnings: [],
  }
}
