import { toCsv } from '@safety-portfolio/records'

/** A row of results: as in the file, every number with all its digits, `null` where there is none. */
export type ResultRow = Readonly<Record<string, string | number | boolean | null>>

/** A column as the page shows it. */
export interface ResultColumn<Row> {
  readonly label: string
  readonly text: (row: Row) => string
  /** Instead of `text`, where signs are set in italics or the like; made only of the demo's own words. */
  readonly html?: (row: Row) => string
}

/** A table of a demo: shown beside its chart, and saved as CSV. The first column names the row. */
export interface ResultsTable<Shown> {
  readonly caption: string
  readonly columns: (shown: Shown) => readonly ResultColumn<ResultRow>[]
  readonly rows: (shown: Shown) => readonly ResultRow[]
}

/** Declares a table whose columns know the type of its rows. */
export function resultsTable<Shown, Row extends object>(table: {
  readonly caption: string
  readonly columns: readonly ResultColumn<Row>[] | ((shown: Shown) => readonly ResultColumn<Row>[])
  readonly rows: (shown: Shown) => readonly Row[]
}): ResultsTable<Shown> {
  const { columns } = table
  // Columns only ever meet rows of their own table.
  return {
    caption: table.caption,
    columns: (typeof columns === 'function' ? columns : () => columns) as ResultsTable<Shown>['columns'],
    rows: table.rows as ResultsTable<Shown>['rows'],
  }
}

/** What stands inside `<table>`. */
export function tableHtml<Shown>(table: ResultsTable<Shown>, shown: Shown): string {
  const columns = table.columns(shown)
  const head = columns.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`).join('')
  const body = table.rows(shown).map((row) => {
    const cells = columns.map(({ text, html }, index) => {
      const content = html === undefined ? dated(escapeHtml(text(row))) : html(row)
      return index === 0 ? `<th scope="row">${content}</th>` : `<td>${content}</td>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  return `<caption>${escapeHtml(table.caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody>`
}

/** Dates are not broken at their hyphens. */
function dated(html: string): string {
  return html.replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, '<time>$&</time>')
}

/** The file of the table: every field of its rows. */
export function tableCsv<Shown>(table: ResultsTable<Shown>, shown: Shown): string {
  const rows = table.rows(shown)
  return toCsv(rows, [...new Set(rows.flatMap((row) => Object.keys(row)))])
}

/** `a to b`, or a dash where there is no interval. */
export function intervalText(
  lower: number | null,
  upper: number | null,
  print: (value: number) => string = (value) => value.toPrecision(3),
): string {
  return lower === null || upper === null ? '–' : `${print(lower)} to ${print(upper)}`
}

/** A number, or a dash where there is none. */
export function numberText(
  value: number | null,
  print: (value: number) => string = (number) => number.toPrecision(3),
): string {
  return value === null ? '–' : print(value)
}

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
}
