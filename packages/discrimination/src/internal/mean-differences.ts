import { studentTQuantile } from '@safety-portfolio/stats'
import type { Estimate } from '@safety-portfolio/stats'
import type { DecisionTable } from '../decision-table.js'
import { isCompared } from './model-terms.js'
import type { ScoreTerm } from './model-terms.js'

/** A difference of two means with its degrees of freedom. */
interface MeanDifference {
  readonly estimate: Estimate
  readonly df: number | null
}

/** Differences of means of a response between the compared side of a term and the baseline: of all rows of the baseline's level, or of its person. */
export function meanDifferences(
  table: Omit<DecisionTable, 'warnings'>,
  level: number,
): (y: Float64Array, term: ScoreTerm, baseline: 'level' | 'person') => MeanDifference {
  const attribute = (k: number, row: number): number => {
    const one = table.demographics[k]!
    return one.kind === 'factor' ? one.codes[row]! : one.values[row]!
  }
  const atBase = table.demographics.map((one, k) => {
    const base = one.kind === 'factor' ? 0 : one.baseline
    return (row: number): boolean => attribute(k, row) === base
  })
  return (y, term, baseline) => {
    const one = table.demographics[term.index]!
    const alike = (row: number): boolean => baseline === 'level' || atBase.every((at, k) => k === term.index || at(row))
    return difference(
      table,
      y,
      (row) => isCompared(term, one, attribute(term.index, row)) && alike(row),
      (row) => atBase[term.index]!(row) && alike(row),
      level,
    )
  }
}

/** Difference of two means with the linearised variance over questions. */
function difference(
  table: Pick<DecisionTable, 'n' | 'question' | 'questions'>,
  y: Float64Array,
  group: (row: number) => boolean,
  base: (row: number) => boolean,
  level: number,
): MeanDifference {
  const sides = [group, base].map((member) => {
    const rows = Array.from({ length: table.n }, (_, row) => row).filter(member)
    return { rows, mean: rows.reduce((sum, row) => sum + y[row]!, 0) / rows.length }
  }) as [{ rows: number[]; mean: number }, { rows: number[]; mean: number }]
  if (sides.some(({ rows }) => rows.length === 0)) {
    return none(null, 'no row is in one of the two groups')
  }
  const influence = new Float64Array(table.questions.length)
  const used = new Set<number>()
  sides.forEach(({ rows, mean }, side) => {
    for (const row of rows) {
      const question = table.question[row]!
      used.add(question)
      influence[question]! += ((side === 0 ? 1 : -1) * (y[row]! - mean)) / rows.length
    }
  })
  const estimate = sides[0].mean - sides[1].mean
  const m = used.size
  if (m < 2) {
    return none(estimate, 'one question tells nothing about others')
  }
  const squares = influence.reduce((sum, value) => sum + value * value, 0)
  const standardError = Math.sqrt((m / (m - 1)) * squares)
  const margin = studentTQuantile(1 - (1 - level) / 2, m - 1) * standardError
  return {
    estimate: {
      estimate,
      standardError,
      interval: { lower: estimate - margin, upper: estimate + margin, level, method: 'clusters of questions, t' },
    },
    df: m - 1,
  }
}

function none(estimate: number | null, reason: string): MeanDifference {
  return { estimate: { estimate, standardError: null, interval: null, reason }, df: null }
}
