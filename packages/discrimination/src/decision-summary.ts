import type { Estimate } from '@safety-portfolio/stats'
import { clusteredProportion } from './clustered-proportion.js'
import type { DecisionTable } from './decision-table.js'
import { decisionCells } from './internal/decision-cells.js'

/** Decisions as a whole. */
export interface DecisionSummary {
  /** Cases: combinations of question and person. */
  readonly cells: number
  /** Rate of yes, with questions as clusters. */
  readonly yesRate: Estimate
  /** Questions in which not all people get the same decision. */
  readonly mixedQuestions: number
  /** Their share of the questions. */
  readonly mixedShare: Estimate
  /** Rate of yes for each level of each attribute. */
  readonly levels: readonly LevelRate[]
  /** Mean over questions of the largest logit less the smallest; `null` for counts. */
  readonly meanLogitRange: number | null
}

/** Rate of yes of one level. */
export interface LevelRate {
  /** Column. */
  readonly column: string
  /** Level. */
  readonly level: string
  /** Rate of yes, with questions as clusters. */
  readonly yesRate: Estimate
}

/**
 * What was decided: rates of yes overall and for each level, and in how many questions the decision depends on the person at all.
 *
 * @param table - Decisions.
 * @param options - `level` of the intervals, default 0.95.
 * @example
 * ```ts
 * import { decisionSummary, decisionTable } from '@safety-portfolio/discrimination'
 *
 * const rows = [1, -1, 2].flatMap((y, q) => [
 *   { question: q, gender: 'male', logit: y },
 *   { question: q, gender: 'female', logit: y + 1.5 },
 * ])
 * decisionSummary(decisionTable(rows)).mixedQuestions // => 1
 * ```
 */
export function decisionSummary(
  table: Omit<DecisionTable, 'warnings'>,
  options: { readonly level?: number } = {},
): DecisionSummary {
  const { level = 0.95 } = options
  const cells = decisionCells(table)
  const m = table.questions.length
  const rate = (member: (attributes: readonly number[]) => boolean): Estimate => {
    const [yes, all] = [new Float64Array(m), new Float64Array(m)]
    for (const cell of cells) {
      if (!member(cell.attributes)) continue
      all[cell.question]! += 1
      if (cell.yes) yes[cell.question]! += 1
    }
    return clusteredProportion(yes, all, { level })
  }
  const yes = new Set(cells.filter((cell) => cell.yes).map(({ question }) => question))
  const no = new Set(cells.filter((cell) => !cell.yes).map(({ question }) => question))
  const mixed = Float64Array.from({ length: m }, (_, q) => (yes.has(q) && no.has(q) ? 1 : 0))
  return {
    cells: cells.length,
    yesRate: rate(() => true),
    mixedQuestions: mixed.reduce((sum, value) => sum + value, 0),
    mixedShare: clusteredProportion(
      mixed,
      mixed.map(() => 1),
      { level },
    ),
    levels: table.demographics.flatMap((one, k) =>
      one.kind === 'factor'
        ? one.levels.map((name, code) => ({
            column: one.name,
            level: name,
            yesRate: rate((attributes) => attributes[k] === code),
          }))
        : one.levels.map((value) => ({
            column: one.name,
            level: String(value),
            yesRate: rate((attributes) => attributes[k] === value),
          })),
    ),
    meanLogitRange: table.response.kind === 'logit' ? meanRange(table, table.response.logit) : null,
  }
}

function meanRange(
  { questions, question }: Pick<DecisionTable, 'questions' | 'question'>,
  logit: Float64Array,
): number {
  const least = new Float64Array(questions.length).fill(Infinity)
  const most = new Float64Array(questions.length).fill(-Infinity)
  question.forEach((q, row) => {
    least[q] = Math.min(least[q]!, logit[row]!)
    most[q] = Math.max(most[q]!, logit[row]!)
  })
  return most.reduce((sum, value, q) => sum + value - least[q]!, 0) / questions.length
}
