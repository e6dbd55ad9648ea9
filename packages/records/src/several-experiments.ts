import { cellText, tableColumns } from './internal/table-columns.js'

/** Plain names of columns that tell experiments apart, whatever they hold. */
const experimentName =
  /^(exp(eriment)?|dataset|train(ing)?(data)?set|corpus|domain|task|benchmark|source|study|paper|series|curve|group|condition|setting|arch(itecture)?|(model)?family|optimizer|tokenizer|modality|language|(lr)?schedule)(id|name)?$/i

/** Most values of a column that are remembered. */
const most = 200

/** Rows of which it is remembered where they lie. */
const placed = 10_000

/** Rows as they stand in a table, by column. */
type AnyRow = Readonly<Record<string, unknown>>

/** A column by which one table holds several experiments. */
export interface ExperimentColumn {
  readonly column: string
  /** Its values with two rows or more, in order of appearance; the first 200 at most. */
  readonly values: readonly string[]
}

/** Watches the rows of a table as they pass, in bounded memory. */
export interface ExperimentWatch {
  /** Takes note of a row: where it lies (what a law knows of it besides its outcome), and its cell in each column. */
  readonly see: (place: () => string, cellOf: (column: string) => unknown) => void
  /** The columns that tell experiments apart, the one to choose by first; none where the table holds one experiment. */
  readonly columns: () => readonly ExperimentColumn[]
}

/**
 * Columns that may tell experiments apart: those with such a name (experiment, dataset, architecture, ...), and those of text that no field reads. Text
 * that begins with a number, as times and dates do, is none.
 *
 * @param head - The first rows.
 * @param read - Columns that are read as something else.
 * @returns Names of columns for {@link watchExperiments}.
 *
 * @example
 * ```ts
 * import { experimentColumns } from '@safety-portfolio/records'
 *
 * experimentColumns([{ params: '1e9', decay: 'cosine', seed: '7', dataset: '2' }], ['params']) // => ['decay', 'dataset']
 * ```
 */
export function experimentColumns(head: readonly AnyRow[], read: readonly string[]): readonly string[] {
  return tableColumns(head, undefined).filter((column) => {
    const cells = head.map((row) => row[column]).filter((cell) => cellText(cell).trim())
    const words = cells.every((cell) => typeof cell === 'string' && Number.isNaN(Number.parseFloat(cell)))
    return cells.length > 0 && !read.includes(column) && (words || isKnown(column))
  })
}

/**
 * Watches for a table that holds several experiments, through which one law is none: a column of such a name has several values with two rows or more
 * each, or a column of text has several values for the same place, three times or more. Rows beyond the first 10,000 are counted but their places are not
 * remembered.
 *
 * @param columns - Those of {@link experimentColumns}.
 * @returns The watch: show it every row, then ask.
 *
 * @example
 * ```ts
 * import { experimentColumns, watchExperiments } from '@safety-portfolio/records'
 *
 * const rows = ['c4', 'pile'].flatMap((dataset) => [1e9, 2e9].map((params) => ({ params, dataset })))
 * const watch = watchExperiments(experimentColumns(rows, ['params']))
 * for (const row of rows) watch.see(() => String(row.params), (column) => row[column as 'dataset'])
 * watch.columns() // => [{ column: 'dataset', values: ['c4', 'pile'] }]
 * ```
 */
export function watchExperiments(columns: readonly string[]): ExperimentWatch {
  const watched = columns.map((column) => ({
    column,
    counts: new Map<string, number>(),
    /** The first value at each place, and the places where another one was seen. */
    firsts: new Map<string, string>(),
    crossed: new Set<string>(),
  }))
  let rows = 0
  return {
    see(place, cellOf) {
      rows += 1
      const at = rows <= placed && watched.length ? place() : ''
      for (const { column, counts, firsts, crossed } of watched) {
        const text = cellText(cellOf(column))
        if (!text.trim()) continue
        if (counts.size < most || counts.has(text)) counts.set(text, (counts.get(text) ?? 0) + 1)
        if (!at) continue
        if (!firsts.has(at)) firsts.set(at, text)
        if (firsts.get(at) !== text) crossed.add(at)
      }
    },
    columns: () =>
      watched
        .flatMap(({ column, counts, crossed }) => {
          const values = [...counts.keys()].filter((value) => counts.get(value)! > 1)
          return values.length > 1 && (crossed.size > 2 || isKnown(column)) ? { column, values } : []
        })
        .sort((a, b) => rank(b) - rank(a) || b.values.length - a.values.length),
  }
}

/** A column called experiment is the one to choose by, then those of other known names. */
const rank = ({ column }: ExperimentColumn): number => (/^exp/i.test(column) ? 2 : Number(isKnown(column)))

const isKnown = (column: string): boolean => experimentName.test(column.replaceAll(/[^a-z0-9]/gi, ''))
