import { rowSchema, textCell } from '@safety-portfolio/records'
import type { Work } from '../commands/answer-command.js'
import { readTable } from '../io/read-table.js'

const schema = rowSchema({ input: textCell() })

/** Queries from the column `input` of a table. */
export async function readQueries(file: string, { io, progress, read }: Work): Promise<readonly string[]> {
  const { rows, source } = await readTable({ file, schema, columns: {}, where: [] }, io, progress)
  read(source)
  return rows.map(({ input }) => input)
}
