import { experimentColumns, parseCsv, watchExperiments } from '@safety-portfolio/records'
import { anyRow, type PastedTable, type TableColumns } from './pasted-table.js'

/**
 * Says where the reader's table holds several experiments, through which one law is none. Runs are the same where all columns that are read agree, but
 * that of the outcome.
 */
export function experimentDoubts(
  text: string,
  { delimiter }: PastedTable,
  columns: TableColumns,
  outcome: string,
): readonly string[] {
  const rows = parseCsv(text, { schema: anyRow, delimiter, name: 'the table' })
  const read = Object.values(columns)
  const places = Object.entries(columns).flatMap(([field, column]) => (field === outcome ? [] : [column]))
  const watch = watchExperiments(experimentColumns(rows.slice(0, 100), read))
  for (const row of rows)
    watch.see(
      () => JSON.stringify(places.map((column) => row[column])),
      (column) => row[column],
    )
  const [first] = watch.columns()
  return (first === undefined ? [] : [first]).map(({ column, values }) => {
    const shown = values.slice(0, 3).map((value) => JSON.stringify(value))
    return `Column ${JSON.stringify(column)} has ${values.length} values (${shown.join(', ')}${values.length > 3 ? ', ...' : ''}): these are several experiments, and one law through all of them describes none. Paste the rows of one.`
  })
}
