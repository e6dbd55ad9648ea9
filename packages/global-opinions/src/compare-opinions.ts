import type { Finding } from '@safety-portfolio/stats'
import { compareSettings, type CompareOptions, type CompareSettings } from './compare-options.js'
import type { Contrast, CountryScore, OpinionComparison } from './comparison.js'
import { countryContrasts, modelContrasts } from './contrasts.js'
import { marginalFloor, uniformFloor } from './floors.js'
import { issueFindings } from './issue-findings.js'
import { countryRows } from './internal/country-rows.js'
import { analyseModel } from './internal/model-analysis.js'
import { modelRow } from './internal/model-rows.js'
import { rememberedResampler, seededResampler } from './internal/unit-bootstrap.js'
import { isOrdinalMeasure } from './measure.js'
import { pairScorer } from './model-scores.js'
import { aliasGroups } from './quality-report.js'
import { nearestCountries } from './nearest-country.js'
import type { OpinionTable } from './opinion-table.js'
import { resamplingUnits, unitWords, type ResamplingUnits } from './resampling-units.js'
import { version } from './version.js'

/**
 * How similar the answers of models are to those of people in each country (Durmus et al. 2023), and what that number is worth: with the floors that
 * answers without knowledge reach, the ceiling that sampling allows, skill between the two, intervals over questions, scores adjusted for the
 * question set, rank intervals, and paired differences between models and countries.
 *
 * @param table - from {@link joinOpinions}
 * @param options - base, measure, fewest questions, bootstrap, sample sizes
 * @throws RangeError if an option is out of range, or the reference is no country of the table.
 *
 * @example
 * ```ts
 * import { compareOpinions, joinOpinions, parseResponses, parseSurvey } from '@safety-portfolio/global-opinions'
 *
 * const rows = ['Tea?', 'Sea?', 'Hills?'].map((question) => ({ question, country: 'Peru', distribution: [0.3, 0.7] }))
 * const answers = rows.map(({ question }) => ({ question, model: 'small', distribution: [0.6, 0.4] }))
 * const table = joinOpinions(parseSurvey(rows), parseResponses(answers))
 * const { perCountry } = compareOpinions(table, { minQuestions: 1, replicates: 0 })
 * perCountry[0]!.similarity // => ~0.7418
 * perCountry[0]!.floorUniform // => ~0.8259
 * ```
 */
export function compareOpinions(table: OpinionTable, options: CompareOptions = {}): OpinionComparison {
  const settings = compareSettings(options)
  const { base, measure, minQuestions, replicates, seed } = settings
  const units = resamplingUnits(table, settings.resample)
  const shared = {
    score: pairScorer(table, { base, measure }),
    uniform: uniformFloor(table, { base, measure }),
    marginal: marginalFloor(table, { base, measure }),
    units,
    ceilings: new Map<string, Float64Array>(),
    resample: rememberedResampler(seededResampler(seed), units.count, replicates),
  }
  const nearest =
    measure === 'jensen-shannon' ? nearestCountries(table, { base, minQuestions }) : table.countries.map(() => null)
  const analyses = table.models.map((_, model) => analyseModel(table, model, shared, settings))
  const found = analyses.map((analysis) => countryRows(table, analysis, nearest, units, settings))
  const references = found.map(({ rows }) => referenceOf(table, rows, settings))
  const contrasts: readonly Contrast[] = [
    ...modelContrasts(table, analyses, shared, settings),
    ...analyses.flatMap((analysis, index) => {
      const reference = references[index] ?? null
      return reference === null ? [] : countryContrasts(table, analysis, reference, shared, settings)
    }),
  ]
  const perCountry = found.flatMap(({ rows }) => rows)
  return {
    base,
    measure,
    policy: table.policy,
    questions: table.questions.length,
    pairs: table.answerQuestion.length,
    resampling: { units: units.kind, count: units.count, replicates, seed },
    perCountry,
    models: analyses.map((analysis) => modelRow(table, analysis, units, settings)),
    contrasts,
    omitted: found.flatMap(({ omitted }) => omitted),
    method: methodText(settings, units),
    assumptions: assumptionsOf(table, perCountry, units, settings),
    warnings: [
      ...warningsOf(table, perCountry, settings),
      ...fewUnits(units, settings),
      ...analyses.flatMap(({ adjusted }, index) =>
        adjusted.warnings.map(({ code, message }) => ({ code, message: `${table.models[index]!.name}: ${message}` })),
      ),
      ...issueFindings(table.issues),
    ],
    issues: table.issues,
    version,
  }
}

function referenceOf(
  table: OpinionTable,
  rows: readonly CountryScore[],
  { reference }: CompareSettings,
): number | null {
  const most = rows.reduce<CountryScore | null>((best, row) => (best === null || row.n > best.n ? row : best), null)
  const label = reference ?? most?.country
  if (label === undefined) return null
  const place = table.countries.indexOf(label)
  if (place < 0)
    throw new RangeError(`compareOpinions: reference must be a country of the survey, got ${JSON.stringify(label)}`)
  return place
}

function methodText({ base, measure, replicates }: CompareSettings, { kind, count }: ResamplingUnits): string {
  const what =
    measure === 'jensen-shannon'
      ? `similarity 1 - Jensen-Shannon distance in base ${base} (Durmus et al. 2023)`
      : `similarity by the ${measure} distance`
  const how =
    replicates === 0 ? 'no bootstrap' : `percentile bootstrap of ${count} ${unitWords(kind)}, ${replicates} replicates`
  return `${what}, mean over the questions of a country; ${how}; adjusted scores by a mixed model with a random intercept per question`
}

function assumptionsOf(
  table: OpinionTable,
  rows: readonly CountryScore[],
  { kind }: ResamplingUnits,
  { measure, surveyN, designEffect }: CompareSettings,
): readonly string[] {
  return [
    'The answers of people to a questionnaire and the probabilities of a model for its options mean the same thing.',
    `Questions are a sample of those one could ask: ${unitWords(kind)} are drawn as wholes.`,
    table.policy === 'keep'
      ? "Don't know, refusals and missing answers are options like others."
      : "Don't know, refusals and missing answers were left out and the rest divided by its sum.",
    ...(rows.some(({ ceiling }) => ceiling !== null)
      ? [
          `The survey's shares stand for the truth in the ceiling; ${surveyN === undefined ? 'its n is as in the file' : `n = ${surveyN} where the file does not say`}, design effect ${designEffect}.`,
        ]
      : ['No sample sizes are known: the ceiling is taken as 1, which makes skill closer to 0 than it is.']),
    ...(isOrdinalMeasure(measure) ? ['Options lie on a scale with equal steps.'] : []),
  ]
}

function warningsOf(table: OpinionTable, rows: readonly CountryScore[], settings: CompareSettings): readonly Finding[] {
  const { minQuestions, base, measure, replicates } = settings
  const below = rows.filter(({ similarity, floorUniform }) => similarity <= floorUniform)
  const partial = new Set(
    rows.flatMap(({ country, sample }) => (sample === 'non-national' || sample === 'old-national' ? [country] : [])),
  )
  const small = new Set(table.countries.filter((country) => !rows.some((row) => row.country === country)))
  const found: Finding[] = []
  if (below.length > 0) {
    found.push({
      code: 'not-above-uniform',
      message: `${below.length} of ${rows.length} scores are not above the floor of a uniform answer (for example ${below[0]!.model}, ${below[0]!.country}): they show no knowledge of the country.`,
    })
  }
  const aliases = aliasGroups(table.countries)
  if (aliases.length > 0) {
    found.push({
      code: 'alias-countries',
      message: `${aliases.length === 1 ? '1 country stands' : `${aliases.length} countries stand`} under several labels (${aliases
        .slice(0, 3)
        .map(({ labels }) => labels.join(' = '))
        .join('; ')}): their scores rest on different questions.`,
    })
  }
  if (partial.size > 0) {
    found.push({
      code: 'not-national',
      message:
        partial.size === 1
          ? '1 label is no current national sample, and does not stand for its country.'
          : `${partial.size} labels are no current national samples, and do not stand for their country.`,
    })
  }
  if (small.size > 0) {
    found.push({
      code: 'few-questions',
      message:
        small.size === 1
          ? `1 country has fewer than ${minQuestions} questions and is not scored; it stands under "omitted".`
          : `${small.size} countries have fewer than ${minQuestions} questions and are not scored; they stand under "omitted".`,
    })
  }
  if (base === 'e' && measure === 'jensen-shannon') {
    found.push({
      code: 'base-e',
      message:
        'In base e the similarity of answers that share nothing is 0.1674, not 0; do not compare with numbers in base 2.',
    })
  }
  if (replicates > 0 && replicates < 1000) {
    found.push({
      code: 'few-replicates',
      message: `${replicates} replicates make rough intervals; take at least 1000.`,
    })
  }
  return found
}

const enoughUnits = 20

function fewUnits({ kind, count }: ResamplingUnits, { replicates }: CompareSettings): readonly Finding[] {
  if (replicates === 0 || count >= enoughUnits) return []
  const message = `Only ${count} ${unitWords(kind)} are resampled: a bootstrap of so few understates the uncertainty.`
  return [{ code: 'few-units', message }]
}
