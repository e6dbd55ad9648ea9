import type { LayerOutcomes } from '@safety-portfolio/risk'
import type { Work } from '../commands/answer-command.js'
import { anyRow } from '../io/any-row.js'
import { readOutcomes } from '../io/layer-outcomes.js'
import { readTable } from '../io/read-table.js'

/** Outcomes of detectors from a table whose columns are named as `risk layers` finds them. */
export async function readOutcomeFile(file: string, { io, progress, read }: Work): Promise<LayerOutcomes> {
  const { rows, source } = await readTable({ file, schema: anyRow, columns: undefined, where: [] }, io, progress)
  read(source)
  const columns = {
    name: source.name,
    detectors: undefined,
    label: undefined,
    stratum: undefined,
    missed: false,
    other: [],
  }
  return readOutcomes(rows, columns)
}
