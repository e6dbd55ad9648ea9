import {
  parseResponses,
  parseSurvey,
  type ExplorerQuestion,
  type Responses,
  type Survey,
} from '@safety-portfolio/global-opinions'
import { parseCsv, readParquet, type StandardSchemaV1 } from '@safety-portfolio/records'

/** A survey and answers of models that the reader brought. */
export interface OwnOpinions {
  readonly survey: Survey
  readonly responses: Responses
}

const anything: StandardSchemaV1<unknown, unknown> = {
  '~standard': { version: 1, vendor: 'safety-portfolio', validate: (row) => ({ value: row }) },
}

/**
 * The rows of a file: JSON Lines, JSON (a list, or what `opinions compare --explorer --json` printed), CSV or Parquet, gzip accepted. A line that is no
 * JSON stays as a text that says why, so that it costs no other.
 *
 * @throws Error, or the DataError of the reader, where nothing can be read.
 */
export async function rowsOf(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<readonly unknown[]> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
    return rowsOf(new Uint8Array(await new Response(plain).arrayBuffer()), name.replace(/\.gz$/i, ''))
  }
  if (String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1') return readParquet(bytes, { schema: anything, name })
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/^\uFEFF/, '')
  const begins = text.trimStart()[0]
  if (begins === '[') return JSON.parse(text) as readonly unknown[]
  if (begins !== '{') return parseCsv(text, { schema: anything, name })
  const document = whole(text)
  if (document === undefined)
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(lineOf)
  return Array.isArray(document['explorer']) ? (document['explorer'] as readonly unknown[]) : [document]
}

function whole(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}

function lineOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Whether rows are questions of an explorer file, which hold both sides. */
function isExplorer(rows: readonly unknown[]): rows is readonly ExplorerQuestion[] {
  const [first] = rows
  return typeof first === 'object' && first !== null && 'survey' in first && 'models' in first && 'text' in first
}

/** Whether rows hold answers of models: they name no country. */
function areResponses(rows: readonly unknown[]): boolean {
  return rows.some(
    (row) =>
      typeof row === 'object' &&
      row !== null &&
      ('model_probs' in row || ('distribution' in row && !('country' in row) && !('selections' in row))),
  )
}

/**
 * Adds the rows of one more file to what is there: an explorer file is both sides, every other file is told apart by its columns.
 *
 * @returns both sides so far; `null` for the one that is missing.
 */
export function withRows(
  rows: readonly unknown[],
  before: { readonly survey: Survey | null; readonly responses: Responses | null },
): { readonly survey: Survey | null; readonly responses: Responses | null } {
  if (isExplorer(rows)) {
    return {
      survey: parseSurvey(
        rows.map(({ text, options, topic, survey }) => ({ question: text, options, topic, selections: survey })),
      ),
      responses: parseResponses(
        rows.map(({ text, options, models }) => ({ question: text, options, model_probs: models })),
      ),
    }
  }
  return areResponses(rows) ? { ...before, responses: parseResponses(rows) } : { ...before, survey: parseSurvey(rows) }
}
