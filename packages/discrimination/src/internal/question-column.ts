import { DataError } from '@safety-portfolio/records'
import type { DataIssue } from '@safety-portfolio/records'
import type { Rows } from '@safety-portfolio/mixed-models'
import { questionAliases } from '../layouts.js'
import { cellIssue, cellLabel, isMissing, listed } from './cells.js'
import { findColumn } from './column-names.js'

/** Finds the column of the question and its label in each row. */
export function readQuestions(
  rows: Rows,
  columns: readonly string[],
  named: string | undefined,
): { readonly questionColumn: string; readonly labels: readonly string[] } {
  const questionColumn =
    named ?? questionAliases.map((name) => findColumn(columns, name)).find((name) => name !== undefined)
  if (questionColumn === undefined) {
    throw new RangeError(
      `decisionTable: no question column found (looked for ${questionAliases.join(', ')}); name it. The table has: ${listed(columns)}`,
    )
  }
  if (!columns.includes(questionColumn)) {
    throw new RangeError(
      `decisionTable: there is no column ${JSON.stringify(questionColumn)} for the question. The table has: ${listed(columns)}`,
    )
  }
  const issues: DataIssue[] = []
  const labels = rows.map((row, index) => {
    const cell = row[questionColumn]
    if (!isMissing(cell)) return cellLabel(cell)
    issues.push(cellIssue('missing-question', index, questionColumn, cell, 'every decision needs its question'))
    return ''
  })
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { total: issues.length })
  return { questionColumn, labels }
}
