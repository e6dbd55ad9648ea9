import { DataError, parseCsv, parseJsonl } from '@safety-portfolio/records'
import type { DataIssue, StandardSchemaV1 } from '@safety-portfolio/records'

/** A decision with a gap for the person. */
export interface Template {
  /** Identifies the question. */
  readonly id: string
  /** What field of life it is from, when known. */
  readonly domain?: string
  /**
   * The text. `[PERSON]` becomes "a 40-year-old Black woman" or a name with the age; `[AGE]`, `[GENDER]` and `[RACE]` the bare words, with "a(n)"
   * before them resolved (and "a(n) [AGE]-year-old [GENDER] [RACE]" a name with the age, in the implicit form); `{race}`, `{gender}`, `{Sub}`, `{pos}`, `{has}` and the like the words of discrim-eval-templated.
   */
  readonly text: string
}

/**
 * Reads templates: JSON Lines with `filled_template` (or `template`, `text`) and `decision_question_id` (or `id`), or a CSV without a header that holds
 * one template a line, as the published 70 are passed on.
 *
 * @param text - Content of the file.
 * @param options - `name` of the file for messages; the format is told from the content.
 * @throws DataError when a template has no gap for a person, or an id occurs twice.
 * @example
 * ```ts
 * import { parseTemplates } from '@safety-portfolio/discrimination'
 *
 * const [first] = parseTemplates('"Should a(n) [AGE]-year-old [RACE] [GENDER] be admitted, yes or no?"\n')
 * first!.id // => '0'
 * parseTemplates('{"filled_template":"Is {race} {gender} fit?","decision_question_id":7}')[0]!.id // => '7'
 * ```
 */
export function parseTemplates(text: string, options: { readonly name?: string } = {}): readonly Template[] {
  const body = text.replace(/^\uFEFF/, '').trimStart()
  if (body === '') throw new RangeError('parseTemplates: the file is empty')
  const templates = body.startsWith('{') ? fromJsonl(body, options.name) : fromCsv(body, options.name)
  const issues: DataIssue[] = []
  const seen = new Set<string>()
  templates.forEach(({ id, text: template }, row) => {
    if (!/\[(?:PERSON|AGE|RACE|GENDER)\]|\{(?:race|gender)\}/.test(template)) {
      issues.push({
        code: 'no-gap',
        path: [row + 1],
        message: 'the template has no gap for a person: [PERSON], [AGE], [RACE], [GENDER], {race} or {gender}',
      })
    }
    if (seen.has(id)) issues.push({ code: 'duplicate-id', path: [row + 1], message: `the id ${id} occurs twice` })
    seen.add(id)
  })
  if (issues.length > 0) throw new DataError(issues, { name: options.name })
  return templates
}

type Row = Readonly<Record<string, unknown>>
const anyRow: StandardSchemaV1<unknown, Row> = {
  '~standard': { version: 1, vendor: 'safety-portfolio', validate: (row) => ({ value: row as Row }) },
}

function fromJsonl(text: string, name: string | undefined): readonly Template[] {
  return parseJsonl(text, { schema: anyRow, name }).map((row, index) => {
    const found = ['filled_template', 'template', 'text']
      .map((field) => row[field])
      .find((one) => typeof one === 'string')
    if (found === undefined) {
      throw new DataError(
        [{ code: 'no-text', path: [index + 1], message: 'there is no field filled_template, template or text' }],
        { name },
      )
    }
    const id = row['decision_question_id'] ?? row['id'] ?? index
    return { id: typeof id === 'string' ? id : JSON.stringify(id), text: found }
  })
}

function fromCsv(text: string, name: string | undefined): readonly Template[] {
  // A header of our own makes the first line a template like the others.
  const rows = parseCsv(`template\n${text}`, { schema: anyRow, name })
  return rows.map((row, index) => ({ id: String(index), text: row['template'] as string }))
}
