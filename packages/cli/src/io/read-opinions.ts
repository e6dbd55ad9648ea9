import {
  applyCountryPolicy,
  joinOpinions,
  parseResponses,
  parseSurvey,
  type OpinionTable,
  type Responses,
  type Survey,
} from '@safety-portfolio/global-opinions'
import { numberCell, rowSchema, textCell } from '@safety-portfolio/records'
import type { Work } from '../commands/answer-command.js'
import type { OpinionOptions } from '../commands/opinion-options.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { anyRow } from './any-row.js'
import type { Io } from './io.js'
import type { Progress } from './progress.js'
import { isJsonLines, readLenientLines } from './read-lenient-lines.js'
import { readTable, type Source } from './read-table.js'

/** What a file of a survey may be. */
export const surveyFormats =
  'survey: the published CSV, or rows {question, options?, country, distribution, n?, topic?}; also .gz'
/** What a file of responses may be. */
export const responseFormats =
  'responses: rows {question, options?, model?, distribution} or {question, options, model_probs}; also .gz'

/** Reads a survey; bad rows are left to be reported. */
export async function readSurvey(file: string | undefined, { io, progress, read }: Work): Promise<Survey> {
  const { rows, source } = await readRows(file, io, progress)
  read(source)
  return parseSurvey(rows)
}

/** Reads responses; bad rows are left to be reported. */
export async function readResponses(
  file: string,
  model: string | undefined,
  { io, progress, read }: Work,
): Promise<Responses> {
  const { rows, source } = await readRows(file, io, progress)
  read(source)
  return parseResponses(rows, { model })
}

/** A survey and responses as the flags want them. */
export interface OpinionFiles {
  readonly survey: Survey
  readonly responses: Responses
}

/** Reads both files of a command line. */
export async function readOpinionFiles(options: OpinionOptions, work: Work): Promise<OpinionFiles> {
  const [surveyFile, responseFile] = work.words
  const read = await readSurvey(surveyFile, work)
  const survey = applyCountryPolicy(read, {
    names: options.countries,
    samples: options.nationalOnly === true ? 'national' : 'all',
  })
  return { survey, responses: await readResponses(responseFile!, options.model, work) }
}

/** Joins both sides; what was wrong with rows of either is in the table. Refuses where they have nothing in common. */
export function joinedTable({ survey, responses }: OpinionFiles, options: OpinionOptions, work: Work): OpinionTable {
  work.progress.step('Matching questions')
  const table = joinOpinions(survey, responses, {
    missing: options.missing,
    excludeMerged: options.excludeMerged === true,
  })
  if (table.answerQuestion.length === 0) {
    throw new Refusal(
      `no question of the survey (${counted(survey.answers.length, 'usable answer')}) has a response (${counted(responses.responses.length, 'usable response')}) with the same text and options. ` +
        'Run safety-portfolio opinions validate on each file.',
    )
  }
  work.progress.step(
    `Comparing ${counted(table.answerQuestion.length, 'pair')} with ${counted(table.models.length, 'model')}`,
  )
  return { ...table, issues: [...survey.issues, ...responses.issues, ...table.issues] }
}

const weightSchema = rowSchema({ country: textCell(), weight: numberCell({ min: 0 }) })

/** Weights of countries from a table with the columns country and weight. */
export async function readWeights(
  file: string,
  { io, progress, read }: Work,
): Promise<Readonly<Record<string, number>>> {
  const { rows, source } = await readTable({ file, schema: weightSchema, columns: {}, where: [] }, io, progress)
  read(source)
  return Object.fromEntries(rows.map(({ country, weight }) => [country, weight]))
}

/** Rows of JSON Lines one by one, so that a bad line costs no other; of every other format as a table. */
async function readRows(
  file: string | undefined,
  io: Io,
  progress: Progress,
): Promise<{ readonly rows: readonly unknown[]; readonly source: Source }> {
  if (file !== undefined && isJsonLines(file)) return readLenientLines(file, io, progress)
  return readTable({ file, schema: anyRow, columns: undefined, where: [] }, io, progress)
}
