import { DataError, type DataIssue } from '@safety-portfolio/records'

/** One question of a file of individual answers. */
export interface MicrodataQuestion {
  /** Column that holds the codes. */
  readonly column: string
  /** Text of the question. */
  readonly question: string
  /** Code -> label, in the order of the options. Codes of answers that are no opinion belong here too if they are to be kept. */
  readonly options: readonly (readonly [code: string | number, label: string])[]
  /** What it is about. */
  readonly topic?: string
}

/** How a file of individual answers is laid out. */
export interface MicrodataLayout {
  readonly questions: readonly MicrodataQuestion[]
  /** Column of the country. */
  readonly country: string
  /** Column of the weight of each person. Default: every person counts once. */
  readonly weight?: string
  /** Codes that mean that a person was not asked. Default: empty cells, and -4 and -5 of the World Values Survey. */
  readonly notAsked?: readonly (string | number)[]
}

/** One row for {@link parseSurvey}. */
export interface TabulatedAnswer {
  readonly question: string
  readonly country: string
  readonly options: readonly string[]
  /** Weighted share of each option. */
  readonly distribution: readonly number[]
  /** Effective number of people, (sum of weights)^2 / sum of squared weights (Kish 1965). */
  readonly n: number
  /** People who were asked. */
  readonly respondents: number
  readonly topic?: string
}

const mostIssues = 100

/**
 * Weighted shares of answers per country from a file with one row per person, as the World Values Survey and Pew publish them, with the effective
 * number of people that weighting leaves.
 *
 * @param rows - one object per person
 * @param layout - which columns hold what
 * @returns one row per question and country where anybody was asked
 * @throws DataError with every bad row: no country, a weight that is negative or no number, a code that the question does not have.
 *
 * @example
 * ```ts
 * import { tabulateMicrodata } from '@safety-portfolio/global-opinions'
 *
 * const people = [{ land: 'Peru', q1: 1, w: 2 }, { land: 'Peru', q1: 2, w: 1 }, { land: 'Peru', q1: -4, w: 1 }]
 * const [answer] = tabulateMicrodata(people, {
 *   country: 'land', weight: 'w', questions: [{ column: 'q1', question: 'Tea?', options: [[1, 'Yes'], [2, 'No']] }],
 * })
 * answer!.distribution[0]! // => ~0.667
 * answer!.n // => ~1.8
 * ```
 */
export function tabulateMicrodata(
  rows: readonly Readonly<Record<string, unknown>>[],
  layout: MicrodataLayout,
): readonly TabulatedAnswer[] {
  const { questions, country: countryColumn, weight: weightColumn } = layout
  const skipped = new Set(['', ...(layout.notAsked ?? [-4, -5]).map(codeOf)])
  const issues: DataIssue[] = []
  const cells = new Map<string, Cell>()
  for (const [index, row] of rows.entries()) {
    const at = index + 1
    const country = row[countryColumn]
    if (typeof country !== 'string' || country.trim() === '') {
      issues.push({
        code: 'no-country',
        path: [at, countryColumn],
        column: countryColumn,
        message: 'the row names no country',
      })
      continue
    }
    const weight = weightColumn === undefined ? 1 : numberOf(row[weightColumn])
    if (!(weight >= 0 && weight < Infinity)) {
      issues.push({
        code: 'bad-weight',
        path: [at, weightColumn!],
        column: weightColumn!,
        message: `weight ${String(row[weightColumn!])} is not a number >= 0`,
      })
      continue
    }
    for (const [place, question] of questions.entries()) {
      const code = codeOf(row[question.column])
      if (skipped.has(code)) continue
      const option = question.options.findIndex(([known]) => codeOf(known) === code)
      if (option < 0) {
        issues.push({
          code: 'unknown-code',
          path: [at, question.column],
          column: question.column,
          message: `column ${JSON.stringify(question.column)}: no option has code ${JSON.stringify(code)}`,
        })
        continue
      }
      const key = `${place}\u0000${country}`
      let cell = cells.get(key)
      if (cell === undefined) {
        cell = {
          question,
          country: country.trim(),
          totals: new Float64Array(question.options.length),
          squares: 0,
          respondents: 0,
        }
        cells.set(key, cell)
      }
      cell.totals[option]! += weight
      cell.squares += weight * weight
      cell.respondents += 1
    }
  }
  if (issues.length > 0) throw new DataError(issues.slice(0, mostIssues), { name: 'microdata', total: issues.length })
  return [...cells.values()].flatMap(tabulated)
}

interface Cell {
  readonly question: MicrodataQuestion
  readonly country: string
  readonly totals: Float64Array
  squares: number
  respondents: number
}

function tabulated({ question, country, totals, squares, respondents }: Cell): readonly TabulatedAnswer[] {
  const sum = totals.reduce((total, weight) => total + weight, 0)
  if (!(sum > 0)) return []
  return [
    {
      question: question.question,
      country,
      options: question.options.map(([, label]) => label),
      distribution: Array.from(totals, (total) => total / sum),
      n: (sum * sum) / squares,
      respondents,
      ...(question.topic === undefined ? {} : { topic: question.topic }),
    },
  ]
}

function codeOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return ''
  const text = value.trim()
  return /^[+-]?\d+(?:\.0+)?$/.test(text) ? String(Number(text)) : text
}

function numberOf(value: unknown): number {
  if (typeof value === 'string') return value.trim() === '' ? NaN : Number(value)
  return typeof value === 'number' ? value : NaN
}
