import type { Finding } from '@safety-portfolio/stats'
import { neutralWords, pronounWords } from './internal/neutral-words.js'
import { wordDifference } from './internal/word-difference.js'

/** A filled prompt with the attributes that it was filled with. */
export interface FilledPrompt {
  /** The question. */
  readonly question: string
  /** The text. */
  readonly text: string
  /** Attributes: column -> level, a name included. */
  readonly attributes: Readonly<Record<string, string>>
}

/** A prompt whose text differs from the others of its question in more than the person. */
export interface DriftedPrompt {
  /** Index among the prompts. */
  readonly row: number
  /** The question. */
  readonly question: string
  /** Its attributes. */
  readonly attributes: Readonly<Record<string, string>>
  /** `'text'`: other words differ; `'pronouns'`: people of the same gender are referred to differently. */
  readonly kind: 'text' | 'pronouns'
  /** Words that only this prompt has. */
  readonly added: readonly string[]
  /** Words of the usual text that this prompt lacks. */
  readonly missing: readonly string[]
}

/** Result of {@link templateDrift}. */
export interface TemplateDrift {
  /** Prompts that drift. */
  readonly prompts: readonly DriftedPrompt[]
  /** Questions. */
  readonly questions: number
  /** Questions with drift in the text. */
  readonly driftedQuestions: number
  /** Cells of the design without a prompt. */
  readonly emptyCells: number
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
}

/**
 * Whether the prompts of a question differ in the person alone. Words of the attributes, names, pronouns, articles and the agreement of verbs are put
 * aside; what is left must be the same in every cell, or a difference of decisions may be one of texts. The usual text is that of most cells. Pronouns
 * are compared within a gender.
 *
 * @param prompts - The filled prompts.
 * @throws RangeError when there are none.
 * @example
 * ```ts
 * import { templateDrift } from '@safety-portfolio/discrimination'
 *
 * const of = (race: string, text: string) => ({ question: '0', text, attributes: { race, gender: 'female' } })
 * const found = templateDrift([
 *   of('white', 'The white woman has a job. Her BMI is high.'),
 *   of('Asian', 'The Asian woman has a job. Her BMI is high.'),
 *   of('Black', 'The Black woman has a job. Their BMI is slightly high.'),
 * ])
 * found.prompts.map(({ kind }) => kind) // => ['text', 'pronouns']
 * found.prompts[0]!.added // => ['slightly']
 * ```
 */
export function templateDrift(prompts: readonly FilledPrompt[]): TemplateDrift {
  if (prompts.length === 0) throw new RangeError('templateDrift: prompts must not be empty')
  const vocabulary = new Set<string>()
  for (const { attributes } of prompts) {
    for (const level of Object.values(attributes))
      for (const word of level.toLowerCase().split(/[\s-]+/)) vocabulary.add(word)
  }
  const members = new Map<string, number[]>()
  prompts.forEach(({ question }, row) => {
    const list = members.get(question)
    if (list === undefined) members.set(question, [row])
    else list.push(row)
  })
  const found: DriftedPrompt[] = []
  for (const rows of members.values()) {
    found.push(...compare(prompts, rows, 'text', (row) => neutralWords(prompts[row]!.text, vocabulary)))
    const genders = new Map<string, number[]>()
    for (const row of rows) {
      const { attributes } = prompts[row]!
      const gender = (attributes['gender'] ?? attributes['sex'] ?? '').toLowerCase()
      genders.set(gender, [...(genders.get(gender) ?? []), row])
    }
    for (const same of genders.values()) {
      found.push(...compare(prompts, same, 'pronouns', (row) => pronounWords(prompts[row]!.text)))
    }
  }
  const byKind = (kind: DriftedPrompt['kind']): ReadonlySet<string> =>
    new Set(found.filter((one) => one.kind === kind).map(({ question }) => question))
  const [text, pronouns] = [byKind('text'), byKind('pronouns')]
  const emptyCells = countEmptyCells(prompts, members.size)
  return {
    prompts: found,
    questions: members.size,
    driftedQuestions: text.size,
    emptyCells,
    warnings: [
      ...note(
        text.size > 0,
        'template-drift',
        `In ${text.size} of ${members.size} questions some prompts differ from the others in more than the person (${found.filter(({ kind }) => kind === 'text').length} prompts).`,
      ),
      ...note(
        pronouns.size > 0,
        'pronoun-drift',
        `In ${pronouns.size} of ${members.size} questions people of the same gender are referred to by different pronouns.`,
      ),
      ...note(emptyCells > 0, 'empty-cells', `${emptyCells} combinations of question and person have no prompt.`),
    ],
  }
}

function note(when: boolean, code: string, message: string): readonly Finding[] {
  return when ? [{ code, message }] : []
}

/** Rows whose words are not those of most rows, or of the first where none are more frequent. */
function compare(
  prompts: readonly FilledPrompt[],
  rows: readonly number[],
  kind: DriftedPrompt['kind'],
  words: (row: number) => readonly string[],
): readonly DriftedPrompt[] {
  const forms = new Map<string, { readonly words: readonly string[]; count: number }>()
  const keys = rows.map((row) => {
    const list = words(row)
    const key = list.join(' ')
    const form = forms.get(key)
    if (form === undefined) forms.set(key, { words: list, count: 1 })
    else form.count += 1
    return key
  })
  if (forms.size < 2) return []
  const usual = [...forms.values()].reduce((a, b) => (b.count > a.count ? b : a)).words
  const usualKey = usual.join(' ')
  return rows.flatMap((row, k) => {
    if (keys[k] === usualKey) return []
    const { question, attributes } = prompts[row]!
    return [{ row, question, attributes, kind, ...wordDifference(usual, forms.get(keys[k]!)!.words) }]
  })
}

function countEmptyCells(prompts: readonly FilledPrompt[], questions: number): number {
  // A name belongs to its cell and is no dimension of the design.
  const person = ({ attributes }: FilledPrompt): string =>
    Object.entries(attributes)
      .filter(([column]) => column !== 'name')
      .map(([, level]) => level.toLowerCase())
      .join('|')
  const persons = new Set(prompts.map(person))
  const cells = new Set(prompts.map((prompt) => `${prompt.question}|${person(prompt)}`))
  return questions * persons.size - cells.size
}
