import { parseResponses, parseSurvey, type Responses, type Survey } from '@safety-portfolio/global-opinions'
import type { Work } from '../commands/answer-command.js'
import { openRowSchema } from './open-rows.js'
import { readTable } from './read-table.js'

const surveySchema = openRowSchema(
  ['question', 'selections', 'options', 'source', 'country', 'distribution', 'n', 'topic'],
  ['question'],
)
const responseSchema = openRowSchema(
  ['question', 'options', 'model', 'distribution', 'model_probs', 'samples', 'n', 'prompted_country'],
  ['question'],
)

/** What a file of a survey may be. */
export const surveyFormats =
  'survey: the published CSV, or rows {question, options?, country, distribution, n?, topic?}; also .gz'
/** What a file of responses may be. */
export const responseFormats =
  'responses: rows {question, options?, model?, distribution} or {question, options, model_probs}; also .gz'

/** Reads a survey; bad rows are left to be reported. */
export async function readSurvey(file: string | undefined, { io, progress, read }: Work): Promise<Survey> {
  const { rows, source } = await readTable({ file, schema: surveySchema, columns: {}, where: [] }, io, progress)
  read(source)
  return parseSurvey(rows)
}

/** Reads responses; bad rows are left to be reported. */
export async function readResponses(
  file: string,
  model: string | undefined,
  { io, progress, read }: Work,
): Promise<Responses> {
  const { rows, source } = await readTable({ file, schema: responseSchema, columns: {}, where: [] }, io, progress)
  read(source)
  return parseResponses(rows, { model })
}
