import type { TrainingRun } from '@safety-portfolio/scaling-laws'
import type { Work } from '../commands/answer-command.js'
import { readTable } from '../io/read-table.js'
import { mappedRunSchema } from '../laws/run-fields.js'

/** Training runs from a table with the columns params, tokens or compute, and loss. */
export async function readRuns(file: string, { io, progress, read }: Work): Promise<readonly TrainingRun[]> {
  const schema = mappedRunSchema(new Set())
  const { rows, source } = await readTable({ file, schema, columns: {}, where: [] }, io, progress)
  read(source)
  return rows
}
