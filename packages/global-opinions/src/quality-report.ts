import { countryOf } from './country.js'
import type { InputIssue } from './input-issue.js'
import { mergedItemOf } from './merged-item.js'
import { nonSubstantiveKind } from './option-kind.js'
import { optionOrder } from './option-order.js'
import { comparableText } from './question-key.js'
import type { Survey } from './survey.js'
import { version } from './version.js'

/** What a survey holds, and what is odd about it. */
export interface QualityReport {
  readonly questions: number
  readonly countries: number
  /** Pairs of question and country. */
  readonly pairs: number
  /** Questions with answers of one country only: they say nothing about differences between countries. */
  readonly singleCountryQuestions: number
  /** Questions whose options lie on a scale that is known here. */
  readonly ordinalQuestions: number
  /** Questions with an option that is no opinion. */
  readonly questionsWithNonSubstantive: number
  /** Labels of options that are no opinion, with the number of questions, most frequent first. */
  readonly nonSubstantiveOptions: readonly {
    readonly label: string
    readonly kind: string
    readonly questions: number
  }[]
  /** Labels that mean the same country and the same kind of sample. */
  readonly aliases: readonly {
    readonly iso3: string
    readonly labels: readonly string[]
    readonly commonQuestions: number
  }[]
  /** Labels that say that the sample is not a current national one. */
  readonly qualified: readonly { readonly label: string; readonly sample: string; readonly questions: number }[]
  /** Labels that are no country known here. */
  readonly unknownCountries: readonly string[]
  /** Oddities of questions: `'options-out-of-order'`, `'merged-item'`, `'total-as-option'`, `'same-text'`, `'repeated-option'`. */
  readonly findings: readonly InputIssue[]
  /** What was wrong with rows when they were read. */
  readonly issues: readonly InputIssue[]
  readonly version: string
}

/**
 * Looks a survey over before anything is computed from it: scales out of order, questions that were merged although countries were asked about
 * different things, columns of totals among the options, questions that stand twice, countries under several names, samples that are not
 * national, and how much of the answers is no opinion.
 *
 * @param survey - from {@link parseSurvey}
 *
 * @example
 * ```ts
 * import { parseSurvey, qualityReport } from '@safety-portfolio/global-opinions'
 *
 * const row = { question: 'How much?', options: ['0', '10', '5'], distribution: [0.2, 0.3, 0.5] }
 * const report = qualityReport(parseSurvey([{ ...row, country: 'S. Korea' }, { ...row, question: 'Why?', country: 'South Korea' }]))
 * report.findings[0]!.code // => 'options-out-of-order'
 * report.aliases[0]!.labels // => ['S. Korea', 'South Korea']
 * ```
 */
export function qualityReport(survey: Survey): QualityReport {
  const { questions, answers, issues } = survey
  const countriesOf = questions.map(() => new Set<string>())
  const questionsOf = new Map<string, Set<number>>()
  for (const { question, country } of answers) {
    countriesOf[question]!.add(country)
    const set = questionsOf.get(country) ?? new Set<number>()
    questionsOf.set(country, set.add(question))
  }
  const labels = [...questionsOf.keys()]
  const countries = labels.map(countryOf)
  const orders = questions.map(({ options }) => (options === null ? null : optionOrder(options)))
  return {
    questions: questions.length,
    countries: labels.length,
    pairs: answers.length,
    singleCountryQuestions: countriesOf.filter((set) => set.size === 1).length,
    ordinalQuestions: orders.filter((order) => order?.ordinal === true).length,
    questionsWithNonSubstantive: orders.filter((order) => (order?.nonSubstantive.length ?? 0) > 0).length,
    nonSubstantiveOptions: nonSubstantiveOptions(survey),
    aliases: aliases(labels, questionsOf),
    qualified: countries
      .filter(({ sample }) => sample !== 'unqualified')
      .map(({ label, sample }) => ({ label, sample, questions: questionsOf.get(label)!.size })),
    unknownCountries: countries.filter(({ iso3 }) => iso3 === null).map(({ label }) => label),
    findings: questionFindings(survey, countriesOf).toSorted((a, b) => a.row - b.row),
    issues,
    version,
  }
}

function questionFindings({ questions }: Survey, countriesOf: readonly ReadonlySet<string>[]): readonly InputIssue[] {
  const findings: InputIssue[] = []
  const tell = (code: string, row: number, message: string): void => {
    findings.push({ code, side: 'survey', row, message })
  }
  const texts = new Map<string, number>()
  for (const [index, { text, options, row }] of questions.entries()) {
    const merged = mergedItemOf(text)
    if (merged !== undefined) tell('merged-item', row, `${merged.reason} (${countriesOf[index]!.size} countries)`)
    const compared = comparableText(text)
    const before = texts.get(compared)
    if (before === undefined) texts.set(compared, row)
    else tell('same-text', row, `the same question, but for spelling or options, stands in row ${before}`)
    if (options === null) continue
    const order = optionOrder(options)
    if (order.ordinal && !order.ordered) {
      const wanted = order.order.map((place) => options[place]!).join(', ')
      tell('options-out-of-order', row, `the options lie on a scale, but not in its order, which is: ${wanted}`)
    }
    const total = options.find((label) => nonSubstantiveKind(label) === 'total')
    if (total !== undefined)
      tell(
        'total-as-option',
        row,
        `option ${JSON.stringify(total)} is a column of totals, and takes mass from the answers`,
      )
    if (new Set(options).size < options.length) tell('repeated-option', row, 'two options have the same label')
  }
  return findings
}

function nonSubstantiveOptions({ questions }: Survey): QualityReport['nonSubstantiveOptions'] {
  const counts = new Map<string, number>()
  for (const { options } of questions) {
    for (const label of new Set(options ?? [])) {
      if (nonSubstantiveKind(label) !== null) counts.set(label, (counts.get(label) ?? 0) + 1)
    }
  }
  return [...counts]
    .map(([label, count]) => ({ label, kind: nonSubstantiveKind(label)!, questions: count }))
    .sort((a, b) => b.questions - a.questions)
}

function aliases(
  labels: readonly string[],
  questionsOf: ReadonlyMap<string, ReadonlySet<number>>,
): QualityReport['aliases'] {
  return aliasGroups(labels).map(({ iso3, labels: group }) => {
    const [first, ...rest] = group.map((label) => questionsOf.get(label)!)
    const common = [...first!].filter((question) => rest.some((set) => set.has(question))).length
    return { iso3, labels: group, commonQuestions: common }
  })
}

/** Labels that mean the same people: same code, same kind of sample. A part of a country is no alias of the whole. */
export function aliasGroups(
  labels: readonly string[],
): readonly { readonly iso3: string; readonly labels: readonly string[] }[] {
  const groups = new Map<string, { readonly iso3: string; readonly labels: string[] }>()
  for (const label of labels) {
    const { iso3, sample, part } = countryOf(label)
    if (iso3 === null) continue
    const key = `${iso3}/${sample}/${part ? label : ''}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { iso3, labels: [label] })
    else group.labels.push(label)
  }
  return [...groups.values()].filter((group) => group.labels.length > 1)
}
