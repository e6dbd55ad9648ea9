import type { DecisionTable, Demographic } from '../decision-table.js'

type Design = Pick<DecisionTable, 'n' | 'question' | 'demographics'>

/** A key for each row that is shared by the rows of the same question and the same attributes. */
export function cellKeys({ n, question, demographics }: Design): readonly string[] {
  return Array.from({ length: n }, (_, row) => cellKey(question[row]!, demographics, row))
}

function cellKey(question: number, demographics: readonly Demographic[], row: number): string {
  return `${question}|${demographics.map((one) => attribute(one, row)).join('|')}`
}

const attribute = (one: Demographic, row: number): number =>
  one.kind === 'factor' ? one.codes[row]! : one.values[row]!

/** The rows of one question and one set of attributes, averaged. */
export interface DecisionCell {
  readonly question: number
  /** One value for each demographic: a level code, or a number. */
  readonly attributes: readonly number[]
  readonly rows: readonly number[]
  /** Mean probability of yes. */
  readonly probability: number
  /** Whether yes is the more likely answer; exactly one half counts as no. */
  readonly yes: boolean
}

/** The cells of a table, in order of appearance. */
export function decisionCells(
  table: Design & Pick<DecisionTable, 'probability' | 'response'>,
): readonly DecisionCell[] {
  const cells = new Map<string, number[]>()
  cellKeys(table).forEach((key, row) => {
    const members = cells.get(key)
    if (members === undefined) cells.set(key, [row])
    else members.push(row)
  })
  return [...cells.values()].map((rows) => {
    const { yes, probability } = cellDecision(table, rows)
    const [first] = rows as [number]
    return {
      question: table.question[first]!,
      attributes: table.demographics.map((one) => attribute(one, first)),
      rows,
      probability,
      yes,
    }
  })
}

function cellDecision(
  { response, probability }: Pick<DecisionTable, 'probability' | 'response'>,
  rows: readonly number[],
): { readonly yes: boolean; readonly probability: number } {
  if (response.kind === 'counts') {
    const yes = rows.reduce((sum, row) => sum + response.yes[row]!, 0)
    const trials = rows.reduce((sum, row) => sum + response.trials[row]!, 0)
    return { yes: 2 * yes > trials, probability: yes / trials }
  }
  // The sign of the logit, since a probability rounds to 1/2 only where the logit is 0.
  const logit = rows.reduce((sum, row) => sum + response.logit[row]!, 0)
  return { yes: logit > 0, probability: rows.reduce((sum, row) => sum + probability[row]!, 0) / rows.length }
}
