import { countryOf } from './country.js'
import { checkDistribution } from './distribution.js'
import { labelledShares } from './internal/labelled-shares.js'
import type { InputIssue } from './input-issue.js'
import { optionLabels } from './option-label.js'
import { literalOr, publishedAnswers } from './published-row.js'
import { trimmedText } from './question-key.js'

/** A question of a survey. */
export interface SurveyQuestion {
  /** Its text, as in the file. */
  readonly text: string
  /** Its options in the order of the shares; `null` where the file does not name them. */
  readonly options: readonly string[] | null
  /** How many options there are. */
  readonly size: number
  /** What it is about, where the file says so: questions of one topic are resampled together. */
  readonly topic: string | null
  /** Which survey it is from, where the file says so (`'GAS'`, `'WVS'`). */
  readonly source: string | null
  /** Row of the file where it first stands, from 1. */
  readonly row: number
}

/** How the people of one country answered one question. */
export interface SurveyAnswer {
  /** Index into `questions`. */
  readonly question: number
  /** The label of the country, as in the file. */
  readonly country: string
  /** Share of each option; sums to 1. */
  readonly distribution: readonly number[]
  /** How many people were asked (effective number, where weights were used), or `null` where unknown. */
  readonly n: number | null
  /** Row of the file, from 1. */
  readonly row: number
}

/** A survey that has been read. */
export interface Survey {
  readonly questions: readonly SurveyQuestion[]
  readonly answers: readonly SurveyAnswer[]
  /** What is wrong with rows that were left out, and what else is worth knowing. */
  readonly issues: readonly InputIssue[]
  /** Rows of the file. */
  readonly rows: number
}

/** Options of {@link parseSurvey}. */
export interface SurveyOptions {
  /** How far shares may sum from 1. Default 0.1. */
  readonly sumTolerance?: number | undefined
}

/**
 * Reads a survey from rows in either of two forms. The published table: `question`, `selections` (country -> shares), `options`, `source`, the
 * last three as the text of Python literals. Or one row per country: `question`, `country`, `distribution` (a list, or option -> share), and
 * optionally `options`, `n`, `topic`, `source`. Bad rows are left out and reported, each with its number; the rest is read.
 *
 * @param rows - parsed rows, as objects; for a row that could not be parsed, text that says why
 * @param options - tolerance of the sums
 *
 * @example
 * ```ts
 * import { parseSurvey } from '@safety-portfolio/global-opinions'
 *
 * const survey = parseSurvey([
 *   { question: 'Tea or coffee?', selections: "{'Peru': [0.3, 0.7], 'Japan': [0.8, 0.2]}", options: "['Tea', 'Coffee']" },
 *   { question: 'Sea or hills?', country: 'Peru', distribution: [0.5, -0.5] },
 * ])
 * survey.answers.length // => 2
 * survey.issues.map(({ code, row }) => [code, row]) // => [['negative-mass', 2]]
 * ```
 */
export function parseSurvey(rows: readonly unknown[], options: SurveyOptions = {}): Survey {
  const questions: SurveyQuestion[] = []
  const answers: SurveyAnswer[] = []
  const issues: InputIssue[] = []
  const places = new Map<string, number>()
  const seen = new Set<string>()
  const unknown = new Map<string, { readonly row: number; count: number }>()
  const refuse = (row: number, code: string, message: string, who?: string): void => {
    issues.push({ code, side: 'survey', row, ...(who === undefined ? {} : { who }), message })
  }

  const add = (row: number, given: Row, country: string, shares: unknown): void => {
    const { text } = given
    const shaped = labelledShares(shares, given.labels)
    if (typeof shaped === 'string') {
      refuse(row, 'other-options', `${country}: ${shaped}`, country)
      return
    }
    const { labels } = shaped
    const checked = checkDistribution(shaped.shares, { options: labels?.length, sumTolerance: options.sumTolerance })
    if ('problem' in checked) {
      refuse(row, checked.problem.code, `${country}: ${checked.problem.message}`, country)
      return
    }
    const { distribution } = checked
    const key = `${text}\u0000${labels === null ? distribution.length : labels.join('\u0001')}`
    let question = places.get(key)
    if (question === undefined) {
      question = questions.length
      places.set(key, question)
      questions.push({
        text,
        options: labels,
        size: distribution.length,
        topic: given.topic,
        source: given.source,
        row,
      })
    }
    const pair = `${question}\u0000${country}`
    if (seen.has(pair)) {
      refuse(row, 'duplicate', `${country} has answered this question in an earlier row`, country)
      return
    }
    seen.add(pair)
    answers.push({ question, country, distribution, n: given.n, row })
    if (countryOf(country).iso3 !== null) return
    const before = unknown.get(country)
    if (before === undefined) unknown.set(country, { row, count: 1 })
    else before.count += 1
  }

  for (const [index, raw] of rows.entries()) {
    const row = index + 1
    const given = readRow(raw)
    if ('code' in given) {
      refuse(row, given.code, given.message)
      continue
    }
    if (given.selections === undefined) {
      const { country } = given
      if (country === null) refuse(row, 'no-country', 'the row names no country and has no selections')
      else add(row, given, country, literalOr(given.distribution))
      continue
    }
    const found = publishedAnswers(given.selections)
    if ('message' in found) refuse(row, 'not-a-literal', found.message)
    else for (const [country, shares] of found.answers) add(row, given, country, shares)
  }
  for (const [label, { row, count }] of unknown) {
    const times = count === 1 ? '' : ` (${count} rows)`
    refuse(
      row,
      'unknown-country',
      `'${label}' is no country known here${times}: it is compared, but has no code and no place on a map`,
      label,
    )
  }
  issues.sort((a, b) => a.row - b.row)
  return { questions, answers, issues, rows: rows.length }
}

interface Row {
  readonly text: string
  readonly labels: readonly string[] | null
  readonly topic: string | null
  readonly source: string | null
  readonly n: number | null
  readonly country: string | null
  readonly distribution: unknown
  readonly selections: unknown
}

function readRow(raw: unknown): Row | { readonly code: string; readonly message: string } {
  if (typeof raw === 'string') return { code: 'not-json', message: raw }
  if (typeof raw !== 'object' || raw === null) return { code: 'no-question', message: 'the row is not an object' }
  const row = raw as Readonly<Record<string, unknown>>
  const text = row['question']
  if (typeof text !== 'string' || trimmedText(text) === '') {
    return { code: 'no-question', message: 'the row has no text of a question, so it can be matched with nothing' }
  }
  const given = row['options']
  const labels = given === undefined || given === null || given === '' ? null : optionLabels(literalOr(given))
  if (labels === null && given !== undefined && given !== null && given !== '') {
    return { code: 'not-a-literal', message: 'the options are no list of labels' }
  }
  const n = typeof row['n'] === 'string' && row['n'].trim() !== '' ? Number(row['n']) : row['n']
  return {
    text,
    labels,
    topic: textOf(row['topic']),
    source: textOf(row['source']),
    n: typeof n === 'number' && n > 0 && Number.isFinite(n) ? n : null,
    country: textOf(row['country']),
    distribution: row['distribution'],
    selections: row['selections'] === '' || row['selections'] === null ? undefined : row['selections'],
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}
