import { countryOf } from './country.js'
import type { InputIssue } from './input-issue.js'
import type { Survey, SurveyAnswer } from './survey.js'

/** What is done with the labels of countries. */
export interface CountryPolicy {
  /** `'labels'` (default) takes every label for a country of its own, as published; `'merged'` joins aliases under one name. */
  readonly names?: 'labels' | 'merged' | undefined
  /** `'all'` (default), or `'national'`: labels that say they are no current national sample are left out. */
  readonly samples?: 'all' | 'national' | undefined
}

/**
 * Joins the aliases of a country (`S. Korea`, `South Korea`) under one name, and leaves samples out that do not stand for their country. A
 * question that two aliases have answered keeps the answer that comes first, and says so.
 *
 * @param survey - from {@link parseSurvey}
 * @param policy - names and samples
 *
 * @example
 * ```ts
 * import { applyCountryPolicy, parseSurvey } from '@safety-portfolio/global-opinions'
 *
 * const survey = parseSurvey([
 *   { question: 'Tea?', country: 'S. Korea', distribution: [0.5, 0.5] },
 *   { question: 'Sea?', country: 'South Korea', distribution: [0.5, 0.5] },
 * ])
 * applyCountryPolicy(survey, { names: 'merged' }).answers.map(({ country }) => country) // => ['South Korea', 'South Korea']
 * ```
 */
export function applyCountryPolicy(survey: Survey, policy: CountryPolicy): Survey {
  const { names = 'labels', samples = 'all' } = policy
  if (names === 'labels' && samples === 'all') return survey
  const issues: InputIssue[] = [...survey.issues]
  const seen = new Set<string>()
  const answers: SurveyAnswer[] = []
  for (const answer of survey.answers) {
    const { name, sample, part, label } = countryOf(answer.country)
    const national = sample === 'unqualified' || sample === 'national'
    if (samples === 'national' && !national) continue
    const country = names === 'labels' || part ? label : national ? name : label.replace(/^.*?(?=\s*\()/, name)
    const key = `${answer.question}\u0000${country}`
    if (seen.has(key)) {
      issues.push({
        code: 'duplicate',
        side: 'survey',
        row: answer.row,
        who: label,
        message: `${country} has answered this question under another name in an earlier row`,
      })
      continue
    }
    seen.add(key)
    answers.push({ ...answer, country })
  }
  return { ...survey, answers, issues }
}
