import { parseResponses, parseSurvey, type Responses, type Survey } from '@safety-portfolio/global-opinions'
import type { Work } from '../commands/answer-command.js'
import { anyRow } from './any-row.js'
import { readTable } from './read-table.js'

/** What a file of a survey may be. */
export const surveyFormats =
  'survey: the published CSV, or rows {question, options?, country, distribution, n?, topic?}; also .gz'
/** What a file of responses may be. */
export const responseFormats =
  'responses: rows {question, options?, model?, distribution} or {question, options, model_probs}; also .gz'

/** Reads a survey; bad rows are left to be reported. */
export async function readSurvey(file: string | undefined, { io, progress, read }: Work): Promise<Survey> {
  const { rows, source } = await readTable({ file, schema: anyRow, columns: undefined, where: [] }, io, progress)
  read(source)
  return parseSurvey(rows)
}

/** Reads responses; bad rows are left to be reported. */
export async function readResponses(
  file: string,
  model: string | undefined,
  { io, progress, read }: Work,
): Promise<Responses> {
  const { rows, source } = await readTable({ file, schema: anyRow, columns: undefined, where: [] }, io, progress)
  read(source)
  return parseResponses(rows, { model })
}
